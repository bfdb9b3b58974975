#include "photos/library/name_date.h"

#include <chrono>

namespace lightwell::photos {
namespace {

constexpr int kYearMin = 1990;
constexpr int kYearMax = 2199;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads forward; what does not fit leaves it where it was.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<int> number(size_t digits) {
    if (text_.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : text_.substr(0, digits)) {
      if (!is_digit(c)) return std::nullopt;
      value = value * 10 + (c - '0');
    }
    text_.remove_prefix(digits);
    return value;
  }
  bool take(std::string_view any_of) {
    if (text_.empty() || any_of.find(text_.front()) == any_of.npos) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool take_word(std::string_view word) {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  bool is_at_digit() const { return !text_.empty() && is_digit(text_.front()); }

 private:
  std::string_view text_;
};

// "_101112", "-10-11-12", " 10.11.12", " at 10.11.12"
std::optional<std::chrono::seconds> read_time(Reader text) {
  if (!text.take_word(" at ") && !text.take("_- T.")) return std::nullopt;
  const auto hour = text.number(2);
  const bool is_parted = hour && text.take("-.:_");
  const auto minute = text.number(2);
  if (is_parted && !text.take("-.:_")) return std::nullopt;
  const auto second = text.number(2);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

std::optional<Timestamp> read_date(Reader text) {
  const auto year = text.number(4);
  if (!year || *year < kYearMin || *year > kYearMax) return std::nullopt;
  const bool is_parted = text.take("-._");
  const auto month = text.number(2);
  if (is_parted && !text.take("-._")) return std::nullopt;
  const auto day = text.number(2);
  if (!month || !day || text.is_at_digit()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{unsigned(*month)},
                                         std::chrono::day{unsigned(*day)}};
  if (!date.ok()) return std::nullopt;
  const auto time = read_time(text);
  return Timestamp(std::chrono::sys_days(date).time_since_epoch() + time.value_or(std::chrono::hours(12)));
}

}  // namespace

std::optional<Timestamp> date_in_name(std::string_view name) {
  for (size_t at = 0; at < name.size(); ++at) {
    if (!is_digit(name[at]) || (at > 0 && is_digit(name[at - 1]))) continue;
    if (const auto found = read_date(Reader(name.substr(at)))) return found;
  }
  return std::nullopt;
}

}  // namespace lightwell::photos
