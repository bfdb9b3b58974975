// What AWS demands of a session before it gives credentials for it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/sts/types.h"
#include "base/call.h"
#include "base/result.h"

namespace lightwell::sts {

inline constexpr size_t kPolicyArnsMax = 10;

struct RoleName {
  std::string account;
  std::string name;  // without its path
};
// Of arn:aws:iam::ACCOUNT:role/PATH/NAME. Errors: ValidationError.
Result<RoleName> parse_role_arn(std::string_view arn);

// arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION
std::string session_arn(std::string_view account, std::string_view role, std::string_view session);

// How long the session of a role lasts. `chained`: asked for with another role's session. Errors: ValidationError.
Result<seconds> role_duration(std::optional<int32_t> asked, int64_t role_max_seconds, bool chained);
// Of GetSessionToken and GetFederationToken: 12 hours unless asked for; one hour at most for a root.
seconds own_duration(std::optional<int32_t> asked, bool is_root);

// Keys compare without regard to case. Errors: InvalidParameterValue.
Result<void> check_tags(const std::vector<SessionTag>& tags);
// Every transitive key is one of the tags'. Errors: InvalidParameterValue.
Result<void> check_transitive(const std::vector<std::string>& transitive, const std::vector<SessionTag>& tags);
using Tags = std::optional<std::vector<api::sts::Tag>>;
std::vector<SessionTag> session_tags(const Tags& tags);
// Adds what the caller's own session hands on. Errors: InvalidParameterValue for a key that is passed again.
Result<void> inherit_tags(Session& session, const Session& callers);

// What a caller's session already says of who stands behind it stays. Errors: ValidationError.
Result<std::string> checked_source_identity(const std::optional<std::string>& asked, const Session* callers);

// Reads session policies as IAM would. Errors: MalformedPolicyDocument.
Result<void> check_policy(const std::optional<std::string>& policy);
// Errors: ValidationError for more than ten.
using PolicyArns = std::optional<std::vector<api::sts::PolicyDescriptorType>>;
Result<std::vector<std::string>> checked_arns(const PolicyArns& arns);

// Errors: PackedPolicyTooLarge, with by how much.
Result<std::optional<int32_t>> checked_size(const Session& session);

}  // namespace lightwell::sts
