#include "site/json_writer.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "base/text.h"

namespace lightwell::site {
namespace {

// The length of the longest prefix that is well-formed UTF-8 by itself, at most `text`.
size_t good_prefix(std::string_view text) {
  size_t low = 0;
  while (low < text.size()) {
    size_t step = 1;
    while (step <= 4 && low + step <= text.size() && !is_utf8(text.substr(low, step))) ++step;
    if (step > 4 || low + step > text.size()) return low;
    low += step;
  }
  return low;
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (uint8_t(c) < 0x20) {
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", uint8_t(c));
        } else {
          out += c;
        }
    }
  }
}

}  // namespace

void JsonWriter::separate() {
  if (needs_comma_) out_ += ',';
  needs_comma_ = true;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  text(name);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  separate();
  out_ += '"';
  if (is_utf8(value)) {
    append_escaped(out_, value);
  } else {
    while (!value.empty()) {
      const size_t good = good_prefix(value);
      append_escaped(out_, value.substr(0, good));
      value.remove_prefix(good);
      if (value.empty()) break;
      out_ += "\xEF\xBF\xBD";
      value.remove_prefix(1);
    }
  }
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::integer(int64_t value) {
  separate();
  fmt::format_to(std::back_inserter(out_), "{}", value);
  return *this;
}

JsonWriter& JsonWriter::number(double value) {
  if (!std::isfinite(value)) return null();
  separate();
  fmt::format_to(std::back_inserter(out_), "{}", value);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  out_ += "null";
  return *this;
}

}  // namespace lightwell::site
