#include "engines/image/child/taken_at.h"

#include <charconv>
#include <cmath>

namespace lightwell::engines::image {
namespace {

constexpr int kYearFirst = 1826;
constexpr int kYearLast = 2199;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The next number in `text`, after at most one sign that is no digit.
std::optional<int> next_number(std::string_view& text, size_t digits_max) {
  if (!text.empty() && !is_digit(text.front())) text.remove_prefix(1);
  size_t digits = 0;
  while (digits < text.size() && digits < digits_max && is_digit(text[digits])) ++digits;
  if (digits == 0) return std::nullopt;
  int value = 0;
  std::from_chars(text.data(), text.data() + digits, value);
  text.remove_prefix(digits);
  return value;
}

// ".868104", "868104" or "5 ": the fraction of a second in microseconds.
microseconds fraction_of(std::string_view text) {
  int64_t micros = 0;
  int64_t unit = 100'000;
  for (const char c : text) {
    if (!is_digit(c) || unit == 0) break;
    micros += (c - '0') * unit;
    unit /= 10;
  }
  return microseconds(micros);
}

std::optional<int32_t> zone_of(std::string_view text) {
  if (text.starts_with('Z')) return 0;
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const int32_t sign = text[0] == '-' ? -1 : 1;
  std::string_view rest = text.substr(1);
  const auto hours = next_number(rest, 2);
  const auto minutes = next_number(rest, 2);
  if (!hours || *hours > 15 || minutes.value_or(0) > 59) return std::nullopt;
  return sign * (*hours * 60 + minutes.value_or(0));
}

std::optional<Timestamp> day_of(std::string_view& text) {
  const auto year = next_number(text, 4);
  const auto month = next_number(text, 2);
  const auto day = next_number(text, 2);
  if (!year || !month || !day || *year < kYearFirst || *year > kYearLast) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(unsigned(*month)),
                                         std::chrono::day(unsigned(*day))};
  if (!date.ok()) return std::nullopt;
  return Timestamp(std::chrono::sys_days(date));
}

// Reads day and clock from the front of `text`; what is left holds fraction and zone.
std::optional<Timestamp> day_and_clock(std::string_view& text) {
  auto time = day_of(text);
  if (!time || text.empty()) return time;
  const auto hour = next_number(text, 2);
  const auto minute = next_number(text, 2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  std::optional<int> second = 0;
  if (!text.empty() && text.front() == ':') second = next_number(text, 2);
  if (!second || *second > 60) return std::nullopt;
  return *time + std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

}  // namespace

std::optional<TakenAt> exif_time(std::string_view time, std::string_view fraction, std::string_view zone) {
  const auto local = day_and_clock(time);
  if (!local) return std::nullopt;
  return TakenAt{*local + fraction_of(fraction), zone_of(zone)};
}

std::optional<TakenAt> xmp_time(std::string_view time) {
  const auto local = day_and_clock(time);
  if (!local) return std::nullopt;
  microseconds fraction{0};
  if (time.starts_with('.')) {
    fraction = fraction_of(time.substr(1));
    time.remove_prefix(std::min(time.find_first_of("+-Z"), time.size()));
  }
  return TakenAt{*local + fraction, zone_of(time)};
}

std::optional<int32_t> zone_by_gps(Timestamp local, std::string_view day, double seconds_of_day) {
  const auto utc_day = day_of(day);
  if (!utc_day || !(seconds_of_day >= 0) || seconds_of_day >= 86'401) return std::nullopt;
  const Timestamp utc = *utc_day + seconds(int64_t(seconds_of_day));
  const double minutes = double((local - utc).count()) / 60e6;
  const double zone = std::round(minutes / 15) * 15;
  // A receiver's last fix may be some minutes old; more says that one of the clocks is wrong.
  if (std::abs(minutes - zone) > 5 || zone < -12 * 60 || zone > 14 * 60) return std::nullopt;
  return int32_t(zone);
}

}  // namespace lightwell::engines::image
