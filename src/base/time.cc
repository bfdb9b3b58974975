#include "base/time.h"

#include <fmt/format.h>

#include <array>

namespace lightwell {
namespace {

using namespace std::chrono;

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Parts {
  int year;
  unsigned month, day, hour, minute, second, milli, weekday;
};

Parts split(Timestamp time) {
  const auto midnight = floor<days>(time);
  const year_month_day date{midnight};
  const auto rest = time - midnight;
  const auto secs = floor<seconds>(rest).count();
  return {.year = int(date.year()),
          .month = unsigned(date.month()),
          .day = unsigned(date.day()),
          .hour = unsigned(secs / 3600),
          .minute = unsigned(secs / 60 % 60),
          .second = unsigned(secs % 60),
          .milli = unsigned(floor<milliseconds>(rest).count() % 1000),
          .weekday = weekday{midnight}.c_encoding()};
}

// A cursor over digits and separators; every read says whether it fitted.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool literal(std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }
  bool digits(size_t count, int& out) {
    if (at_ + count > text_.size()) return false;
    int value = 0;
    for (size_t i = 0; i < count; ++i) {
      const char c = text_[at_ + i];
      if (c < '0' || c > '9') return false;
      value = value * 10 + (c - '0');
    }
    at_ += count;
    out = value;
    return true;
  }
  bool fraction_micros(int& out) {
    int scale = 100'000;
    out = 0;
    bool any = false;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
      out += (text_[at_++] - '0') * scale;
      scale /= 10;
      any = true;
    }
    return any;
  }
  bool month_name(int& out) {
    for (size_t i = 0; i < kMonths.size(); ++i) {
      if (literal(kMonths[i])) {
        out = int(i) + 1;
        return true;
      }
    }
    return false;
  }
  void skip_to(char c) {
    const size_t found = text_.find(c, at_);
    at_ = found == text_.npos ? text_.size() : found;
  }
  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  void skip_digits() {
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
  }
  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

std::optional<Timestamp> join(int y, int mo, int d, int h, int mi, int s, int micros = 0) {
  const year_month_day date{year{y}, month{unsigned(mo)}, day{unsigned(d)}};
  if (!date.ok() || h > 23 || mi > 59 || s > 60) return std::nullopt;
  return Timestamp{sys_days{date}} + hours{h} + minutes{mi} + seconds{s} + microseconds{micros};
}

}  // namespace

std::string iso8601_seconds(Timestamp time) {
  const Parts p = split(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", p.year, p.month, p.day, p.hour, p.minute, p.second);
}

std::string iso8601_millis(Timestamp time) {
  const Parts p = split(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", p.year, p.month, p.day, p.hour, p.minute, p.second,
                     p.milli);
}

std::string iso8601_basic(Timestamp time) {
  const Parts p = split(time);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", p.year, p.month, p.day, p.hour, p.minute, p.second);
}

std::string date_basic(Timestamp time) {
  const Parts p = split(time);
  return fmt::format("{:04}{:02}{:02}", p.year, p.month, p.day);
}

std::string http_date(Timestamp time) {
  const Parts p = split(time);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[p.weekday], p.day, kMonths[p.month - 1], p.year,
                     p.hour, p.minute, p.second);
}

std::optional<Timestamp> parse_iso8601(std::string_view text) {
  Scanner in(text);
  int y, mo, d, h = 0, mi = 0, s = 0, micros = 0;
  if (!(in.digits(4, y) && in.literal("-") && in.digits(2, mo) && in.literal("-") && in.digits(2, d))) return {};
  if (in.at_end()) return join(y, mo, d, 0, 0, 0);
  if (!in.literal("T") && !in.literal(" ")) return {};
  if (!(in.digits(2, h) && in.literal(":") && in.digits(2, mi))) return {};
  if (in.literal(":") && !in.digits(2, s)) return {};
  if (in.literal(".") && !in.fraction_micros(micros)) return {};
  const auto local = join(y, mo, d, h, mi, s, micros);
  if (!local || in.at_end()) return local;
  if (in.literal("Z")) return in.at_end() ? local : std::nullopt;

  const int sign = in.literal("+") ? 1 : in.literal("-") ? -1 : 0;
  int oh, om = 0;
  if (sign == 0 || !in.digits(2, oh)) return {};
  in.literal(":");
  if (!in.at_end() && !in.digits(2, om)) return {};
  if (!in.at_end() || oh > 23 || om > 59) return {};
  return *local - sign * (hours{oh} + minutes{om});
}

std::optional<Timestamp> parse_iso8601_basic(std::string_view text) {
  Scanner in(text);
  int y, mo, d, h, mi, s;
  if (!(in.digits(4, y) && in.digits(2, mo) && in.digits(2, d) && in.literal("T") && in.digits(2, h) &&
        in.digits(2, mi) && in.digits(2, s) && in.literal("Z") && in.at_end())) {
    return {};
  }
  return join(y, mo, d, h, mi, s);
}

std::optional<Timestamp> parse_http_date(std::string_view text) {
  int y, mo, d, h, mi, s;
  if (Scanner in(text); true) {  // RFC 1123 and RFC 850 differ in the day name's length, the separator and the year
    in.skip_to(',');
    if (in.literal(", ") && in.digits(2, d)) {
      const bool rfc850 = in.peek() == '-';
      const std::string_view separator = rfc850 ? "-" : " ";
      if (!(in.literal(separator) && in.month_name(mo) && in.literal(separator) && in.digits(rfc850 ? 2 : 4, y) &&
            in.literal(" ") && in.digits(2, h) && in.literal(":") && in.digits(2, mi) && in.literal(":") &&
            in.digits(2, s))) {
        return {};
      }
      if (in.literal(".")) in.skip_digits();  // Smithy's http-date may have a fraction
      if (!in.literal(" GMT") || !in.at_end()) return {};
      if (rfc850) y += y < 70 ? 2000 : 1900;
      return join(y, mo, d, h, mi, s);
    }
  }
  Scanner in(text);  // asctime: Sun Nov  6 08:49:37 1994
  in.skip_to(' ');
  in.skip_spaces();
  if (!in.month_name(mo)) return {};
  in.skip_spaces();
  if (!in.digits(2, d) && !in.digits(1, d)) return {};
  if (!(in.literal(" ") && in.digits(2, h) && in.literal(":") && in.digits(2, mi) && in.literal(":") &&
        in.digits(2, s) && in.literal(" ") && in.digits(4, y) && in.at_end())) {
    return {};
  }
  return join(y, mo, d, h, mi, s);
}

Timestamp SystemClock::now() const { return floor<microseconds>(system_clock::now()); }

}  // namespace lightwell
