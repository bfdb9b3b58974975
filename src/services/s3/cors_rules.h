// Which cross-origin rules a bucket may have. Holding a request against them is the door's business.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html

#pragma once

#include <vector>

#include "api/s3/types.h"
#include "base/result.h"

namespace lightwell::s3 {

inline constexpr size_t kCorsRulesMax = 100;

// Errors: MalformedXML, InvalidRequest.
Result<void> check_cors_rules(const std::vector<api::s3::CORSRule>& rules);

}  // namespace lightwell::s3
