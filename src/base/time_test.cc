#include "base/time.h"

#include <doctest/doctest.h>

namespace lightwell {

TEST_CASE("time takes every form the services write") {
  const Timestamp t = from_micros(1'445'412'480'123'456);
  CHECK(iso8601_seconds(t) == "2015-10-21T07:28:00Z");
  CHECK(iso8601_millis(t) == "2015-10-21T07:28:00.123Z");
  CHECK(iso8601_basic(t) == "20151021T072800Z");
  CHECK(http_date(t) == "Wed, 21 Oct 2015 07:28:00 GMT");
}

TEST_CASE("time is read in the forms clients send, and nothing else") {
  const Timestamp t = from_micros(1'445'412'480'000'000);
  CHECK(parse_iso8601("2015-10-21T07:28:00Z") == t);
  CHECK(parse_iso8601("2015-10-21T09:28:00+02:00") == t);
  CHECK(parse_iso8601("2015-10-21T07:28:00.5Z") == t + milliseconds(500));
  CHECK(parse_iso8601_basic("20151021T072800Z") == t);
  CHECK(parse_http_date("Wed, 21 Oct 2015 07:28:00 GMT") == t);
  CHECK(parse_http_date("Wednesday, 21-Oct-15 07:28:00 GMT") == t);
  CHECK(parse_http_date("Wed Oct 21 07:28:00 2015") == t);
  CHECK_FALSE(parse_iso8601("2015-13-21T07:28:00Z"));
  CHECK_FALSE(parse_iso8601("2015-02-30"));
  CHECK_FALSE(parse_http_date("yesterday"));
}

}  // namespace lightwell
