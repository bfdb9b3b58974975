#include "policy/date.h"

#include <charconv>
#include <cmath>

#include "base/text.h"

namespace lightwell::policy {
namespace {

using namespace std::chrono;

constexpr double kEpochSecondsMax = 9.0e12;  // as far as microseconds in 64 bits reach
constexpr int64_t kYearMax = 30'000;         // as far as std::chrono's calendar reaches
constexpr int64_t kWrittenYearMax = 292'278'993;
constexpr int64_t kNanosecondsMax = 999'999'999;

std::optional<double> parse_seconds(std::string_view text) {
  double number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (failed != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

// A cursor over a date; every read says whether it fitted.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<Timestamp> whole() {
    if (!day() || !time() || !offset() || at_ != text_.size()) return std::nullopt;
    if (year_ > kYearMax) return Timestamp::max();
    if (year_ < -kYearMax) return Timestamp::min();
    const year_month first{year{int(year_)}, month{unsigned(month_)}};
    return Timestamp{sys_days{first / 1} + days{day_ - 1}} + hours{hour_} + minutes{minute_} + seconds{second_} +
           microseconds{nanoseconds_ / 1000} - minutes{offset_minutes_};
  }

 private:
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool number(int64_t& out, int64_t least, int64_t most) {
    const size_t from = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    const auto value = parse_integer(text_.substr(from, at_ - from));
    if (!value || *value < least || *value > most) return false;
    out = *value;
    return true;
  }

  bool day() {
    const bool is_negative = take('-');
    if (!number(year_, 0, kWrittenYearMax)) return false;
    if (is_negative) year_ = -year_;
    if (!take('-')) return true;
    if (!number(month_, 1, 12)) return false;
    return !take('-') || number(day_, 1, 31);
  }

  bool time() {
    if (!take('T') && !take('t')) return true;
    if (at_ == text_.size()) return true;
    if (!number(hour_, 0, 23)) return false;
    if (!take(':')) return true;
    if (!number(minute_, 0, 59)) return false;
    if (!take(':')) return true;
    if (!number(second_, 0, 59)) return false;
    return !take('.') || fraction();
  }

  bool fraction() {
    const size_t from = at_;
    if (!number(nanoseconds_, 0, kNanosecondsMax)) return false;
    for (size_t places = at_ - from; places < 9; ++places) nanoseconds_ *= 10;
    for (size_t places = at_ - from; places > 9; --places) nanoseconds_ /= 10;
    return true;
  }

  bool offset() {
    if (at_ == text_.size() || take('Z') || take('z')) return true;
    const int sign = take('+') ? 1 : take('-') ? -1 : 0;
    int64_t hour = 0, minute = 0;
    if (sign == 0 || !two_digits(hour, 23) || (take(':') && !two_digits(minute, 59))) return false;
    offset_minutes_ = sign * (hour * 60 + minute);
    return true;
  }

  bool two_digits(int64_t& out, int64_t most) {
    const size_t from = at_;
    return number(out, 0, most) && at_ - from == 2;
  }

  std::string_view text_;
  size_t at_ = 0;
  int64_t year_ = 0, month_ = 1, day_ = 1, hour_ = 0, minute_ = 0, second_ = 0, nanoseconds_ = 0, offset_minutes_ = 0;
};

}  // namespace

std::optional<Timestamp> parse_policy_date(std::string_view text) {
  const auto since_1970 = parse_seconds(text);
  if (!since_1970 || text.starts_with('-')) return Reader(text).whole();
  if (*since_1970 > kEpochSecondsMax) {
    return *since_1970 < 9.2233720368547758e18 ? std::optional(Timestamp::max()) : std::nullopt;
  }
  return from_micros(int64_t(*since_1970 * 1e6));
}

}  // namespace lightwell::policy
