#include "services/s3/fixture.h"

namespace lightwell::s3 {
namespace {

struct Listing : S3Fixture {
  Listing() {
    given_bucket();
    for (const char* key : {"a", "b/1", "b/2", "c", "d/1"}) REQUIRE(put(key, "x"));
  }
  Result<api::s3::ListObjectsOutput> list(std::optional<int32_t> max, std::optional<std::string> marker,
                                          std::optional<std::string> delimiter) {
    api::s3::ListObjectsRequest request{.bucket = "photos"};
    request.max_keys = max;
    request.marker = marker;
    request.delimiter = delimiter;
    return run(&S3Service::list_objects, request);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Listing, "the first version pages by the last key listed") {
  const auto first = list(2, std::nullopt, std::nullopt);
  REQUIRE(first);
  CHECK(first->is_truncated == true);
  CHECK_FALSE(first->next_marker);
  CHECK(first->marker == "");
  CHECK(first->contents->back().key == "b/1");
  CHECK(first->contents->back().owner);
  const auto rest = list(std::nullopt, "b/1", std::nullopt);
  CHECK(rest->contents->size() == 3);
  CHECK(rest->contents->front().key == "b/2");
}

TEST_CASE_FIXTURE(Listing, "with a delimiter it names the next marker, which may be a prefix") {
  const auto first = list(2, std::nullopt, "/");
  CHECK(first->next_marker == "b/");
  CHECK(first->common_prefixes->front().prefix == "b/");
  const auto rest = list(std::nullopt, "b/", "/");
  CHECK(rest->contents->front().key == "c");
  CHECK(rest->common_prefixes->front().prefix == "d/");
  CHECK_FALSE(rest->next_marker);
}

}  // namespace lightwell::s3
