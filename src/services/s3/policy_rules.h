// What a bucket policy must be, and when it makes a bucket public.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "policy/document.h"

namespace lightwell::s3 {

inline constexpr size_t kPolicyBytesMax = 20 * 1024;  // without white space

// Errors: MalformedPolicy, in S3's words.
Result<std::shared_ptr<const policy::Document>> check_bucket_policy(std::string_view json, std::string_view bucket);

// Whether it grants anything to everybody: a statement that allows all principals, and holds them to no fixed value.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
bool is_public(const policy::Document& document);

}  // namespace lightwell::s3
