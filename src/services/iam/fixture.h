// What IAM's tests stand on: the real service over SQLite in memory, a clock that stands still, and callers.

#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "run/loop.h"
#include "run/pool.h"
#include "run/spawn.h"
#include "services/iam/iam.h"
#include "store/sql/sqlite.h"

namespace lightwell::iam {

inline constexpr const char* kAlice = "111111111111";
inline constexpr const char* kBob = "222222222222";

class IamFixture {
 public:
  IamFixture() {
    auto opened = store::open_sqlite({});
    REQUIRE(opened);
    database = *std::move(opened);
    start();
  }

  // A new service over the same rows, as after a restart.
  void start() {
    service.reset();
    service = std::make_unique<IamService>(*database, seal, pool, ids, options);
    REQUIRE(service->migrate());
  }

  Call call(const char* account = kAlice) const {
    return {.principal = {.account = account, .arn = "arn:aws:iam::" + std::string(account) + ":root", .id = account},
            .account = account,
            .now = clock.now()};
  }
  // The call of a user that there is.
  Call call_of(const std::string& name) {
    const auto user = get_user(name);
    Call as = call();
    as.principal = {
        .account = kAlice, .arn = *user.arn, .kind = PrincipalKind::user, .id = *user.user_id, .name = *user.user_name};
    return as;
  }
  template <class T>
  T wait_for(Task<T> task) {
    return sync_wait(loop, std::move(task));
  }
  template <class Request, class Output>
  Result<Output> run(Task<Result<Output>> (IamService::*operation)(const Call&, Request&), Request request,
                     const char* account = kAlice) {
    return run_as(call(account), operation, std::move(request));
  }
  template <class Request, class Output>
  Result<Output> run_as(const Call& as, Task<Result<Output>> (IamService::*operation)(const Call&, Request&),
                        Request request) {
    return wait_for((service.get()->*operation)(as, request));
  }

  void given_user(const std::string& name, const char* account = kAlice) {
    api::iam::CreateUserRequest request;
    request.user_name = name;
    REQUIRE(run(&IamService::create_user, std::move(request), account));
  }
  void given_group(const std::string& name) {
    api::iam::CreateGroupRequest request;
    request.group_name = name;
    REQUIRE(run(&IamService::create_group, std::move(request)));
  }
  void given_member(const std::string& user, const std::string& group) {
    api::iam::AddUserToGroupRequest request;
    request.user_name = user;
    request.group_name = group;
    REQUIRE(run(&IamService::add_user_to_group, std::move(request)));
  }
  api::iam::AccessKey given_key(const std::string& user) {
    api::iam::CreateAccessKeyRequest request;
    request.user_name = user;
    auto made = run(&IamService::create_access_key, std::move(request));
    REQUIRE(made);
    return *made->access_key;
  }
  api::iam::User get_user(const std::string& name) {
    api::iam::GetUserRequest request;
    request.user_name = name;
    auto got = run(&IamService::get_user, std::move(request));
    REQUIRE(got);
    return *got->user;
  }
  std::shared_ptr<const KeyOwner> owner_of(const std::string& access_key_id) {
    auto owner = wait_for(service->key_owner(access_key_id));
    REQUIRE(owner);
    return *owner;
  }

  FakeClock clock;
  RandomIds ids;
  const Seal seal{Seal::Key{std::byte{7}}};
  Pool pool{"iam test", 1, 64};
  Loop loop{"test"};
  std::unique_ptr<store::Database> database;
  Options options;
  std::unique_ptr<IamService> service;
};

// CHECK that a result is the given error, in these words.
#define CHECK_REFUSED(result, row, words)                 \
  do {                                                    \
    const auto& checked_error_ = (result);                \
    REQUIRE_FALSE(checked_error_);                        \
    CHECK(checked_error_.error().kind->code == row.code); \
    CHECK(checked_error_.error().message == words);       \
  } while (false)

}  // namespace lightwell::iam
