// What STS's tests stand on: the real service over SQLite in memory, roles and users that a test describes, and an
// identity provider whose documents it writes.

#pragma once

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "run/spawn.h"
#include "services/sts/sts.h"
#include "store/sql/sqlite.h"

namespace lightwell::sts {

inline constexpr const char* kAccount = "111111111111";

class DescribedPeople final : public Identities {
 public:
  Task<Result<std::optional<Role>>> role(const std::string& account, const std::string& name) override {
    const auto found = roles.find(account + "/" + name);
    if (found == roles.end()) co_return std::nullopt;
    co_return found->second;
  }
  Task<Result<std::optional<OpenIdProvider>>> provider(const std::string& account, const std::string& host) override {
    const auto found = providers.find(account + "/" + host);
    if (found == providers.end()) co_return std::nullopt;
    co_return found->second;
  }
  Task<Result<bool>> exists(const std::string&, const Origin& origin) override {
    co_return !gone.contains(origin.id) && !gone.contains(origin.access_key_id);
  }
  Task<Result<bool>> has_policy(const std::string&, const std::string& arn) override {
    co_return arn != "arn:aws:iam::aws:policy/Nothing";
  }
  Task<Result<std::optional<std::string>>> account_of_key(const std::string& id) override {
    if (id == "test") co_return "222222222222";
    co_return std::nullopt;
  }
  Task<Result<bool>> is_code_right(const Principal&, const std::string& serial, const std::string& code,
                                   Timestamp) override {
    co_return serial == "arn:aws:iam::111111111111:mfa/ann" && code == "123456";
  }

  std::map<std::string, Role> roles;
  std::map<std::string, OpenIdProvider> providers;
  std::set<std::string> gone = {};
};

class DescribedJudge final : public Judge {
 public:
  Task<Result<Ruling>> judge(const Call& call, Wish wish) override {
    asked.push_back({wish.action, call.principal, wish.keys});
    co_return Ruling{.is_allowed = !denied.contains(wish.action)};
  }
  struct Asked {
    std::string action;
    Principal principal;
    std::vector<std::pair<std::string, std::string>> keys;

    bool says(const std::string& key, const std::string& value) const {
      return std::find(keys.begin(), keys.end(), std::pair(key, value)) != keys.end();
    }
  };
  std::set<std::string> denied;
  std::vector<Asked> asked;
};

class DescribedWeb final : public Fetcher {
 public:
  Task<Result<std::string>> get(const std::string& url, const std::vector<std::string>& thumbprints) override {
    fetched.push_back(url);
    vouched_by = thumbprints;
    if (held) co_await *held;
    const auto found = documents.find(url);
    if (found == documents.end()) co_return fail(lightwell::errors::not_found);
    co_return found->second;
  }
  std::map<std::string, std::string> documents;
  std::vector<std::string> fetched;
  std::vector<std::string> vouched_by;       // the thumbprints of the last time
  std::optional<Completion<int>> held = {};  // whoever asks waits for it; one at a time
};

class StsFixture {
 public:
  StsFixture() {
    auto opened = store::open_sqlite({});
    REQUIRE(opened);
    database = *std::move(opened);
    start();
    given_role("reader");
  }

  // A new service over the same rows, as after a restart.
  void start(Options options = {}) {
    service = std::make_unique<StsService>(*database, seal, people, judge, web, ids, options);
    REQUIRE(service->open(clock.now()));
  }
  Role& given_role(const std::string& name, const std::string& account = kAccount) {
    Role role = {.account = account,
                 .name = name,
                 .arn = "arn:aws:iam::" + account + ":role/team/" + name,
                 .id = "AROA" + name,
                 .trust_policy = "{}"};
    return people.roles[account + "/" + name] = role;
  }
  Principal ann() const {
    return {.account = kAccount,
            .arn = "arn:aws:iam::111111111111:user/ann",
            .access_key_id = "AKIAANN",
            .kind = PrincipalKind::user,
            .id = "AIDAANN",
            .name = "ann"};
  }
  static Principal root() {
    return {.account = kAccount, .arn = "arn:aws:iam::111111111111:root", .access_key_id = "AKIAROOT"};
  }
  Call call_as(Principal principal) const {
    Call call;
    call.account = principal.account;
    call.principal = std::move(principal);
    call.now = clock.now();
    return call;
  }
  template <class Request, class Output>
  Result<Output> run(Task<Result<Output>> (StsService::*operation)(const Call&, Request&), Request request,
                     Principal as) {
    const Call call = call_as(std::move(as));
    return sync_wait((service.get()->*operation)(call, request));
  }
  api::sts::AssumeRoleRequest to_assume(const std::string& name = "reader") {
    return {.role_arn = "arn:aws:iam::111111111111:role/team/" + name, .role_session_name = "working"};
  }
  Result<api::sts::AssumeRoleResponse> assume(api::sts::AssumeRoleRequest request, Principal as) {
    return run(&StsService::assume_role, std::move(request), std::move(as));
  }
  // Whom the credentials speak for; nothing where they speak for nobody.
  std::optional<Grant> behind(const api::sts::Credentials& credentials) {
    auto found = sync_wait(service->find(*credentials.access_key_id, *credentials.session_token));
    REQUIRE(found);
    return *std::move(found);
  }

  FakeClock clock;
  RandomIds ids;
  Seal seal{Seal::Key{std::byte{7}}};
  std::unique_ptr<store::Database> database;
  DescribedPeople people;
  DescribedJudge judge;
  DescribedWeb web;
  std::unique_ptr<StsService> service;
};

// CHECK that a result is the given error.
#define CHECK_ERROR(result, row)                          \
  do {                                                    \
    const auto& checked_error_ = (result);                \
    REQUIRE_FALSE(checked_error_);                        \
    CHECK(checked_error_.error().kind->code == row.code); \
    CHECK(checked_error_.error().kind == &row);           \
  } while (false)

}  // namespace lightwell::sts
