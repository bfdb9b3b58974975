#include "services/iam/trust_store.h"

#include <map>

#include "policy/principal_names.h"
#include "services/iam/errors.h"
#include "services/iam/policy_rules.h"

namespace lightwell::iam {

Result<std::optional<Entity>> entity_of_principal(store::Reader& reader, const std::string& text) {
  TRY(auto entity, text.starts_with("arn:") ? entity_of_arn(reader, text) : entity_of_id(reader, text));
  if (entity && entity->kind == EntityKind::group) entity.reset();
  return entity;
}

Result<std::string> kept_trust(store::Reader& reader, std::string_view json) {
  TRY(const auto document, read_document(json, policy::Kind::trust));
  if (counted_size(json) > kTrustSizeMax) return fail(over_quota("ACLSizePerRole", kTrustSizeMax));

  std::map<std::string, std::string, std::less<>> ids;
  for (const policy::Statement& statement : document->statements()) {
    for (const policy::PrincipalPattern& principal : statement.principals) {
      const std::string& text = principal.text();
      if (principal.type() != policy::PrincipalType::aws || policy::stands_by_itself(text)) continue;
      TRY(const auto entity, entity_of_principal(reader, text));
      if (!entity) {
        return fail(errors::malformed_policy_document_exception,
                    "Invalid principal in policy: \"AWS\":\"" + text + "\"");
      }
      ids.emplace(text, entity->id);
    }
  }
  return policy::rename_principals(json,
                                   [&](std::string_view type, std::string_view text) -> std::optional<std::string> {
                                     if (type != "AWS") return std::nullopt;
                                     if (auto root = policy::root_of_account(text)) return root;
                                     const auto found = ids.find(text);
                                     return found == ids.end() ? std::nullopt : std::optional(found->second);
                                   });
}

Result<std::string> shown_trust(store::Reader& reader, std::string_view kept) {
  std::optional<Error> failed;
  std::string shown =
      policy::rename_principals(kept, [&](std::string_view type, std::string_view text) -> std::optional<std::string> {
        if (type != "AWS" || failed || !policy::is_entity_id(text)) return std::nullopt;
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
