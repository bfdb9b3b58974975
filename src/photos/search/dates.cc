#include "photos/search/dates.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "photos/search/calendar.h"

namespace lightwell::photos {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

class Matcher {
 public:
  Matcher(std::span<const DateWord> words, const DateContext& context)
      : words_(words), today_(std::chrono::floor<days>(context.now)), context_(context) {}

  std::optional<DateMatch> match() {
    if (auto found = bounded()) return found;
    if (auto found = range()) return found;
    return plain();
  }

 private:
  std::string_view word(size_t i) const {
    return at_ + i < words_.size() ? std::string_view(words_[at_ + i].text) : "";
  }
  bool joined(size_t i) const { return at_ + i < words_.size() && words_[at_ + i].is_joined; }
  bool is_any(size_t i, std::initializer_list<std::string_view> names) const {
    return std::ranges::find(names, word(i)) != names.end();
  }
  std::optional<int> number(size_t i, size_t digits_min, size_t digits_max, int low, int high) const {
    const std::string_view text = word(i);
    if (text.size() < digits_min || text.size() > digits_max) return std::nullopt;
    const auto value = parse_unsigned(text);
    if (!value || int(*value) < low || int(*value) > high) return std::nullopt;
    return int(*value);
  }
  std::optional<int> year_at(size_t i) const { return number(i, 4, 4, kYearMin, kYearMax); }
  // "14", "14th"
  std::optional<unsigned> day_at(size_t i) const {
    std::string_view text = word(i);
    for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
      if (text.size() > 2 && text.ends_with(ending)) text.remove_suffix(2);
    }
    const auto value = parse_unsigned(text);
    if (text.size() > 2 || !value || *value < 1 || *value > 31) return std::nullopt;
    return unsigned(*value);
  }
  year_month_day today() const { return today_; }
  int this_year() const { return int(today().year()); }

  static DateMatch taking(size_t words, DateSpan span) { return {.words = words, .spans = {span}}; }

  template <class Make>
  DateMatch in_any_year(size_t words, Make make) const {
    DateMatch match{.words = words, .spans = {}};
    const int last = std::min(context_.last_year, kYearMax);
    for (int y = std::max({context_.first_year - 1, last - kYearsMax, kYearMin}); y <= last; ++y) {
      if (const std::optional<DateSpan> span = make(y)) match.spans.push_back(*span);
    }
    return match;
  }

  // With a year behind it, or of any year.
  template <class Make>
  DateMatch of_year(size_t words, Make make) const {
    size_t taken = words;
    if (is_any(taken, {"of", "in"}) && year_at(taken + 1)) ++taken;
    if (const auto y = year_at(taken)) {
      if (const std::optional<DateSpan> span = make(*y)) return DateMatch{.words = taken + 1, .spans = {*span}};
    }
    return in_any_year(words, make);
  }

  // The one that ended last, as "last summer" means it.
  template <class Make>
  DateMatch latest(size_t words, Make make) const {
    for (int y = this_year(); y > this_year() - 3; --y) {
      const std::optional<DateSpan> span = make(y);
      if (span && span->to <= start_of(today_ + days(1))) return taking(words, *span);
    }
    return taking(words, year_span(this_year() - 1));
  }

  static std::optional<DateSpan> valid_day(int y, unsigned m, unsigned d) {
    const year_month_day date = year(y) / month(m) / day(d);
    return date.ok() ? std::optional(day_span(sys_days(date))) : std::nullopt;
  }

  // since 2020 | after may 2021 | before 2019 | until june
  std::optional<DateMatch> bounded() {
    const bool is_since = is_any(0, {"since"}), is_after = is_any(0, {"after"});
    const bool is_before = is_any(0, {"before"}), is_until = is_any(0, {"until", "till"});
    if (!is_since && !is_after && !is_before && !is_until) return std::nullopt;
    at_ = 1;
    auto inner = plain();
    at_ = 0;
    if (!inner || inner->spans.empty()) return std::nullopt;
    const DateSpan date = is_since || is_after ? inner->spans.back() : inner->spans.front();
    const Timestamp start = start_of(day_of(kYearMin, 1, 1)), end = start_of(day_of(kYearMax + 1, 1, 1));
    if (is_since) return taking(inner->words + 1, {date.from, end});
    if (is_after) return taking(inner->words + 1, {date.to, end});
    if (is_before) return taking(inner->words + 1, {start, date.from});
    return taking(inner->words + 1, {start, date.to});
  }

