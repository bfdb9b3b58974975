#include "gate/credentials.h"

namespace lightwell::gate {

void DeclaredKeys::add(AccessKey key) {
  key.principal.access_key_id = key.id;
  keys_.insert_or_assign(key.id, std::move(key));
}

Task<Result<std::optional<AccessKey>>> DeclaredKeys::find(std::string_view access_key_id,
                                                          std::string_view /*session_token*/) const {
  const auto found = keys_.find(access_key_id);
  if (found == keys_.end()) co_return std::nullopt;
  co_return found->second;
}

}  // namespace lightwell::gate
