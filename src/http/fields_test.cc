// Ranges, conditions, cookies, queries and names of files: pure rules, tested by tables.

#include <doctest/doctest.h>

#include "http/conditions.h"
#include "http/content_disposition.h"
#include "http/cookies.h"
#include "http/query.h"
#include "http/range.h"

namespace lightwell::http {

TEST_CASE("a range names bytes of something whose size is known later") {
  struct Row {
    std::string_view header;
    uint64_t size;
    std::string_view answer;
  };
  for (const auto& [header, size, answer] : {Row{"bytes=0-99", 1000, "bytes 0-99/1000"},
                                             {"bytes=900-", 1000, "bytes 900-999/1000"},
                                             {"bytes=-100", 1000, "bytes 900-999/1000"},
                                             {"bytes=-5000", 1000, "bytes 0-999/1000"},
                                             {"bytes=999-5000", 1000, "bytes 999-999/1000"},
                                             {"BYTES = 1 - 2", 1000, "bytes 1-2/1000"},
                                             {"bytes=0-18446744073709551615", 5, "bytes 0-4/5"},
                                             {"bytes=1000-", 1000, "unsatisfiable"},
                                             {"bytes=-0", 1000, "unsatisfiable"},
                                             {"bytes=-1", 0, "unsatisfiable"},
                                             {"bytes=0-", 0, "unsatisfiable"},
                                             {"bytes=0-1,3-4", 1000, "ignored"},
                                             {"bytes=5-4", 1000, "ignored"},
                                             {"bytes=a-b", 1000, "ignored"},
                                             {"bytes=-", 1000, "ignored"},
                                             {"bytes=", 1000, "ignored"},
                                             {"items=0-1", 1000, "ignored"},
                                             {"0-1", 1000, "ignored"},
                                             {"bytes=18446744073709551616-", 1000, "ignored"}}) {
    CAPTURE(header);
    const auto spec = parse_range(header);
    const auto range = spec ? resolve(*spec, size) : std::nullopt;
    CHECK((!spec ? "ignored" : !range ? "unsatisfiable" : content_range(*range, size)) == answer);
  }
  CHECK(unsatisfied_content_range(12) == "bytes */12");
}

TEST_CASE("conditions are weighed in the RFC's order") {
  const Timestamp modified = *parse_http_date("Sun, 22 Nov 2026 08:00:00 GMT");
  const std::string before = "Sun, 22 Nov 2026 07:59:59 GMT";
  const std::string same = "Sun, 22 Nov 2026 08:00:00 GMT";
  const Validators now{.etag = "\"abc\"", .last_modified = modified + milliseconds(500)};
  struct Row {
    std::vector<Headers::Field> fields;
    std::string_view method;
    Condition answer;
  };
  const Row rows[] = {
      {{}, "GET", Condition::proceed},
      {{{"If-Match", "\"abc\""}}, "PUT", Condition::proceed},
      {{{"If-Match", "\"x\", \"abc\""}}, "PUT", Condition::proceed},
      {{{"If-Match", "\"a,b\", \"abc\""}}, "PUT", Condition::proceed},
      {{{"If-Match", "abc"}}, "PUT", Condition::proceed},
      {{{"If-Match", "W/\"abc\""}}, "PUT", Condition::failed},
      {{{"If-Match", "*"}}, "PUT", Condition::proceed},
      {{{"If-Match", "\"x\""}}, "GET", Condition::failed},
      {{{"If-Match", "\"abc\""}, {"If-Unmodified-Since", before}}, "GET", Condition::proceed},
      {{{"If-Unmodified-Since", before}}, "GET", Condition::failed},
      {{{"If-Unmodified-Since", same}}, "GET", Condition::proceed},
      {{{"If-Unmodified-Since", "yesterday"}}, "GET", Condition::proceed},
      {{{"If-None-Match", "\"abc\""}}, "GET", Condition::not_modified},
      {{{"If-None-Match", "W/\"abc\""}}, "HEAD", Condition::not_modified},
      {{{"If-None-Match", "\"abc\""}}, "PUT", Condition::failed},
      {{{"If-None-Match", "*"}}, "PUT", Condition::failed},
      {{{"If-None-Match", "\"x\""}, {"If-Modified-Since", same}}, "GET", Condition::proceed},
      {{{"If-Modified-Since", same}}, "GET", Condition::not_modified},
      {{{"If-Modified-Since", before}}, "GET", Condition::proceed},
      {{{"If-Modified-Since", same}}, "PUT", Condition::proceed},
      {{{"If-Match", "\"abc\""}, {"If-None-Match", "\"abc\""}}, "GET", Condition::not_modified},
  };
  for (const Row& row : rows) {
    Headers headers;
    for (const auto& field : row.fields) headers.add(field.name, field.value);
    CAPTURE(&row - rows);
    CHECK(check_conditions(headers, row.method, now) == row.answer);
  }
  Headers any;
  any.add("If-None-Match", "*");
  CHECK(check_conditions(any, "PUT", {.exists = false}) == Condition::proceed);
  Headers match_any;
  match_any.add("If-Match", "*");
  CHECK(check_conditions(match_any, "PUT", {.exists = false}) == Condition::failed);
}

TEST_CASE("If-Range lets a range count only for the same content") {
  const Validators now{.etag = "\"abc\"", .last_modified = *parse_http_date("Sun, 22 Nov 2026 08:00:00 GMT")};
  const auto applies = [&](std::string value) {
    Headers headers;
    headers.add("If-Range", std::move(value));
    return range_applies(headers, now);
  };
  CHECK(range_applies({}, now));
  CHECK(applies("\"abc\""));
  CHECK_FALSE(applies("W/\"abc\""));
  CHECK_FALSE(applies("\"x\""));
  CHECK(applies("Sun, 22 Nov 2026 08:00:00 GMT"));
  CHECK_FALSE(applies("Sun, 22 Nov 2026 08:00:01 GMT"));
}

TEST_CASE("a cookie is found among others, and set with everything a browser should know") {
  Headers headers;
  headers.add("Cookie", "a=1; session=\"s e\"; b");
  headers.add("cookie", "late=yes=indeed");
  CHECK(find_cookie(headers, "a") == "1");
  CHECK(find_cookie(headers, "session") == "s e");
  CHECK(find_cookie(headers, "late") == "yes=indeed");
  CHECK_FALSE(find_cookie(headers, "b"));
  CHECK_FALSE(find_cookie(headers, "sess"));

  CHECK(set_cookie({.name = "__Host-session", .value = "token", .max_age = std::chrono::hours(1)}) ==
        "__Host-session=token; Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax");
  CHECK(set_cookie({.name = "n",
                    .value = "",
                    .max_age = std::chrono::seconds(0),
                    .is_secure = false,
                    .same_site = SameSite::strict}) == "n=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
  CHECK_THROWS(set_cookie({.name = "n", .value = "a;b"}));
  CHECK_THROWS(set_cookie({.name = "n n", .value = "a"}));
  CHECK_THROWS(set_cookie({.name = "__Host-n", .value = "a", .is_secure = false}));
}

TEST_CASE("a query string comes apart into decoded pairs") {
  const auto query = Query::parse("a=1&b=x%20y+z&a=2&flag&=v&&c=%C3%A9=");
  REQUIRE(query);
  CHECK(query->size() == 6);
  CHECK(query->get("a") == "1");
  CHECK(query->all("a") == std::vector<std::string_view>{"1", "2"});
  CHECK(query->get("b") == "x y z");
  CHECK(query->has("flag"));
  CHECK(query->get("flag", "default").empty());
  CHECK(query->get("none", "default") == "default");
  CHECK(query->get("c") == "é=");
  CHECK(Query::parse("b=x+y", false)->get("b") == "x+y");
  CHECK_FALSE(Query::parse("a=%zz"));
  CHECK(Query::parse("")->size() == 0);
}

TEST_CASE("a file name of any script travels in Content-Disposition") {
  CHECK(content_disposition(Disposition::attachment, "IMG_1.jpg") == "attachment; filename=\"IMG_1.jpg\"");
  CHECK(content_disposition(Disposition::inline_view, "été 1.jpg") ==
        "inline; filename=\"_t_ 1.jpg\"; filename*=UTF-8''%C3%A9t%C3%A9%201.jpg");
  CHECK(content_disposition(Disposition::attachment, "a\"b.jpg") ==
        "attachment; filename=\"a_b.jpg\"; filename*=UTF-8''a%22b.jpg");
  CHECK(content_disposition(Disposition::attachment, "../../etc\r\nX: y") ==
        "attachment; filename=\".._.._etc__X: y\"");
  CHECK(content_disposition(Disposition::attachment, "") == "attachment; filename=\"download\"");
  CHECK(content_disposition(Disposition::attachment, "\xff") == "attachment; filename=\"download\"");
}

}  // namespace lightwell::http
