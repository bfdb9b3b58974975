// DecodeAuthorizationMessage opens what a denied EC2 call carried. It opens in the account that was denied alone.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html

#include "services/sts/authorization_message.h"
#include "services/sts/sts.h"

namespace lightwell::sts {

Task<Result<api::sts::DecodeAuthorizationMessageResponse>> StsService::decode_authorization_message(
    const Call& call, api::sts::DecodeAuthorizationMessageRequest& request) {
  auto message = open_message(keys_, call.principal.account, request.encoded_message);
  if (!message) co_return fail(errors::invalid_authorization_message_exception);
  co_return api::sts::DecodeAuthorizationMessageResponse{.decoded_message = std::move(*message)};
}

}  // namespace lightwell::sts
