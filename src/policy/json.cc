#include "policy/json.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace lightwell::policy {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void append_utf8(std::string& out, uint32_t code) {
  if (code < 0x80) {
    out += char(code);
  } else if (code < 0x800) {
    out += char(0xC0 | code >> 6);
    out += char(0x80 | (code & 63));
  } else if (code < 0x10000) {
    out += char(0xE0 | code >> 12);
    out += char(0x80 | (code >> 6 & 63));
    out += char(0x80 | (code & 63));
  } else {
    out += char(0xF0 | code >> 18);
    out += char(0x80 | (code >> 12 & 63));
    out += char(0x80 | (code >> 6 & 63));
    out += char(0x80 | (code & 63));
  }
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<Json> whole() {
    Json json;
    skip_space();
    if (!value(json, 0)) return std::nullopt;
    skip_space();
    if (at_ != text_.size()) return std::nullopt;
    return json;
  }
  Position here() const { return here_; }

 private:
  bool more() const { return at_ < text_.size(); }
  char peek() const { return more() ? text_[at_] : '\0'; }

  char take() {
    const char c = text_[at_++];
    last_ = here_;
    if (c == '\n') {
      ++here_.line;
      here_.column = 1;
    } else if ((uint8_t(peek()) & 0xC0) != 0x80) {
      ++here_.column;  // what follows is a new character, not the rest of this one
    }
    return c;
  }

  bool take(char expected) {
    if (!more() || text_[at_] != expected) return false;
    take();
    return true;
  }

  void skip_space() {
    while (more() && (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t')) take();
  }

  bool value(Json& out, size_t depth) {
    out.start = here_;
    const bool is_read = any_value(out, depth);
    out.end = last_;
    return is_read;
  }

  bool any_value(Json& out, size_t depth) {
    if (depth == kJsonDepthMax) return false;
    switch (peek()) {
      case '{': return object(out, depth);
      case '[': return array(out, depth);
      case '"': out.type = Json::Type::text; return text(out.text);
      case 't': return word("true", Json::Type::boolean, out);
      case 'f': return word("false", Json::Type::boolean, out);
      case 'n': return word("null", Json::Type::null, out);
      default: return number(out);
    }
  }

  bool word(std::string_view word, Json::Type type, Json& out) {
    for (const char c : word) {
      if (!take(c)) return false;
    }
    out.type = type;
    out.text = word;
    return true;
  }

  bool digits() {
    if (!is_digit(peek())) return false;
    while (is_digit(peek())) take();
    return true;
  }

  bool number(Json& out) {
    const size_t from = at_;
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      if (!digits()) return false;
    }
    out.type = Json::Type::number;
    out.text = text_.substr(from, at_ - from);
    return true;
  }

  bool text(std::string& out) {
    take();
    while (more()) {
      const char c = take();
      if (c == '"') return true;
      if (uint8_t(c) < 0x20) return false;
      if (c != '\\') {
        out += c;
      } else if (!escape(out)) {
        return false;
      }
    }
    return false;
  }

  bool escape(std::string& out) {
    if (!more()) return false;
    constexpr std::string_view kNames = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
    const char c = take();
    if (c == 'u') return unicode(out);
    const size_t which = kNames.find(c);
    if (which == kNames.npos) return false;
    out += kMeanings[which];
    return true;
  }

  std::optional<uint32_t> four_hex() {
    uint32_t code = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = peek();
      const int digit = is_digit(c)            ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return std::nullopt;
      take();
      code = code << 4 | uint32_t(digit);
    }
    return code;
  }

  bool unicode(std::string& out) {
    const auto first = four_hex();
    if (!first || (*first >= 0xDC00 && *first <= 0xDFFF)) return false;
    if (*first < 0xD800 || *first > 0xDBFF) {
      append_utf8(out, *first);
      return true;
    }
    if (!take('\\') || !take('u')) return false;
    const auto second = four_hex();
    if (!second || *second < 0xDC00 || *second > 0xDFFF) return false;
    append_utf8(out, 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00));
    return true;
  }

  bool array(Json& out, size_t depth) {
    out.type = Json::Type::array;
    take();
    skip_space();
    if (take(']')) return true;
    while (true) {
      if (!value(out.items.emplace_back(), depth + 1)) return false;
      skip_space();
      if (take(']')) return true;
      if (!take(',')) return false;
      skip_space();
    }
  }

  bool object(Json& out, size_t depth) {
    out.type = Json::Type::object;
    take();
    skip_space();
    if (take('}')) return true;
    while (true) {
      if (!member(out, depth)) return false;
      skip_space();
      if (take('}')) return true;
      if (!take(',')) return false;
      skip_space();
    }
  }

  bool member(Json& out, size_t depth) {
    Json::Member member{.key = {}, .place = here_, .value = {}};
    if (peek() != '"' || !text(member.key)) return false;
    if (out.members.size() >= kMembersMax || out.find(member.key) != nullptr) return false;
    skip_space();
    if (!take(':')) return false;
    skip_space();
    if (!value(member.value, depth + 1)) return false;
    out.members.push_back(std::move(member));
    return true;
  }

  static constexpr size_t kMembersMax = 1024;  // of one object; looking for a key's double walks them all

  std::string_view text_;
  size_t at_ = 0;
  Position here_;
  Position last_;
};

}  // namespace

const Json* Json::find(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
  return found == members.end() ? nullptr : &found->value;
}

std::expected<Json, JsonFlaw> read_json(std::string_view text) {
  Reader reader(text);
  if (!is_utf8(text)) return std::unexpected(JsonFlaw{{}});
  if (auto json = reader.whole()) return std::move(*json);
  return std::unexpected(JsonFlaw{reader.here()});
}

}  // namespace lightwell::policy
