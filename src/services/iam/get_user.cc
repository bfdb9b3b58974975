// GetUser tells of a user; without a name of the caller.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html

#include "services/iam/account_store.h"
#include "services/iam/caller.h"
#include "services/iam/iam.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::GetUserResponse>> IamService::get_user(const Call& call, api::iam::GetUserRequest& request) {
  CO_TRY(const Subject subject,
         co_await read([&](store::Reader& reader) { return subject_of(reader, call, request.user_name); }));
  api::iam::GetUserResponse response;
  if (subject.user) {
    const User& user = *subject.user;
    response.user = shown(user);
    response.user->permissions_boundary = shown_boundary(user.permissions_boundary);
    CO_TRY(auto tags, co_await read([&](store::Reader& reader) { return tags_of(reader, user.id); }));
    if (!tags.empty()) response.user->tags = std::move(tags);
    co_return response;
  }
  CO_TRY(const Timestamp created, co_await write([&](store::Transaction& transaction) {
           return account_created(transaction, call.account, call.now);
         }));
  response.user.emplace();
  response.user->user_id = call.account;
  response.user->arn = "arn:aws:iam::" + call.account + ":root";
  response.user->create_date = created;
  co_return response;
}

}  // namespace lightwell::iam
