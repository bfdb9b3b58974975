#include "services/s3/fixture.h"

#include <algorithm>

namespace lightwell::s3 {
namespace {

const std::vector<std::string> kKeys = {"a", "b/1", "b/2", "b/x/1", "c", "d e", "d+e", "ü/1", "日本", "\U0001f304"};

struct Listing : S3Fixture {
  Listing() {
    given_bucket();
    for (const std::string& key : kKeys) REQUIRE(put(key, key));
  }
  api::s3::ListObjectsV2Request a_request() {
    api::s3::ListObjectsV2Request request;
    request.bucket = "photos";
    return request;
  }
  Result<api::s3::ListObjectsV2Output> list(api::s3::ListObjectsV2Request request) {
    return run(&S3Service::list_objects_v2, request);
  }
};

std::vector<std::string> keys_of(const api::s3::ListObjectsV2Output& output) {
  std::vector<std::string> keys;
  for (const auto& object : output.contents.value_or(std::vector<api::s3::Object>{})) keys.push_back(*object.key);
  return keys;
}
std::vector<std::string> prefixes_of(const api::s3::ListObjectsV2Output& output) {
  std::vector<std::string> prefixes;
  for (const auto& each : output.common_prefixes.value_or(std::vector<api::s3::CommonPrefix>{})) {
    prefixes.push_back(*each.prefix);
  }
  return prefixes;
}
using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Listing, "keys come in the order of their bytes with what is known of them") {
  const auto listed = list(a_request());
  REQUIRE(listed);
  Strings sorted = kKeys;
  std::sort(sorted.begin(), sorted.end());
  CHECK(keys_of(*listed) == sorted);
  CHECK(listed->key_count == int32_t(kKeys.size()));
  CHECK(listed->is_truncated == false);
  const api::s3::Object& first = listed->contents->front();
  CHECK(first.size == 1);
  CHECK(first.e_tag == '"' + md5_hex("a") + '"');
  CHECK(first.storage_class == "STANDARD");
  CHECK(first.last_modified == whole_seconds(clock.now()));
  CHECK(first.checksum_algorithm == Strings{"CRC64NVME"});
  CHECK_FALSE(first.owner);
}

TEST_CASE_FIXTURE(Listing, "a delimiter folds keys into prefixes below the prefix") {
  auto request = a_request();
  request.delimiter = "/";
  CHECK(prefixes_of(*list(request)) == Strings{"b/", "ü/"});
  CHECK(keys_of(*list(request)) == Strings{"a", "c", "d e", "d+e", "日本", "\U0001f304"});
  request.prefix = "b/";
  CHECK(keys_of(*list(request)) == Strings{"b/1", "b/2"});
  CHECK(prefixes_of(*list(request)) == Strings{"b/x/"});
  request.prefix = "b";
  CHECK(prefixes_of(*list(request)) == Strings{"b/"});
  request.prefix = "nothing";
  CHECK(list(request)->key_count == 0);
}

TEST_CASE_FIXTURE(Listing, "pages of every size miss nothing and repeat nothing") {
  for (const char* delimiter : {"", "/"}) {
    for (int32_t size = 1; size <= 11; ++size) {
      auto request = a_request();
      request.delimiter = delimiter;
      request.max_keys = size;
      Strings keys;
      Strings prefixes;
      for (int page = 0; page < 20; ++page) {
        const auto listed = list(request);
        REQUIRE(listed);
        CHECK(*listed->key_count <= size);
        for (const auto& key : keys_of(*listed)) keys.push_back(key);
        for (const auto& prefix : prefixes_of(*listed)) prefixes.push_back(prefix);
        if (!*listed->is_truncated) break;
        REQUIRE(*listed->key_count == size);
        request.continuation_token = listed->next_continuation_token;
      }
      CHECK(keys.size() + prefixes.size() == (*delimiter == 0 ? 10 : 8));
      CHECK(std::is_sorted(keys.begin(), keys.end()));
      CHECK(prefixes == (*delimiter == 0 ? Strings{} : Strings{"b/", "ü/"}));
    }
  }
}

TEST_CASE_FIXTURE(Listing, "a page that ends exactly at the last key is not truncated") {
  auto request = a_request();
  request.max_keys = int32_t(kKeys.size());
  CHECK(list(request)->is_truncated == false);
  request.prefix = "b/";
  request.max_keys = 3;
  CHECK(list(request)->is_truncated == false);
  request.max_keys = 2;
  CHECK(list(request)->is_truncated == true);
}

TEST_CASE_FIXTURE(Listing, "a listing can start behind a key and tell the owner") {
  auto request = a_request();
  request.start_after = "c";
  request.max_keys = 1;
  request.fetch_owner = true;
  const auto listed = list(request);
  CHECK(keys_of(*listed) == Strings{"d e"});
  CHECK(listed->start_after == "c");
  CHECK(listed->contents->front().owner->id->size() == 64);
}

TEST_CASE_FIXTURE(Listing, "no keys asked, none given; nonsense is refused") {
  auto request = a_request();
  request.max_keys = 0;
  CHECK(list(request)->key_count == 0);
  CHECK(list(request)->is_truncated == false);
  request.max_keys = -1;
  CHECK_ERROR(list(request), errors::invalid_argument);
  request.max_keys = std::nullopt;
  request.continuation_token = "no token of ours!";
  CHECK_ERROR(list(request), errors::invalid_argument);
  request = a_request();
  request.encoding_type = "hex";
  CHECK_ERROR(list(request), errors::invalid_argument);
  request.encoding_type = "url";
  CHECK(list(request)->encoding_type == "url");
  request.bucket = "nowhere";
  CHECK_ERROR(list(request), errors::no_such_bucket);
}

TEST_CASE_FIXTURE(S3Fixture, "a prefix of thousands of keys is passed in one step") {
  given_bucket();
  for (int i = 0; i < 3000; ++i) REQUIRE(put("day/" + std::to_string(i), ""));
  REQUIRE(put("zoo", ""));
  api::s3::ListObjectsV2Request request;
  request.bucket = "photos";
  request.delimiter = "/";
  const auto listed = run(&S3Service::list_objects_v2, request);
  CHECK(prefixes_of(*listed) == Strings{"day/"});
  CHECK(keys_of(*listed) == Strings{"zoo"});
  request.delimiter = std::nullopt;
  CHECK(run(&S3Service::list_objects_v2, request)->key_count == 1000);
}

}  // namespace lightwell::s3
