// Reading a JSON body: strict about types, and every complaint names the field it is about.
//
// A JsonField is a value and the way to it ("files[0].size"). Asking it for a type it does not have is the client's
// fault: errors::invalid_field with the detail Field. Fields nobody asks for are passed over, so that an older server
// can serve a newer page.

#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace boost::json {
class value;
}

namespace lightwell::site {

struct IntegerRange {
  int64_t min = 0;
  int64_t max = 9007199254740991;  // 2^53 - 1: what JavaScript counts exactly
};

// How long a string may be, in code points.
struct TextLength {
  size_t min = 0;
  size_t max = 1024;
};

class JsonField {
 public:
  JsonField(const boost::json::value* value, std::string path) : value_(value), path_(std::move(path)) {}

  // The member of an object; one that is absent or null counts as absent. The object must be one.
  Result<JsonField> required(std::string_view name) const;
  Result<std::optional<JsonField>> optional(std::string_view name) const;
  // Every element of an array with a number of elements in [min, max].
  Result<std::vector<JsonField>> elements(size_t min, size_t max) const;

  Result<std::string> text(TextLength length = {}) const;  // UTF-8 without U+0000
  Result<int64_t> integer(IntegerRange range = {}) const;  // 3.0 is no integer
  Result<bool> boolean() const;

  const std::string& path() const { return path_; }
  // "PATH WHAT_IS_WRONG", as an error about this field.
  Error complaint(std::string_view what_is_wrong) const;

 private:
  const boost::json::value* value_;
  std::string path_;
};

// A parsed body, which owns what its fields look at.
class JsonDocument {
 public:
  JsonDocument(JsonDocument&&) noexcept;
  ~JsonDocument();

  // errors: malformed_json. Deeper than `kDepthMax` is malformed.
  static Result<JsonDocument> parse(std::string_view text);
  // The body must be an object.
  Result<JsonField> object() const;

  static constexpr size_t kDepthMax = 16;

 private:
  struct Arena;
  explicit JsonDocument(std::unique_ptr<Arena> arena);
  std::unique_ptr<Arena> arena_;
};

}  // namespace lightwell::site
