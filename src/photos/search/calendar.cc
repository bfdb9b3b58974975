#include "photos/search/calendar.h"

#include <array>

namespace lightwell::photos {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

Timestamp start_of(sys_days date) { return Timestamp(date.time_since_epoch()); }
sys_days day_of(int y, unsigned m, unsigned d) { return sys_days(year(y) / month(m) / day(d)); }
DateSpan span_of(sys_days from, sys_days to) { return {start_of(from), start_of(to)}; }
DateSpan day_span(sys_days date) { return span_of(date, date + days(1)); }
DateSpan year_span(int y) { return span_of(day_of(y, 1, 1), day_of(y + 1, 1, 1)); }
DateSpan month_span(int y, unsigned m) {
  const year_month_day next = year(y) / month(m) / 1 + std::chrono::months(1);
  return span_of(day_of(y, m, 1), sys_days(next));
}

namespace {

// Gauss's rule, in Meeus's form.
sys_days easter_sunday(int y) {
  const int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
  return day_of(y, unsigned(n / 31), unsigned(n % 31 + 1));
}

}  // namespace

unsigned month_named(std::string_view word) {
  constexpr std::array<std::string_view, 12> kNames = {"january",   "february", "march",    "april",
                                                       "may",       "june",     "july",     "august",
                                                       "september", "october",  "november", "december"};
  for (unsigned i = 0; i < kNames.size(); ++i) {
    if (word == kNames[i] || (word.size() == 3 && kNames[i].starts_with(word))) return i + 1;
  }
  return word == "sept" ? 9 : 0;
}

unsigned season_named(std::string_view word) {
  if (word == "spring") return 3;
  if (word == "summer") return 6;
  if (word == "autumn" || word == "fall") return 9;
  return word == "winter" ? 12 : 0;
}
DateSpan season_span(int y, unsigned first) {
  const year_month_day end = year(y) / month(first) / 1 + std::chrono::months(3);
  return span_of(day_of(y, first, 1), sys_days(end));
}

DateSpan feast_span(Feast feast, int y) {
  switch (feast) {
    case Feast::christmas: return span_of(day_of(y, 12, 24), day_of(y, 12, 27));
    case Feast::christmas_eve: return day_span(day_of(y, 12, 24));
    case Feast::new_year: return span_of(day_of(y, 12, 31), day_of(y + 1, 1, 2));
    case Feast::halloween: return day_span(day_of(y, 10, 31));
    case Feast::valentine: return day_span(day_of(y, 2, 14));
    case Feast::easter: return span_of(easter_sunday(y) - days(2), easter_sunday(y) + days(2));
    case Feast::thanksgiving: return day_span(sys_days(year(y) / 11 / std::chrono::Thursday[4]));
  }
  return year_span(y);
}

}  // namespace lightwell::photos
