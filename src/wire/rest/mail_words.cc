#include "wire/rest/mail_words.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace lightwell::wire {
namespace {

std::string from_latin1(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += char(0xC0 | byte >> 6);
      out += char(0x80 | (byte & 0x3F));
    }
  }
  return out;
}

std::optional<std::string> decode_q(std::string_view text) {
  std::string percent;
  for (const char c : text) {
    if (c == '_') {
      percent += "%20";
    } else if (c == '%') {
      percent += "%25";
    } else {
      percent += c == '=' ? '%' : c;
    }
  }
  return percent_decode(percent);
}

// Reads "=?charset?B?text?=" at the front of `text` and cuts it off.
std::optional<std::string> cut_word(std::string_view& text) {
  const size_t charset_end = text.find('?', 2);
  if (charset_end == text.npos || charset_end + 2 >= text.size() || text[charset_end + 2] != '?') return std::nullopt;
  const size_t end = text.find("?=", charset_end + 3);
  if (end == text.npos) return std::nullopt;
  const std::string_view charset = text.substr(2, charset_end - 2);
  const std::string_view body = text.substr(charset_end + 3, end - charset_end - 3);
  const char encoding = text[charset_end + 1];
  std::optional<std::string> bytes;
  if (encoding == 'B' || encoding == 'b') bytes = from_base64(body);
  if (encoding == 'Q' || encoding == 'q') bytes = decode_q(body);
  if (!bytes) return std::nullopt;
  if (equals_ignore_case(charset, "ISO-8859-1")) {
    bytes = from_latin1(*bytes);
  } else if (!equals_ignore_case(charset, "UTF-8") && !equals_ignore_case(charset, "US-ASCII")) {
    return std::nullopt;
  }
  if (!is_utf8(*bytes)) return std::nullopt;
  text.remove_prefix(end + 2);
  return bytes;
}

}  // namespace

std::string to_mail_words(std::string_view text) {
  const bool is_plain = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
  // What already looks like an encoded word would be decoded on the way back.
  if (is_plain && text.find("=?") == text.npos) return std::string(text);
  return "=?UTF-8?B?" + to_base64(as_bytes(text)) + "?=";
}

std::string from_mail_words(std::string_view text) {
  std::string out;
  bool after_word = false;
  while (!text.empty()) {
    if (after_word) {
      // White space between two encoded words belongs to neither.
      const size_t next = text.find_first_not_of(" \t");
      if (next != 0 && next != text.npos && text.substr(next).starts_with("=?")) text.remove_prefix(next);
    }
    after_word = false;
    if (text.starts_with("=?")) {
      if (const auto word = cut_word(text)) {
        out += *word;
        after_word = true;
        continue;
      }
    }
    out += text.front();
    text.remove_prefix(1);
  }
  return is_utf8(out) ? out : from_latin1(out);
}

}  // namespace lightwell::wire
