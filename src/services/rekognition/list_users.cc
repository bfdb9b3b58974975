// ListUsers lists the users of a collection by age.
// https://docs.aws.amazon.com/rekognition/latest/APIReference/API_ListUsers.html

#include "services/rekognition/collection_rules.h"
#include "services/rekognition/collection_store.h"
#include "services/rekognition/rekognition.h"

namespace lightwell::rekognition {
namespace {
constexpr size_t kPageMax = 500;
}

Task<Result<api::rekognition::ListUsersResponse>> RekognitionService::list_users(
    const Call& call, api::rekognition::ListUsersRequest& request) {
  const std::string list = "users of " + call.account + " in " + call.region + ": " + request.collection_id;
  CO_TRY(const int64_t behind, read_token(list, request.next_token));
  const size_t max = page_size(request.max_results, kPageMax);

  CO_TRY(auto found, co_await read([&](store::Reader& reader) -> Result<std::vector<User>> {
           TRY(const Collection collection, open_collection(reader, call, request.collection_id));
           return rekognition::list_users(reader, collection.id, behind, max + 1);
         }));

  api::rekognition::ListUsersResponse response;
  if (found.size() > max) {
    found.resize(max);
    response.next_token = make_token(list, found.back().id);
  }
  auto& users = response.users.emplace();
  for (const User& user : found) {
    auto& shown = users.emplace_back();
    shown.user_id = user.user_id;
    shown.user_status = user.status();
  }
  co_return response;
}

}  // namespace lightwell::rekognition
