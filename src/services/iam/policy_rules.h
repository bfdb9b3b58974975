// What AWS allows of policies: their size, their number, their names.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "policy/document.h"
#include "services/iam/entity.h"

namespace lightwell::iam {

// Characters, white space outside strings not counted.
inline constexpr size_t kManagedSizeMax = 6144;
inline constexpr size_t kTrustSizeMax = 2048;
size_t inline_size_max(EntityKind kind);  // of all inline policies of one together

inline constexpr int64_t kVersionsMax = 5;
inline constexpr int64_t kAttachedMax = 10;    // managed policies on one user, group or role
inline constexpr int64_t kPoliciesMax = 1500;  // of an account, as are the next
inline constexpr int64_t kRolesMax = 1000;
inline constexpr int64_t kInstanceProfilesMax = 1000;
inline constexpr int64_t kProvidersMax = 100;

// MalformedPolicyDocument, in AWS's words.
Result<std::shared_ptr<const policy::Document>> read_document(std::string_view json, policy::Kind kind);
size_t counted_size(std::string_view json);

struct PolicyArn {
  std::string account;  // 12 digits, or "aws"
  std::string path;     // with both slashes
  std::string name;

  bool is_aws() const { return account == "aws"; }
};
std::optional<PolicyArn> parse_policy_arn(std::string_view arn);
// ValidationError.
Result<PolicyArn> check_policy_arn(std::string_view arn);
std::string policy_arn(std::string_view account, std::string_view path, std::string_view name);

std::string version_text(int64_t number);  // v1
std::optional<int64_t> parse_version(std::string_view text);

// Documents travel percent-encoded in answers.
std::string shown_document(std::string_view json);

Error no_such_policy(std::string_view arn);  // "Policy ARN was not found."
Error not_attachable(std::string_view arn);  // "Policy ARN does not exist or is not attachable."
Error no_such_version(std::string_view arn, std::string_view version);
Error no_such_inline_policy(EntityKind kind, std::string_view name);

}  // namespace lightwell::iam
