#include "app/ports/known_keys.h"

namespace lightwell::app {

Task<Result<std::optional<gate::AccessKey>>> KnownKeys::find(std::string_view access_key_id,
                                                             std::string_view session_token) const {
  CO_TRY(auto declared, co_await declared_.find(access_key_id, session_token));
  if (declared) co_return declared;
  CO_TRY(const auto owner, co_await iam_.key_owner(std::string(access_key_id)));
  if (!owner) co_return std::nullopt;
  co_return gate::AccessKey{.id = owner->access_key_id, .secret = owner->secret, .principal = owner->principal};
}

}  // namespace lightwell::app
