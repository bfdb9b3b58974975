#include "services/s3/policy_principals.h"

#include <algorithm>

#include "policy/principal_names.h"
#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

constexpr std::string_view kAws = "AWS";

// Users and roles, each once.
std::vector<std::string> entities_of(const policy::Document& document) {
  std::vector<std::string> names;
  for (const policy::Statement& statement : document.statements()) {
    for (const policy::PrincipalPattern& principal : statement.principals) {
      if (principal.type() != policy::PrincipalType::aws || policy::stands_by_itself(principal.text())) continue;
      if (std::ranges::find(names, principal.text()) == names.end()) names.push_back(principal.text());
    }
  }
  return names;
}

std::vector<std::string> ids_in(const std::string& kept) {
  std::vector<std::string> ids;
  policy::rename_principals(kept, [&](std::string_view type, std::string_view text) -> std::optional<std::string> {
    if (type == kAws && policy::is_entity_id(text)) ids.emplace_back(text);
    return std::nullopt;
  });
  return ids;
}

std::optional<std::string> found_in(const Principals::Names& names, std::string_view text) {
  const auto found = names.find(text);
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

Task<Result<std::string>> kept_policy(Principals* principals, const policy::Document& document, std::string json) {
  if (principals == nullptr) co_return json;
  const std::vector<std::string> named = entities_of(document);
  Principals::Names ids;
  if (!named.empty()) {
    CO_TRY(ids, co_await principals->ids_of(named));
  }
  if (ids.size() != named.size()) co_return fail(errors::malformed_policy, "Invalid principal in policy");
  co_return policy::rename_principals(json,
                                      [&](std::string_view type, std::string_view text) -> std::optional<std::string> {
                                        if (type != kAws) return std::nullopt;
                                        if (auto root = policy::root_of_account(text)) return root;
                                        return found_in(ids, text);
                                      });
}

Task<Result<std::string>> shown_policy(Principals* principals, std::string kept) {
  if (principals == nullptr) co_return kept;
  const std::vector<std::string> ids = ids_in(kept);
  if (ids.empty()) co_return kept;
  CO_TRY(const auto arns, co_await principals->arns_of(ids));
  co_return policy::rename_principals(kept, [&](std::string_view type, std::string_view text) {
    return type == kAws ? found_in(arns, text) : std::optional<std::string>();
  });
}

}  // namespace lightwell::s3
