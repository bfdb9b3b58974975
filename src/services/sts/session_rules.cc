#include "services/sts/session_rules.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "policy/document.h"
#include "services/sts/errors.h"
#include "services/sts/packed_session.h"

namespace lightwell::sts {
namespace {

constexpr seconds kHour{3600};
constexpr seconds kHalfDay{12 * 3600};

bool is_account(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == text.npos;
}

bool holds_key(const std::vector<SessionTag>& tags, std::string_view key) {
  return std::any_of(tags.begin(), tags.end(), [&](const SessionTag& tag) { return equals_ignore_case(tag.key, key); });
}

bool holds(const std::vector<std::string>& keys, std::string_view key) {
  return std::any_of(keys.begin(), keys.end(), [&](const std::string& one) { return equals_ignore_case(one, key); });
}

}  // namespace

Result<RoleName> parse_role_arn(std::string_view arn) {
  constexpr std::string_view kBefore = "arn:aws:iam::";
  constexpr std::string_view kBetween = ":role/";
  constexpr size_t kAccountEnd = kBefore.size() + 12;
  const bool is_sound = arn.starts_with(kBefore) && arn.size() > kAccountEnd + kBetween.size() &&
                        is_account(arn.substr(kBefore.size(), 12)) &&
                        arn.substr(kAccountEnd, kBetween.size()) == kBetween && !arn.ends_with('/');
  if (!is_sound) return fail(errors::validation_error, std::string(arn) + " is invalid");
  return RoleName{.account = std::string(arn.substr(kBefore.size(), 12)),
                  .name = std::string(arn.substr(arn.rfind('/') + 1))};
}

std::string session_arn(std::string_view account, std::string_view role, std::string_view session) {
  return fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", account, role, session);
}

Result<seconds> role_duration(std::optional<int32_t> asked, int64_t role_max_seconds, bool chained) {
  const seconds wanted = asked ? seconds(*asked) : kHour;
  if (chained && wanted > kHour) {
    return fail(errors::validation_error,
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
  }
  if (wanted > seconds(role_max_seconds)) {
    return fail(errors::validation_error,
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  return wanted;
}

seconds own_duration(std::optional<int32_t> asked, bool is_root) {
  const seconds wanted = asked ? seconds(*asked) : kHalfDay;
  return is_root ? std::min(wanted, kHour) : wanted;
}

Result<void> check_tags(const std::vector<SessionTag>& tags) {
  std::set<std::string> keys;
  for (const SessionTag& tag : tags) {
    const std::string key = to_lower(tag.key);
    if (!keys.insert(key).second) {
      return fail(errors::invalid_parameter_value,
                  "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    if (key.starts_with("aws:")) {
      return fail(errors::invalid_parameter_value, "Tag keys that start with aws: are reserved.");
    }
  }
  return {};
}

Result<void> check_transitive(const std::vector<std::string>& transitive, const std::vector<SessionTag>& tags) {
  for (const std::string& key : transitive) {
    if (holds_key(tags, key)) continue;
    return fail(errors::invalid_parameter_value,
                "The specified transitive tag key must be included in the requested tags.");
  }
  return {};
}

std::vector<SessionTag> session_tags(const Tags& tags) {
  std::vector<SessionTag> read;
  if (!tags) return read;
  for (const api::sts::Tag& tag : *tags) read.push_back({tag.key, tag.value});
  return read;
}

Result<void> inherit_tags(Session& session, const Session& callers) {
  for (const SessionTag& tag : session.tags) {
    if (!holds(callers.transitive_tags, tag.key)) continue;
    return fail(errors::invalid_parameter_value,
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key "
                "from the calling session.");
  }
  for (const SessionTag& tag : callers.tags) {
    if (!holds(callers.transitive_tags, tag.key)) continue;
    session.tags.push_back(tag);
    session.transitive_tags.push_back(tag.key);
  }
  return {};
}

Result<std::string> checked_source_identity(const std::optional<std::string>& asked, const Session* callers) {
  const std::string handed_on = callers != nullptr ? callers->source_identity : std::string();
  if (handed_on.empty() || !asked || *asked == handed_on) return asked.value_or(handed_on);
  return fail(errors::validation_error, "The source identity is already set for this assume role session");
}

Result<void> check_policy(const std::optional<std::string>& policy) {
  if (!policy) return {};
  const auto document = policy::parse(*policy, policy::Kind::session);
  if (!document) return fail(errors::malformed_policy_document_exception, document.error().message);
  return {};
}

Result<std::vector<std::string>> checked_arns(const PolicyArns& arns) {
  std::vector<std::string> checked;
  if (!arns) return checked;
  if (arns->size() > kPolicyArnsMax) {
    return fail(errors::validation_error,
                fmt::format("1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member "
                            "must have length less than or equal to {}",
                            kPolicyArnsMax));
  }
  for (const auto& descriptor : *arns) {
    if (!descriptor.arn) {
      return fail(errors::validation_error,
                  "1 validation error detected: Value null at 'policyArns.member.arn' failed to satisfy constraint: "
                  "Member must not be null");
    }
    checked.push_back(*descriptor.arn);
  }
  return checked;
}

Result<std::optional<int32_t>> checked_size(const Session& session) {
  const auto percent = packed_percent(session);
  if (!percent || *percent <= 100) return percent;
  const bool has_policies = !session.policies.empty() || !session.policy_arns.empty();
  return fail(errors::packed_policy_too_large_exception,
              has_policies
                  ? fmt::format("Packed policy consumes {}% of allotted space, please use smaller policy.", *percent)
                  : fmt::format("Packed size of session tags consumes {}% of allotted space.", *percent));
}

}  // namespace lightwell::sts
