// The tags of an object: at most ten, as a header or as a set.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "services/s3/object.h"

namespace lightwell::s3 {

inline constexpr size_t kObjectTagsMax = 10;

// x-amz-tagging: "Key1=Value1&Key2=Value2", form-encoded. Errors: InvalidArgument, BadRequest, InvalidTag.
Result<Tags> parse_tagging_header(const std::string& header);

// A set as PutObjectTagging brings it. Errors: InvalidTag for a key twice or characters tags may not have; BadRequest
// for more than `tags_max`.
Result<Tags> check_tags(const std::vector<std::pair<std::string, std::string>>& tags, size_t tags_max = kObjectTagsMax);

}  // namespace lightwell::s3
