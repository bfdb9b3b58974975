#include "services/s3/range_rules.h"

#include <doctest/doctest.h>

#include "services/s3/errors.h"

namespace lightwell::s3 {

TEST_CASE("a Range header means what RFC 9110 says, and what it cannot mean is ignored") {
  struct Case {
    const char* header;
    std::optional<ByteRange> range;
  };
  const std::vector<Case> cases = {
      {"bytes=0-4", ByteRange{0, 5}},   {"bytes=5-", ByteRange{5, 5}},
      {"bytes=-3", ByteRange{7, 3}},    {"bytes=-30", ByteRange{0, 10}},
      {"bytes=8-300", ByteRange{8, 2}}, {"bytes=9-9", ByteRange{9, 1}},
      {"Bytes = 0-0", ByteRange{0, 1}}, {"bytes=4-2", std::nullopt},
      {"bytes=0-1,3-4", std::nullopt},  {"lines=0-4", std::nullopt},
      {"bytes=", std::nullopt},         {"bytes=-", std::nullopt},
      {"bytes=a-b", std::nullopt},      {"0-4", std::nullopt},
      {"bytes=1--2", std::nullopt},
  };
  for (const Case& each : cases) {
    CAPTURE(each.header);
    const auto parsed = parse_range(each.header, 10);
    REQUIRE(parsed);
    CHECK(*parsed == each.range);
  }
}

TEST_CASE("a Range outside the object says what was asked and how much there is") {
  for (const char* header : {"bytes=10-", "bytes=10-12", "bytes=-0"}) {
    const auto refused = parse_range(header, 10);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == &errors::invalid_range);
    CHECK(refused.error().details.at(0).value == header);
    CHECK(refused.error().details.at(1).value == "10");
  }
  CHECK_FALSE(parse_range("bytes=0-", 0));
  CHECK_FALSE(parse_range("bytes=-5", 0));
}

TEST_CASE("a copy range has one form and lies inside the source") {
  CHECK(parse_copy_range("bytes=2-9", 10) == ByteRange{2, 8});
  for (const char* header : {"bytes=2-", "bytes=-2", "2-3", "bytes=3-2", "bytes=0-1,4-5", "bytes=x-2"}) {
    CAPTURE(header);
    const auto refused = parse_copy_range(header, 10);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == &errors::invalid_argument);
  }
  CHECK(parse_copy_range("bytes=2-10", 10).error().kind == &errors::invalid_argument);
  CHECK(parse_copy_range("bytes=10-12", 10).error().kind == &errors::invalid_request);
}

TEST_CASE("a slice takes from each segment what the range touches") {
  const std::vector<Segment> segments = {{"a", 100, 10}, {"b", 0, 5}, {"c", 7, 10}};
  CHECK(slice(segments, {0, 25}) == segments);
  CHECK(slice(segments, {3, 4}) == std::vector<Segment>{{"a", 103, 4}});
  CHECK(slice(segments, {8, 10}) == std::vector<Segment>{{"a", 108, 2}, {"b", 0, 5}, {"c", 7, 3}});
  CHECK(slice(segments, {10, 5}) == std::vector<Segment>{{"b", 0, 5}});
  CHECK(slice(segments, {24, 1}) == std::vector<Segment>{{"c", 16, 1}});
  CHECK(slice(segments, {5, 0}).empty());
  CHECK(total_length(segments) == 25);
}

TEST_CASE("Content-Range names first, last and all") { CHECK(content_range({5, 10}, 100) == "bytes 5-14/100"); }

}  // namespace lightwell::s3