  // 2019-2021 | 2019 to 2021 | from may 2019 to june 2020 | between 2019 and 2021
  std::optional<DateMatch> range() {
    const bool is_led = is_any(0, {"from", "between"});
    at_ = is_led ? 1 : 0;
    const auto first = plain();
    if (!first || first->spans.empty()) return at_ = 0, std::nullopt;
    size_t between = at_ + first->words;
    const bool is_dash = between > 0 && first->words == 1 && words_[between - 1].is_joined && year_at(0);
    at_ = between;
    const bool has_word = is_any(0, {"to", "until", "till"}) || (is_led && is_any(0, {"and"}));
    if (!has_word && !(is_dash && year_at(0))) return at_ = 0, std::nullopt;
    at_ += has_word ? 1 : 0;
    const auto second = plain();
    const size_t words = at_ + (second ? second->words : 0);
    at_ = 0;
    if (!second || second->spans.empty()) return std::nullopt;
    const DateSpan span{first->spans.front().from, second->spans.back().to};
    if (span.from >= span.to) return std::nullopt;
    return taking(words, span);
  }

  std::optional<DateMatch> plain() const {
    if (auto found = numeric()) return found;
    if (auto found = named_month(); found && !found->spans.empty()) return found;
    if (auto found = named_time()) return found;
    if (auto found = relative()) return found;
    return ago();
  }

  // 2023 | 2023-05 | 2023-05-14 | 14.05.2023 | 05/2023 | 1990s | 90s
  std::optional<DateMatch> numeric() const {
    const auto m_of = [&](size_t i) { return number(i, 1, 2, 1, 12); };
    if (const auto y = year_at(0)) {
      if (joined(0) && m_of(1)) {
        const auto d = joined(1) ? day_at(2) : std::nullopt;
        const auto date = d ? valid_day(*y, unsigned(*m_of(1)), *d) : std::nullopt;
        if (date) return taking(3, *date);
        if (!joined(1)) return taking(2, month_span(*y, unsigned(*m_of(1))));
      }
      return taking(1, year_span(*y));
    }
    if (joined(0) && joined(1) && year_at(2) && day_at(0) && m_of(1)) {
      if (const auto date = valid_day(*year_at(2), unsigned(*m_of(1)), *day_at(0))) return taking(3, *date);
    }
    // 11/22/2026, as Americans write it: there is no month 22.
    if (joined(0) && joined(1) && year_at(2) && m_of(0) && day_at(1) && !m_of(1)) {
      if (const auto date = valid_day(*year_at(2), unsigned(*m_of(0)), *day_at(1))) return taking(3, *date);
    }
    if (joined(0) && m_of(0) && year_at(1)) return taking(2, month_span(*year_at(1), unsigned(*m_of(0))));
    return decade();
  }

  std::optional<DateMatch> decade() const {
    std::string_view text = word(0);
    if (!text.ends_with("0s")) return std::nullopt;
    text.remove_suffix(1);
    const auto value = parse_unsigned(text);
    if (!value) return std::nullopt;
    int first = int(*value);
    if (text.size() == 2) first += first > this_year() % 100 ? 1900 : 2000;
    if ((text.size() != 2 && text.size() != 4) || first < kYearMin || first > kYearMax - 10) return std::nullopt;
    return taking(1, span_of(day_of(first, 1, 1), day_of(first + 10, 1, 1)));
  }

  // may | may 2023 | 14 may [2023] | may 14 [2023]
  std::optional<DateMatch> named_month() const {
    const auto on_day = [](unsigned m, unsigned d) { return [m, d](int y) { return valid_day(y, m, d); }; };
    if (const unsigned m = month_named(word(0))) {
      if (const auto d = day_at(1); d && !year_at(1)) return of_year(2, on_day(m, *d));
      DateMatch found = of_year(1, [m](int y) { return std::optional(month_span(y, m)); });
      found.is_weak = found.words == 1;
      return found;
    }
    const auto d = day_at(0);
    const size_t skipped = is_any(1, {"of"}) ? 2 : 1;
    const unsigned m = d ? month_named(word(skipped)) : 0;
    if (m == 0) return std::nullopt;
    return of_year(skipped + 1, on_day(m, *d));
  }

  std::optional<std::pair<Feast, size_t>> feast_at(size_t i) const {
    if (is_any(i, {"christmas", "xmas"})) {
      if (is_any(i + 1, {"eve"})) return std::pair(Feast::christmas_eve, size_t(2));
      return std::pair(Feast::christmas, size_t(1));
    }
    if (is_any(i, {"new"}) && is_any(i + 1, {"year", "years"})) {
      size_t words = is_any(i + 2, {"s"}) ? 3 : 2;
      if (is_any(i + words, {"eve", "day"})) ++words;
      return std::pair(Feast::new_year, words);
    }
    if (is_any(i, {"halloween"})) return std::pair(Feast::halloween, size_t(1));
    if (is_any(i, {"valentine", "valentines"})) {
      size_t words = is_any(i + 1, {"s"}) ? 2 : 1;
      if (is_any(i + words, {"day"})) ++words;
      return std::pair(Feast::valentine, words);
    }
    if (is_any(i, {"easter"})) return std::pair(Feast::easter, size_t(1));
    if (is_any(i, {"thanksgiving"})) return std::pair(Feast::thanksgiving, size_t(1));
    return std::nullopt;
  }

