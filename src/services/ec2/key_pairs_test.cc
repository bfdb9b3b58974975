#include <doctest/doctest.h>

#include "run/spawn.h"
#include "services/ec2/ec2.h"
#include "services/ec2/key_pair_rules.h"
#include "store/sql/sqlite.h"

namespace lightwell::ec2 {
namespace {

using namespace api::ec2;

constexpr const char* kPublicKey =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDZs7cVMSJqhmJPfxL2phDiratXIFK6tt0D5HBCqeTYU me@home";

struct KeyPairs {
  KeyPairs() {
    auto opened = store::open_sqlite({});
    REQUIRE(opened);
    database = *std::move(opened);
    service = std::make_unique<Ec2Service>(*database, pool, ids);
    REQUIRE(service->migrate());
  }
  Call call() const {
    return {.principal = {.account = account}, .account = account, .region = region, .now = clock.now()};
  }
  Result<api::ec2::KeyPair> create(CreateKeyPairRequest request) {
    const Call as = call();
    return sync_wait(service->create_key_pair(as, request));
  }
  Result<api::ec2::KeyPair> create(std::string name) {
    return create(CreateKeyPairRequest{.key_name = std::move(name), .key_type = "ed25519"});
  }
  Result<ImportKeyPairResult> import(std::string name, std::string material = kPublicKey) {
    const Call as = call();
    ImportKeyPairRequest request = {.key_name = std::move(name), .public_key_material = std::move(material)};
    return sync_wait(service->import_key_pair(as, request));
  }
  Result<DescribeKeyPairsResult> describe(DescribeKeyPairsRequest request = {}) {
    const Call as = call();
    return sync_wait(service->describe_key_pairs(as, request));
  }
  std::vector<std::string> names(DescribeKeyPairsRequest request = {}) {
    const auto told = describe(std::move(request));
    REQUIRE(told);
    std::vector<std::string> all;
    for (const KeyPairInfo& info : *told->key_pairs) all.push_back(*info.key_name);
    return all;
  }
  std::vector<std::string> filtered(std::string name, std::vector<std::string> values) {
    return names({.filters = std::vector<Filter>{{.name = std::move(name), .values = std::move(values)}}});
  }
  Result<DeleteKeyPairResult> remove(std::optional<std::string> name, std::optional<std::string> id = {}) {
    const Call as = call();
    DeleteKeyPairRequest request = {.key_name = std::move(name), .key_pair_id = std::move(id)};
    return sync_wait(service->delete_key_pair(as, request));
  }
  static std::vector<TagSpecification> tagged(std::string key, std::string value, std::string type = "key-pair") {
    return {{.resource_type = std::move(type), .tags = std::vector<api::ec2::Tag>{{.key = key, .value = value}}}};
  }

