// What an operation asks for in IAM's words: s3:ListBucket for ListObjectsV2 and HeadBucket alike.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gate/addressing.h"
#include "gate/authorizer.h"
#include "wire/model.h"

namespace lightwell::gate {

std::string s3_action(std::string_view operation);

// Everything that must be allowed; a copy asks for its source too. `copy_source` is the raw header, `query` encoded.
std::vector<Intent> s3_intents(std::string_view operation, const S3Target& target, std::string_view query,
                               std::string_view copy_source);
Intent intent_of(const wire::ServiceModel& model, std::string_view operation);

}  // namespace lightwell::gate
