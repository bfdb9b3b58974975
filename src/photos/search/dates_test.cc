#include "photos/search/dates.h"

#include <doctest/doctest.h>

#include "photos/search/query.h"

namespace lightwell::photos {
namespace {

// Sunday, the 22nd of November 2026; photos from 2019 to 2026.
const DateContext kContext{.now = *parse_iso8601("2026-11-22T15:00:00Z"), .first_year = 2019, .last_year = 2026};

std::optional<DateMatch> matched(std::string_view text) {
  const auto terms = parse_query(text);
  REQUIRE(terms);
  std::vector<DateWord> words;
  for (const Term& term : *terms) {
    for (const std::string& word : term.words) words.push_back({.text = word, .is_joined = true});
    words.back().is_joined = false;
  }
  return match_date(words, kContext);
}

std::string day_of(Timestamp at) { return iso8601_seconds(at).substr(0, 10); }

// "2023-01-01..2024-01-01", and how many words were left.
std::string span(std::string_view text) {
  const auto match = matched(text);
  if (!match) return "none";
  if (match->spans.size() != 1) return fmt::format("{} spans", match->spans.size());
  return day_of(match->spans[0].from) + ".." + day_of(match->spans[0].to);
}

}  // namespace

TEST_CASE("dates as people type them") {
  struct Row {
    std::string_view text;
    std::string_view span;
  };
  for (const Row& row : std::vector<Row>{
           {"2023", "2023-01-01..2024-01-01"},
           {"may 2023", "2023-05-01..2023-06-01"},
           {"May of 2023", "2023-05-01..2023-06-01"},
           {"2023-05", "2023-05-01..2023-06-01"},
           {"05/2023", "2023-05-01..2023-06-01"},
           {"2023-05-14", "2023-05-14..2023-05-15"},
           {"14.05.2023", "2023-05-14..2023-05-15"},
           {"11/22/2023", "2023-11-22..2023-11-23"},
           {"05/06/2023", "2023-06-05..2023-06-06"},
           {"14 may 2023", "2023-05-14..2023-05-15"},
           {"may 14th, 2023", "2023-05-14..2023-05-15"},
           {"14th of may 2023", "2023-05-14..2023-05-15"},
           {"2019-2021", "2019-01-01..2022-01-01"},
           {"2019 to 2021", "2019-01-01..2022-01-01"},
           {"from may 2019 to june 2020", "2019-05-01..2020-07-01"},
           {"between 2019 and 2021", "2019-01-01..2022-01-01"},
           {"since 2020", "2020-01-01..2200-01-01"},
           {"after may 2021", "2021-06-01..2200-01-01"},
           {"before 2019", "1826-01-01..2019-01-01"},
           {"until 2019", "1826-01-01..2020-01-01"},
           {"1990s", "1990-01-01..2000-01-01"},
           {"90s", "1990-01-01..2000-01-01"},
           {"20s", "2020-01-01..2030-01-01"},
           {"today", "2026-11-22..2026-11-23"},
           {"yesterday", "2026-11-21..2026-11-22"},
           {"this year", "2026-01-01..2027-01-01"},
           {"last year", "2025-01-01..2026-01-01"},
           {"last month", "2026-10-01..2026-11-01"},
           {"this week", "2026-11-16..2026-11-23"},
           {"last week", "2026-11-09..2026-11-16"},
           {"last weekend", "2026-11-14..2026-11-16"},
           {"past week", "2026-11-15..2026-11-23"},
           {"summer 2022", "2022-06-01..2022-09-01"},
           {"winter 2022", "2022-12-01..2023-03-01"},
           {"last summer", "2026-06-01..2026-09-01"},
           {"last winter", "2025-12-01..2026-03-01"},
           {"last may", "2026-05-01..2026-06-01"},
           {"last december", "2025-12-01..2026-01-01"},
           {"last christmas", "2025-12-24..2025-12-27"},
           {"christmas 2022", "2022-12-24..2022-12-27"},
           {"christmas eve 2022", "2022-12-24..2022-12-25"},
           {"new year's eve 2022", "2022-12-31..2023-01-02"},
           {"easter 2024", "2024-03-29..2024-04-02"},
           {"thanksgiving 2023", "2023-11-23..2023-11-24"},
           {"halloween 2023", "2023-10-31..2023-11-01"},
           {"valentine's day 2023", "2023-02-14..2023-02-15"},
           {"3 years ago", "2023-01-01..2024-01-01"},
           {"2 months ago", "2026-09-01..2026-10-01"},
           {"29 february 2024", "2024-02-29..2024-03-01"},
       }) {
    CAPTURE(row.text);
    CHECK(span(row.text) == row.span);
  }
}

TEST_CASE("a month, a day or a feast without a year is that of any year") {
  CHECK(matched("may")->spans.size() == 9);  // the year before the first too: a winter may reach into it
  CHECK(matched("may")->is_weak);
  CHECK_FALSE(matched("may 2023")->is_weak);
  CHECK(matched("christmas")->spans.size() == 9);
  CHECK(matched("29 february")->spans.size() == 2);
  CHECK(matched("summer")->is_weak);
}

TEST_CASE("a date takes as many words as belong to it") {
  CHECK(matched("2023 beach")->words == 1);
  CHECK(matched("may 2023 anna")->words == 2);
  CHECK(matched("last summer in spain")->words == 2);
  CHECK(matched("14 may 2023 party")->words == 3);
  CHECK(matched("2019 2021")->words == 1);  // two years, not a range
  CHECK(matched("christmas tree")->words == 1);
}

TEST_CASE("what only looks like a date is none") {
  for (const std::string_view text : {"beach", "1500", "9999", "20233", "13", "may-be", "last", "last dog", "since",
                                      "since dog", "before", "x2023", "2023x", "ago", "3 dogs ago", "0s", "12345s"}) {
    CAPTURE(text);
    const auto match = matched(text);
    CHECK((!match || (text == "may-be" && match->words == 1)));
  }
  CHECK(span("31 february 2023") == "none");
  CHECK(span("2023-13") == "2023-01-01..2024-01-01");
  CHECK(span("2021-2019") == "2021-01-01..2022-01-01");
}

}  // namespace lightwell::photos
