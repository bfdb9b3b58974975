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
  Result<CreateTagsOutput> tag(std::vector<std::string> pairs, std::vector<api::ec2::Tag> tags, bool is_dry = false) {
    const Call as = call();
    CreateTagsRequest request = {.dry_run = is_dry, .resources = std::move(pairs), .tags = std::move(tags)};
    return sync_wait(service->create_tags(as, request));
  }
  Result<DeleteTagsOutput> untag(std::vector<std::string> pairs, std::optional<std::vector<api::ec2::Tag>> tags = {}) {
    const Call as = call();
    DeleteTagsRequest request = {.resources = std::move(pairs), .tags = std::move(tags)};
    return sync_wait(service->delete_tags(as, request));
  }
  Result<DescribeTagsResult> describe_tags(DescribeTagsRequest request = {}) {
    const Call as = call();
    return sync_wait(service->describe_tags(as, request));
  }
  // "key=value" of every tag the filter lets through.
  std::vector<std::string> tags_where(std::string name, std::vector<std::string> values) {
    const auto told = describe_tags({.filters = std::vector<Filter>{{.name = std::move(name), .values = values}}});
    REQUIRE(told);
    std::vector<std::string> all;
    for (const TagDescription& one : *told->tags) all.push_back(*one.key + "=" + *one.value);
    return all;
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

TEST_CASE_FIXTURE(KeyPairs, "tags are put, changed and taken off") {
  const std::string one = *create("one")->key_pair_id, two = *create("two")->key_pair_id;
  REQUIRE(tag({one, two}, {{.key = "team", .value = "lab"}, {.key = "level", .value = "1"}}));
  REQUIRE(tag({two}, {{.key = "level", .value = "2"}}));
  CHECK(tags_where("resource-id", {one}) == std::vector<std::string>{"level=1", "team=lab"});
  CHECK(tags_where("resource-id", {two}) == std::vector<std::string>{"level=2", "team=lab"});
  CHECK(tags_where("tag:level", {"2"}) == std::vector<std::string>{"level=2"});
  CHECK(tags_where("value", {"l?b"}).size() == 2);
  CHECK(tags_where("key", {"lev*"}).size() == 2);
  CHECK(tags_where("resource-type", {"key-pair"}).size() == 4);
  CHECK(tags_where("resource-type", {"instance"}).empty());
  CHECK(filtered("tag:level", {"2"}) == std::vector<std::string>{"two"});

  REQUIRE(untag({one, two}, {{{.key = "level", .value = "2"}}}));
  CHECK(tags_where("key", {"level"}) == std::vector<std::string>{"level=1"});
  REQUIRE(untag({one}, {{{.key = "level"}}}));
  CHECK(tags_where("key", {"level"}).empty());
  REQUIRE(untag({one, two}));
  CHECK(describe_tags()->tags->empty());
}

TEST_CASE_FIXTURE(KeyPairs, "tags are told of in pages") {
  std::vector<api::ec2::Tag> twelve;
  for (char letter = 'a'; letter < 'a' + 12; ++letter) twelve.push_back({.key = std::string(1, letter), .value = "v"});
  REQUIRE(tag({*create("one")->key_pair_id}, twelve));
  std::string keys;
  std::optional<std::string> token;
  int pages = 0;
  do {
    const auto page = describe_tags({.max_results = 5, .next_token = token});
    REQUIRE(page);
    for (const TagDescription& each : *page->tags) keys += *each.key;
    token = page->next_token;
    ++pages;
  } while (token);
  CHECK(keys == "abcdefghijkl");
  CHECK(pages == 3);
  CHECK_ERROR(describe_tags({.max_results = 4}), errors::invalid_parameter_value);
  CHECK_ERROR(describe_tags({.next_token = "nonsense"}), errors::invalid_next_token);
  CHECK_ERROR(describe_tags({.filters = std::vector<Filter>{{.name = "colour", .values = {{"red"}}}}}),
              errors::invalid_parameter_value);
}

TEST_CASE_FIXTURE(KeyPairs, "tags that cannot be put change nothing") {
  const std::string mine = *create("mine")->key_pair_id;
  CHECK_ERROR(tag({mine, "key-00000000000000000"}, {{.key = "a", .value = "b"}}), errors::invalid_key_pair_not_found);
  CHECK_ERROR(tag({mine, "i-0123456789abcdef0"}, {{.key = "a", .value = "b"}}), errors::invalid_id);
  CHECK_ERROR(tag({}, {{.key = "a", .value = "b"}}), errors::missing_parameter);
  CHECK_ERROR(tag({mine}, {}), errors::missing_parameter);
  CHECK_ERROR(tag({mine}, {{.key = "aws:a", .value = "b"}}), errors::invalid_parameter_value);
  CHECK_ERROR(tag({mine}, {{.key = "a", .value = "b"}, {.key = "a", .value = "c"}}), errors::invalid_parameter_value);
  CHECK_ERROR(tag({mine}, {{.key = "a", .value = "b"}}, true), errors::dry_run_operation);
  std::vector<api::ec2::Tag> fifty;
  for (int i = 0; i < 50; ++i) fifty.push_back({.key = std::to_string(i), .value = "v"});
  CHECK(describe_tags()->tags->empty());
  REQUIRE(tag({mine}, fifty));
  CHECK_ERROR(tag({mine}, {{.key = "a", .value = "b"}}), errors::tag_limit_exceeded);
  CHECK(describe_tags()->tags->size() == 50);
  region = "eu-central-1";
  CHECK_ERROR(tag({mine}, {{.key = "a", .value = "b"}}), errors::invalid_key_pair_not_found);
  CHECK_ERROR(untag({mine}), errors::invalid_key_pair_not_found);
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
