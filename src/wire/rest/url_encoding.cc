#include "wire/rest/url_encoding.h"

#include "base/text.h"
#include "wire/members.h"

namespace lightwell::wire {
namespace {

bool is_kept(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '/' || c == '*';
}

void decode_value(const Shape& shape, void* value) {
  if (shape.type == Type::structure) return url_decode_members(shape, value);
  if (shape.type != Type::list || shape.element->type != Type::structure) return;
  for (size_t i = 0; i < shape.list->size(value); ++i) {
    url_decode_members(*shape.element, const_cast<void*>(shape.list->at(value, i)));
  }
}

}  // namespace

std::string url_encode(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_kept(c)) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += '%';
      out += kHex[uint8_t(c) >> 4];
      out += kHex[uint8_t(c) & 15];
    }
  }
  return out;
}

bool is_url_encoded(const Shape& output, const void* structure) {
  for (const Member& member : output.members) {
    if (member.name != "EncodingType" || member.shape->type != Type::string) continue;
    const auto* value = static_cast<const std::string*>(find_member(structure, member));
    return value != nullptr && *value == "url";
  }
  return false;
}

void url_decode_members(const Shape& shape, void* structure) {
  for (const Member& member : shape.members) {
    if (member.is_streaming) continue;
    void* value = const_cast<void*>(find_member(structure, member));
    if (value == nullptr) continue;
    if (!member.is_url_encoded) {
      decode_value(*member.shape, value);
      continue;
    }
    auto& text = *static_cast<std::string*>(value);
    if (auto decoded = percent_decode(text, true)) text = std::move(*decoded);
  }
}

}  // namespace lightwell::wire
