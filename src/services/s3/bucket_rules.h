// What a bucket may be called and where it may be.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/call.h"
#include "base/result.h"

namespace lightwell::s3 {

// Errors: InvalidBucketName.
Result<void> check_bucket_name(const std::string& name);

// The region a new bucket lives in: asked of `endpoint_region`, with an optional LocationConstraint. Errors:
// InvalidLocationConstraint, IllegalLocationConstraintException.
Result<std::string> bucket_region(const std::string& endpoint_region, const std::optional<std::string>& constraint);

// What GetBucketLocation answers for a region: nothing for us-east-1.
std::optional<std::string> location_constraint(const std::string& region);

// The canonical user id of an account: 64 hex digits, always the same for the same account.
std::string canonical_id(const std::string& account);

// A bucket's policy is its owner's: whoever else may reach it gets MethodNotAllowed.
Result<void> require_owner(const Call& call);

std::string bucket_arn(const std::string& name);

}  // namespace lightwell::s3
