// JSON as a policy is written in it: read strictly, every value with its place in the text.
//
// RFC 8259 without extensions: one value, UTF-8, no key twice in an object, depth and size limited.

#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace lightwell::policy {

// Of a character in the text, counted from 1; a column counts characters, not bytes.
struct Position {
  uint32_t line = 1;
  uint32_t column = 1;

  bool operator==(const Position&) const = default;
};

struct Json {
  enum class Type : uint8_t { null, boolean, number, text, array, object };
  struct Member;

  Type type = Type::null;
  Position start;               // of its first character
  Position end;                 // of its last character
  std::string text;             // of a text, decoded; of a number or boolean, as written
  std::vector<Json> items;      // of an array
  std::vector<Member> members;  // of an object, in the order written

  const Json* find(std::string_view key) const;
  bool is_scalar() const { return type == Type::text || type == Type::number || type == Type::boolean; }
};

struct Json::Member {
  std::string key;
  Position place;
  Json value;
};

struct JsonFlaw {
  Position position;
};

inline constexpr size_t kJsonDepthMax = 16;

std::expected<Json, JsonFlaw> read_json(std::string_view text);

}  // namespace lightwell::policy
