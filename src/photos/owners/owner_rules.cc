#include "photos/owners/owner_rules.h"

#include <algorithm>

#include "base/text.h"
#include "photos/errors.h"

namespace lightwell::photos {
namespace {

constexpr size_t kNameMax = 100;       // characters
constexpr size_t kUserAgentMax = 300;  // bytes

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return uint8_t(c) < 0x20 || c == 0x7f; });
}

}  // namespace

bool is_over(const Session& session, Timestamp now) {
  return session.last_seen_at + kSessionIdle <= now || session.created_at + kSessionLife <= now;
}

Result<std::string> checked_name(std::string_view name) {
  name = trim(name);
  if (name.empty()) return fail(errors::name_refused, "Please give a name.");
  if (!is_utf8(name) || has_control(name)) {
    return fail(errors::name_refused, "The name has characters that cannot be shown.");
  }
  if (code_points(name) > kNameMax) return fail(errors::name_refused, "The name has more than 100 characters.");
  return std::string(name);
}

Result<void> checked_passphrase(std::string_view passphrase, std::string_view name, std::string_view host) {
  engines::PassphraseRules rules;
  rules.context_words = {"lightwell", std::string(name), std::string(host.substr(0, host.rfind(':')))};
  const auto checked = engines::check_passphrase(passphrase, rules);
  if (!checked) return fail(errors::passphrase_refused, checked.error().message);
  return {};
}

std::string kept_user_agent(std::string_view user_agent) {
  std::string kept;
  for (const char c : user_agent.substr(0, kUserAgentMax)) {
    if (uint8_t(c) >= 0x20 && uint8_t(c) < 0x7f) kept += c;
  }
  return kept;
}

}  // namespace lightwell::photos
