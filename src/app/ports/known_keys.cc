#include "app/ports/known_keys.h"

#include "gate/errors.h"

namespace lightwell::app {

Task<Result<std::optional<gate::AccessKey>>> KnownKeys::find(std::string_view access_key_id,
                                                             std::string_view session_token) const {
  CO_TRY(auto declared, co_await declared_.find(access_key_id, session_token));
  if (declared) co_return declared;
  if (access_key_id.starts_with("ASIA")) co_return co_await find_session(access_key_id, session_token);
  CO_TRY(const auto owner, co_await iam_.key_owner(std::string(access_key_id)));
  if (!owner) co_return std::nullopt;
  co_return gate::AccessKey{.id = owner->access_key_id, .secret = owner->secret, .principal = owner->principal};
}

Task<Result<std::optional<gate::AccessKey>>> KnownKeys::find_session(std::string_view access_key_id,
                                                                     std::string_view session_token) const {
  if (session_token.empty()) co_return std::nullopt;
  std::string id(access_key_id), token(session_token);
  CO_TRY(auto grant, co_await sts_.find(id, token));
  if (!grant) co_return fail(gate::errors::invalid_token);
  const Timestamp ends_at = grant->principal.session->expires_at;
  co_return gate::AccessKey{.id = std::move(id),
                            .secret = std::move(grant->secret),
                            .principal = std::move(grant->principal),
                            .session_token = std::move(token),
                            .expires_at = ends_at};
}

}  // namespace lightwell::app