  // summer [2022] | christmas [2022] | today | yesterday
  std::optional<DateMatch> named_time() const {
    if (const unsigned first = season_named(word(0))) {
      DateMatch found = of_year(1, [first](int y) { return std::optional(season_span(y, first)); });
      found.is_weak = found.words == 1;  // a spring of water, a fall
      return found;
    }
    if (const auto feast = feast_at(0)) {
      return of_year(feast->second, [&](int y) { return std::optional(feast_span(feast->first, y)); });
    }
    if (is_any(0, {"today"})) return taking(1, day_span(today_));
    if (is_any(0, {"yesterday"})) return taking(1, day_span(today_ - days(1)));
    return std::nullopt;
  }

  // last | this | past, and a week, month, year, season, feast or month's name
  std::optional<DateMatch> relative() const {
    const bool is_last = is_any(0, {"last"}), is_this = is_any(0, {"this"}), is_past = is_any(0, {"past"});
    if (!is_last && !is_this && !is_past) return std::nullopt;
    const int y = this_year();
    const year_month_day month_now = today().year() / today().month() / 1;
    const sys_days monday = today_ - (std::chrono::weekday(today_) - std::chrono::Monday);
    if (is_past) {
      const int back = is_any(1, {"week"}) ? 7 : is_any(1, {"month"}) ? 30 : is_any(1, {"year"}) ? 365 : 0;
      if (back == 0) return std::nullopt;
      return taking(2, span_of(today_ - days(back), today_ + days(1)));
    }
    if (is_any(1, {"year"})) return taking(2, year_span(is_last ? y - 1 : y));
    if (is_any(1, {"week"})) return taking(2, span_of(monday - days(is_last ? 7 : 0), monday + days(is_last ? 0 : 7)));
    if (is_any(1, {"weekend"})) {
      const sys_days saturday = monday + days(is_last ? -2 : 5);
      return taking(2, span_of(saturday, saturday + days(2)));
    }
    if (is_any(1, {"month"})) {
      const year_month_day chosen = is_last ? month_now - std::chrono::months(1) : month_now;
      return taking(2, month_span(int(chosen.year()), unsigned(chosen.month())));
    }
    return relative_named(is_last);
  }

  std::optional<DateMatch> relative_named(bool is_last) const {
    const auto choose = [&](size_t words, auto make) -> DateMatch {
      if (is_last) return latest(words, make);
      return taking(words, *make(this_year()));
    };
    if (const unsigned m = month_named(word(1)))
      return choose(2, [m](int y) { return std::optional(month_span(y, m)); });
    if (const unsigned s = season_named(word(1)))
      return choose(2, [s](int y) { return std::optional(season_span(y, s)); });
    if (const auto feast = feast_at(1)) {
      return choose(1 + feast->second, [&](int y) { return std::optional(feast_span(feast->first, y)); });
    }
    return std::nullopt;
  }

  // 3 years ago
  std::optional<DateMatch> ago() const {
    const auto count = number(0, 1, 3, 1, 200);
    if (!count || !is_any(2, {"ago"})) return std::nullopt;
    if (is_any(1, {"day", "days"})) return taking(3, day_span(today_ - days(*count)));
    if (is_any(1, {"week", "weeks"})) {
      const sys_days end = today_ - days(7 * (*count - 1));
      return taking(3, span_of(end - days(7), end));
    }
    const year_month_day month_now = today().year() / today().month() / 1;
    if (is_any(1, {"month", "months"})) {
      const year_month_day then = month_now - std::chrono::months(*count);
      return taking(3, month_span(int(then.year()), unsigned(then.month())));
    }
    if (is_any(1, {"year", "years"}) && this_year() - *count >= kYearMin) {
      return taking(3, year_span(this_year() - *count));
    }
    return std::nullopt;
  }

  const std::span<const DateWord> words_;
  const sys_days today_;
  const DateContext& context_;
  size_t at_ = 0;
};

}  // namespace

std::optional<DateMatch> match_date(std::span<const DateWord> words, const DateContext& context) {
  return Matcher(words, context).match();
}

}  // namespace lightwell::photos