  std::string account = "111111111111", region = "us-east-1";
  FakeClock clock;
  RandomIds ids;
  Pool pool{"ec2 test", 1, 16};
  std::unique_ptr<store::Database> database;
  std::unique_ptr<Ec2Service> service;
};

// CHECK that a result is the given error.
#define CHECK_ERROR(result, row)                          \
  do {                                                    \
    const auto& checked_error_ = (result);                \
    REQUIRE_FALSE(checked_error_);                        \
    CHECK(checked_error_.error().kind->code == row.code); \
  } while (false)

}  // namespace

TEST_CASE_FIXTURE(KeyPairs, "a pair is made once under a name, in its region") {
  const auto made = create("mine");
  REQUIRE(made);
  CHECK(made->key_pair_id->starts_with("key-"));
  CHECK(made->key_pair_id->size() == 21);
  CHECK(made->key_material->contains("OPENSSH PRIVATE KEY"));
  const auto again = create("mine");
  CHECK_ERROR(again, errors::invalid_key_pair_duplicate);
  CHECK(again.error().message == "The keypair already exists");
  CHECK_ERROR(import("mine"), errors::invalid_key_pair_duplicate);
  CHECK(names() == std::vector<std::string>{"mine"});
  region = "eu-central-1";
  CHECK(names().empty());
  CHECK(create("mine"));
  account = "222222222222";
  CHECK(names().empty());
}

TEST_CASE_FIXTURE(KeyPairs, "a pair is told of with its public key where that is asked for") {
  REQUIRE(import("theirs"));
  CHECK_FALSE(describe()->key_pairs->front().public_key);
  const auto told = describe({.include_public_key = true});
  const KeyPairInfo& info = told->key_pairs->front();
  CHECK(
      info.public_key->starts_with("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDZs7cVMSJqhmJPfxL2phDiratXIFK6tt0D5HBCqeTYU"));
  CHECK(info.key_fingerprint == "MWrqVzy5+pTihGFwR1mExth41bq8xCc6tZVbD1mcvcE=");
  CHECK(info.key_type == "ed25519");
  CHECK(info.create_time == clock.now());
}

TEST_CASE_FIXTURE(KeyPairs, "named pairs must be there; filters leave out") {
  const auto first =
      create({.key_name = "web-one", .key_type = "ed25519", .tag_specifications = tagged("team", "lab")});
  REQUIRE(first);
  REQUIRE(create("web-two"));
  const auto missing = describe({.key_names = std::vector<std::string>{"web-one", "nobody"}});
  CHECK_ERROR(missing, errors::invalid_key_pair_not_found);
  CHECK(missing.error().message == "The key pair 'nobody' does not exist");
  CHECK(describe({.key_pair_ids = std::vector<std::string>{"key-0"}}).error().message ==
        "The key pair ID 'key-0' does not exist");
  const std::vector<std::string> one = {"web-one"}, both = {"web-one", "web-two"};
  CHECK(names({.key_names = one}) == one);
  CHECK(names({.key_pair_ids = std::vector<std::string>{*first->key_pair_id}}) == one);
  CHECK(filtered("key-name", {"web-*"}) == both);
  CHECK(filtered("key-name", {"web-?ne", "none"}) == one);
  CHECK(filtered("key-name", {"web-\\*"}).empty());
  CHECK(filtered("tag:team", {"lab"}) == one);
  CHECK(filtered("tag:Team", {"lab"}).empty());
  CHECK(filtered("tag-key", {"team"}) == one);
  CHECK(filtered("key-pair-id", {*first->key_pair_id}) == one);
  CHECK(filtered("fingerprint", {*first->key_fingerprint}) == one);
  const auto unknown =
      describe({.filters = std::vector<Filter>{{.name = "colour", .values = std::vector<std::string>{"red"}}}});
  CHECK_ERROR(unknown, errors::invalid_parameter_value);
  CHECK(unknown.error().message == "The filter 'colour' is invalid");
  CHECK_ERROR(describe({.filters = std::vector<Filter>{{.name = "key-name"}}}), errors::invalid_parameter_value);
}

TEST_CASE_FIXTURE(KeyPairs, "a pair is deleted by its name or its id; one that is not there is no error") {
  const auto made = create("mine");
  CHECK(remove("nobody")->return_ == true);
  CHECK_FALSE(remove("nobody")->key_pair_id);
  CHECK(remove("mine")->key_pair_id == made->key_pair_id);
  const auto second = create("mine");
  CHECK(remove(std::nullopt, second->key_pair_id)->key_pair_id == second->key_pair_id);
  CHECK(names().empty());
  CHECK_ERROR(remove(std::nullopt), errors::missing_parameter);
  CHECK_ERROR(remove("mine", "key-1"), errors::invalid_parameter_combination);
}

TEST_CASE_FIXTURE(KeyPairs, "names, types, tags and keys that EC2 does not take change nothing") {
  CHECK_ERROR(create(""), errors::missing_parameter);
  CHECK_ERROR(create(std::string(256, 'x')), errors::invalid_parameter_value);
  CHECK_ERROR(create("schlüssel"), errors::invalid_parameter_value);
  CHECK_ERROR(create("a\nb"), errors::invalid_parameter_value);
  CHECK_ERROR(create({.key_name = "k", .key_type = "dsa"}), errors::invalid_parameter_value);
  CHECK_ERROR(create({.key_name = "k", .key_format = "der"}), errors::invalid_parameter_value);
  CHECK_ERROR(create({.key_name = "k", .tag_specifications = tagged("a", "b", "instance")}),
              errors::invalid_parameter_value);
  CHECK_ERROR(create({.key_name = "k", .tag_specifications = tagged("aws:a", "b")}), errors::invalid_parameter_value);
  CHECK_ERROR(create({.key_name = "k", .tag_specifications = tagged("", "b")}), errors::invalid_parameter_value);
  const auto odd = import("k", "ssh-dss AAAA");
  CHECK_ERROR(odd, errors::invalid_key_format);
  CHECK(odd.error().message == "Key is not in valid OpenSSH public key format");
  const auto dry = create({.key_name = "k", .dry_run = true});
  CHECK_ERROR(dry, errors::dry_run_operation);
  CHECK(dry.error().message == "Request would have succeeded, but DryRun flag is set.");
  CHECK(names().empty());
}

}  // namespace lightwell::ec2
