#include "photos/library/library_rules.h"

#include <doctest/doctest.h>

namespace lightwell::photos {

TEST_CASE("a month is written as it is read") {
  CHECK(parse_month("2024-05") == 202405);
  CHECK(month_text(202405) == "2024-05");
  CHECK(month_of(*parse_iso8601("2024-05-31T23:59:59Z")) == 202405);
  CHECK(month_of(*parse_iso8601("1969-07-20T20:17:00Z")) == 196907);
  for (const std::string_view wrong :
       {"", "2024", "2024-00", "2024-13", "2024-5", "24-05", "2024-05-01", "2024/05", "+024-05"}) {
    CHECK_FALSE(parse_month(wrong));
  }
}

TEST_CASE("a clock that was never set dates nothing") {
  CHECK(is_plausible_date(*parse_iso8601("1888-10-14T10:00:00Z")));
  CHECK(is_plausible_date(*parse_iso8601("2026-11-22T12:00:00Z")));
  CHECK_FALSE(is_plausible_date(from_micros(0)));
  CHECK_FALSE(is_plausible_date(*parse_iso8601("2926-11-22T12:00:00Z")));
}

TEST_CASE("a file's own date counts unless it cannot be true") {
  const Timestamp now = *parse_iso8601("2026-11-22T12:00:00Z");
  CHECK(taken_without_camera("a.jpg", *parse_iso8601("2020-01-01T00:00:00Z"), now).from == TakenFrom::file);
  CHECK(taken_without_camera("a.jpg", from_micros(1), now).from == TakenFrom::upload);
  CHECK(taken_without_camera("a.jpg", now + std::chrono::hours(48), now).from == TakenFrom::upload);
  CHECK(taken_without_camera("a.jpg", std::nullopt, now).local == now);
}

TEST_CASE("a date in the name counts before the file's own, unless it is still to come") {
  const Timestamp now = *parse_iso8601("2026-11-22T12:00:00Z");
  const Timestamp copied = *parse_iso8601("2026-11-20T08:00:00Z");
  const Taken taken = taken_without_camera("IMG-20191006-WA0002.jpg", copied, now);
  CHECK(taken.from == TakenFrom::name);
  CHECK(taken.local == *parse_iso8601("2019-10-06T12:00:00Z"));
  CHECK(taken_without_camera("IMG-20391006-WA0002.jpg", copied, now).from == TakenFrom::file);
}

TEST_CASE("favourites are shown with the archive's, but not with the trash's") {
  const auto views = [](Place place, bool is_favourite) {
    return views_of({.month = 202405, .place = place, .is_favourite = is_favourite});
  };
  CHECK(views(Place::library, false) == std::vector{View::photos});
  CHECK(views(Place::library, true) == std::vector{View::photos, View::favourites});
  CHECK(views(Place::archive, true) == std::vector{View::archive, View::favourites});
  CHECK(views(Place::trash, true) == std::vector{View::trash});
}

TEST_CASE("a change names at most a thousand photos, and something to change") {
  CHECK_FALSE(check_ids({}));
  CHECK_FALSE(check_ids(std::vector<std::string>(1001, "id")));
  CHECK_FALSE(check_ids({"two words"}));
  CHECK(check_ids({"id"}));
  CHECK_FALSE(check_changes({}));
  CHECK_FALSE(check_changes({.rating = 6}));
  CHECK_FALSE(check_changes({.rating = -1}));
  CHECK(check_changes({.rating = 0}));
}

}  // namespace lightwell::photos
