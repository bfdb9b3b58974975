// CBOR (RFC 8949) item by item: heads, strings, numbers. Strict: what is not well-formed is refused, never guessed at.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lightwell::wire {

enum class CborMajor : uint8_t { unsigned_integer, negative_integer, bytes, text, array, map, tag, simple };

struct CborHead {
  CborMajor major = CborMajor::simple;
  uint8_t info = 0;  // the low five bits: of a simple item, which one it is
  uint64_t argument = 0;
  bool is_indefinite = false;  // ends with a break

  bool is_null() const { return major == CborMajor::simple && (info == 22 || info == 23); }  // undefined too
  bool is_boolean() const { return major == CborMajor::simple && (info == 20 || info == 21); }
  bool is_float() const { return major == CborMajor::simple && info >= 25 && info <= 27; }
};

// A function that answers false has put down the problem.
class CborInput {
 public:
  explicit CborInput(std::string_view bytes) : rest_(bytes) {}

  bool head(CborHead& head);
  // The bytes of a string whose head was read; those of text must be UTF-8.
  bool string(const CborHead& head, std::string& out);
  // The number of a float whose head was read.
  static double number(const CborHead& head);
  // Whether an array or map has another item (of a map: a pair). `taken` counts them; a break is taken too.
  bool more(const CborHead& head, uint64_t& taken, bool& has_more);
  // Passes over the rest of an item whose head was read, and all within it.
  bool skip(const CborHead& head, size_t depth_left);

  bool at_end() const { return rest_.empty(); }
  bool refuse(std::string problem);
  const std::string& problem() const { return problem_; }

 private:
  bool take(uint64_t count, std::string_view& out);

  std::string_view rest_;
  std::string problem_;
};

}  // namespace lightwell::wire
