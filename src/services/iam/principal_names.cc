#include "services/iam/principal_names.h"

#include "services/iam/trust_store.h"

namespace lightwell::iam {

Task<Result<PrincipalNames::Names>> PrincipalNames::ids_of(std::vector<std::string> names) {
  co_return co_await database_.read([&](store::Reader& reader) -> Result<Names> {
    Names ids;
    for (const std::string& name : names) {
      TRY(const auto entity, entity_of_principal(reader, name));
      if (entity) ids.emplace(name, entity->id);
    }
    return ids;
  });
}

Task<Result<PrincipalNames::Names>> PrincipalNames::arns_of(std::vector<std::string> ids) {
  co_return co_await database_.read([&](store::Reader& reader) -> Result<Names> {
    Names arns;
    for (const std::string& id : ids) {
      TRY(const auto entity, entity_of_principal(reader, id));
      if (entity) arns.emplace(id, arn_of(*entity));
    }
    return arns;
  });
}

}  // namespace lightwell::iam
