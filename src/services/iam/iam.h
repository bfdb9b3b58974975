// IAM, embedded: who there is in an account, how they prove it, and what they may do. One operation lives in one file
// of its name.
//
// IAM is global: everything belongs to an account, whatever region the caller names. What doors ask for at each request
// (whose key is this, what may they do) is kept in memory and dropped before a change is answered.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/iam/handlers.h"
#include "base/ids.h"
#include "base/seal.h"
#include "run/pool.h"
#include "services/iam/errors.h"
#include "services/iam/key_owner.h"
#include "services/iam/key_owners.h"
#include "services/iam/last_uses.h"
#include "services/iam/user.h"
#include "store/sql/database.h"

namespace lightwell::iam {

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
struct Options {
  size_t users_max = 5000;  // of an account
  size_t groups_max = 300;  // of an account
  size_t groups_of_user_max = 10;
  size_t keys_of_user_max = 2;
  size_t devices_of_user_max = 8;
  size_t ssh_keys_of_user_max = 5;
  size_t certificates_of_user_max = 2;
  size_t kept_owners_max = 100'000;
  size_t waiting_uses_max = 100'000;
};

class IamService final : public api::iam::Iam {
 public:
  // Everything given must outlive the service and its last task. `seal`: for secrets at rest. `hashing`: for passwords,
  // tens of milliseconds each.
  IamService(store::Database& database, const Seal& seal, Pool& hashing, Ids& ids, Options options = {});

  // Brings the tables up to date. Blocks; before anything else.
  Result<void> migrate();
  // Writes when keys and roles were last used. To be called from time to time, and once after the last request.
  Task<Result<void>> sweep();
  // Empties everything. For --testing alone.
  Task<Result<void>> reset();

  // For doors. Nothing for a key that is unknown or inactive.
  Task<Result<std::optional<KeyOwner>>> key_owner(std::string access_key_id);
  // A request was signed with the key, or with the session of the role. Never waits.
  void note_use(std::string_view id, std::string_view service, std::string_view region, Timestamp at) {
    uses_.note(id, service, region, at);
  }
  // The ARN that a user or group really has, its path with it: what arn:aws:iam::ACCOUNT:user/NAME leaves out.
  // Answers the ARN itself where there is no such entity.
  Task<Result<std::string>> real_arn(std::string arn);

#define OPERATION(method, Input, Output) \
  Task<Result<api::iam::Output>> method(const Call& call, api::iam::Input& request) override
  // People: users, groups, their credentials, the account.
  OPERATION(create_user, CreateUserRequest, CreateUserResponse);
  OPERATION(delete_user, DeleteUserRequest, DeleteUserOutput);
  OPERATION(get_user, GetUserRequest, GetUserResponse);
  OPERATION(list_users, ListUsersRequest, ListUsersResponse);
  OPERATION(update_user, UpdateUserRequest, UpdateUserOutput);

  // Permissions: policies, roles, instance profiles, providers.
#undef OPERATION

 private:
  // Errors of the stores in Amazon's words.
  template <class Work>
  auto read(Work work) -> Task<std::invoke_result_t<Work&, store::Reader&>> {
    auto outcome = co_await database_.read(std::move(work));
    if (!outcome) co_return fail(in_amazons_words(std::move(outcome).error()));
    co_return outcome;
  }
  template <class Work>
  auto write(Work work) -> Task<std::invoke_result_t<Work&, store::Transaction&>> {
    auto outcome = co_await database_.write(std::move(work));
    if (!outcome) co_return fail(in_amazons_words(std::move(outcome).error()));
    co_return outcome;
  }
  // To be called by whatever changes who somebody is or what they may do: drops what doors were told, after the commit
  // and before the answer.
  void changed(store::Transaction& transaction, const std::string& account);

  store::Database& database_;
  const Seal& seal_;
  Pool& hashing_;
  Ids& ids_;
  const Options options_;
  KeyOwners owners_;
  LastUses uses_;
};

}  // namespace lightwell::iam
