#include "services/iam/trust_store.h"

#include <algorithm>
#include <map>

#include "services/iam/entity.h"
#include "services/iam/errors.h"
#include "services/iam/policy_rules.h"
#include "services/iam/trust_rules.h"

namespace lightwell::iam {
namespace {

constexpr size_t kAccountDigits = 12;

bool is_account(std::string_view text) {
  return text.size() == kAccountDigits && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Principals that need no row: accounts, their roots, sessions.
bool is_known_by_form(std::string_view text) {
  constexpr std::string_view kIam = "arn:aws:iam::";
  constexpr std::string_view kSts = "arn:aws:sts::";
  if (text == "*" || is_account(text)) return true;
  const bool is_session = text.starts_with(kSts);
  if (!is_session && !text.starts_with(kIam)) return false;
  const std::string_view rest = text.substr(kIam.size());
  if (!is_account(rest.substr(0, kAccountDigits))) return false;
  const std::string_view what = rest.substr(kAccountDigits);
  if (what.contains('*') || what.contains('?')) return false;
  if (!is_session) return what == ":root";
  return what.starts_with(":assumed-role/") || what.starts_with(":federated-user/");
}

Result<std::optional<Entity>> entity_of_principal(store::Reader& reader, const std::string& text) {
  TRY(auto entity, text.starts_with("arn:") ? entity_of_arn(reader, text) : entity_of_id(reader, text));
  if (entity && entity->kind == EntityKind::group) entity.reset();
  return entity;
}

}  // namespace

Result<std::string> kept_trust(store::Reader& reader, std::string_view json) {
  TRY(const auto document, read_document(json, policy::Kind::trust));
  if (counted_size(json) > kTrustSizeMax) return fail(over_quota("ACLSizePerRole", kTrustSizeMax));

  std::map<std::string, std::string, std::less<>> ids;
  for (const policy::Statement& statement : document->statements()) {
    for (const policy::PrincipalPattern& principal : statement.principals) {
      const std::string& text = principal.text();
      if (principal.type() != policy::PrincipalType::aws || is_known_by_form(text)) continue;
      TRY(const auto entity, entity_of_principal(reader, text));
      if (!entity) {
        return fail(errors::malformed_policy_document_exception,
                    "Invalid principal in policy: \"AWS\":\"" + text + "\"");
      }
      ids.emplace(text, entity->id);
    }
  }
  return rename_principals(json, [&](std::string_view type, std::string_view text) -> std::optional<std::string> {
    if (type != "AWS") return std::nullopt;
    if (is_account(text)) return "arn:aws:iam::" + std::string(text) + ":root";
    const auto found = ids.find(text);
    return found == ids.end() ? std::nullopt : std::optional(found->second);
  });
}

Result<std::string> shown_trust(store::Reader& reader, std::string_view kept) {
  std::optional<Error> failed;
  std::string shown =
      rename_principals(kept, [&](std::string_view type, std::string_view text) -> std::optional<std::string> {
        if (type != "AWS" || failed || !(text.starts_with("AIDA") || text.starts_with("AROA"))) return std::nullopt;
        auto entity = entity_of_id(reader, std::string(text));
        if (!entity) {
          failed = std::move(entity).error();
          return std::nullopt;
        }
        return *entity ? std::optional(arn_of(**entity)) : std::nullopt;
      });
  if (failed) return std::unexpected(*std::move(failed));
  return shown;
}

}  // namespace lightwell::iam
