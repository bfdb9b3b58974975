#include "wire/scalar_text.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "base/time.h"

namespace lightwell::wire {
namespace {

constexpr int64_t kMicros = 1'000'000;
// Years 0001 to 9999 in seconds of Unix time: what the other formats can write.
constexpr double kEarliest = -62135596800.0;
constexpr double kLatest = 253402300799.0;

void append_unix_time(std::string& out, Timestamp time) {
  const int64_t micros = to_micros(time);
  int64_t whole = micros / kMicros;
  int64_t rest = micros % kMicros;
  if (micros < 0) out += '-', whole = -whole, rest = -rest;
  out += std::to_string(whole);
  if (rest == 0) return;
  std::string digits = std::to_string(rest);
  digits.insert(0, 6 - digits.size(), '0');
  digits.erase(digits.find_last_not_of('0') + 1);
  out += '.';
  out += digits;
}

std::optional<Timestamp> read_unix_time(std::string_view text) {
  const auto number = read_number(text);
  if (!number || !std::isfinite(*number) || *number < kEarliest || *number > kLatest) return std::nullopt;
  return from_micros(std::llround(*number * 1e6));
}

std::optional<Timestamp> read_as(std::string_view text, TimestampFormat format) {
  switch (format) {
    case TimestampFormat::http_date: return parse_http_date(text);
    case TimestampFormat::unix_time: return read_unix_time(text);
    default: break;
  }
  if (const auto time = parse_iso8601(text)) return time;
  return parse_iso8601_basic(text);
}

template <class Integer>
bool read_integer(std::string_view text, void* value) {
  text = trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto number = parse_integer(text);
  if (!number || *number < std::numeric_limits<Integer>::min() || *number > std::numeric_limits<Integer>::max()) {
    return false;
  }
  *static_cast<Integer*>(value) = Integer(*number);
  return true;
}

bool read_boolean(std::string_view text, void* value) {
  text = trim(text);
  const bool is_true = equals_ignore_case(text, "true");
  if (!is_true && !equals_ignore_case(text, "false")) return false;
  *static_cast<bool*>(value) = is_true;
  return true;
}

template <class T>
bool assign(std::optional<T> read, void* value) {
  if (!read) return false;
  *static_cast<T*>(value) = std::move(*read);
  return true;
}

}  // namespace

TimestampFormat timestamp_format(const Shape& shape, TimestampFormat otherwise) {
  return shape.timestamp_format == TimestampFormat::automatic ? otherwise : shape.timestamp_format;
}

void append_timestamp(std::string& out, Timestamp time, TimestampFormat format) {
  switch (format) {
    case TimestampFormat::http_date: out += http_date(time); break;
    case TimestampFormat::unix_time: append_unix_time(out, time); break;
    default:
      out += time == std::chrono::floor<std::chrono::seconds>(time) ? iso8601_seconds(time) : iso8601_millis(time);
  }
}

std::optional<Timestamp> read_timestamp(std::string_view text, TimestampFormat format) {
  text = trim(text);
  if (const auto time = read_as(text, format)) return time;
  for (const auto other : {TimestampFormat::iso8601, TimestampFormat::http_date, TimestampFormat::unix_time}) {
    if (const auto time = read_as(text, other)) return time;
  }
  return std::nullopt;
}

void append_number(std::string& out, double number) {
  if (std::isnan(number)) {
    out += "NaN";
  } else if (std::isinf(number)) {
    out += number < 0 ? "-Infinity" : "Infinity";
  } else {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
  }
}

std::optional<double> read_number(std::string_view text) {
  text = trim(text);
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  double number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

void append_scalar(std::string& out, const Shape& shape, const void* value, TimestampFormat otherwise) {
  switch (shape.type) {
    case Type::string: out += *static_cast<const std::string*>(value); break;
    case Type::boolean: out += *static_cast<const bool*>(value) ? "true" : "false"; break;
    case Type::integer: out += std::to_string(*static_cast<const int32_t*>(value)); break;
    case Type::long_integer: out += std::to_string(*static_cast<const int64_t*>(value)); break;
    case Type::floating_point: append_number(out, *static_cast<const double*>(value)); break;
    case Type::blob: out += to_base64(as_bytes(*static_cast<const std::string*>(value))); break;
    case Type::timestamp:
      append_timestamp(out, *static_cast<const Timestamp*>(value), timestamp_format(shape, otherwise));
      break;
    default: break;  // the callers ask for scalars only
  }
}

bool read_scalar(std::string_view text, const Shape& shape, void* value, TimestampFormat otherwise) {
  switch (shape.type) {
    case Type::string: *static_cast<std::string*>(value) = text; return true;
    case Type::boolean: return read_boolean(text, value);
    case Type::integer: return read_integer<int32_t>(text, value);
    case Type::long_integer: return read_integer<int64_t>(text, value);
    case Type::floating_point: return assign(read_number(text), value);
    case Type::blob: return assign(from_base64(trim(text)), value);
    case Type::timestamp: return assign(read_timestamp(text, timestamp_format(shape, otherwise)), value);
    default: return false;
  }
}

std::string mend_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    size_t length = 1;
    while (length <= 4 && length <= text.size() && !is_utf8(text.substr(0, length))) ++length;
    if (length > 4 || length > text.size()) {
      out += "\xEF\xBF\xBD";
      length = 1;
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return out;
}

std::string_view describe(Type type) {
  switch (type) {
    case Type::structure: return "a structure";
    case Type::list: return "a list";
    case Type::map: return "a map";
    case Type::string: return "a string";
    case Type::boolean: return "a boolean";
    case Type::integer:
    case Type::long_integer: return "an integer";
    case Type::floating_point: return "a number";
    case Type::timestamp: return "a timestamp";
    case Type::blob: return "base64";
    case Type::document: return "a JSON value";
  }
  return "";
}

}  // namespace lightwell::wire
