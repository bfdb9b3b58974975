// Writing JSON by appending: an answer with 10,000 photos is one string that grows, not a tree.
//
//   JsonWriter out;
//   out.open_object().key("changed").integer(3).close_object();
//
// Commas are placed by the writer; pairing opens with closes is the caller's. Text that is not UTF-8 loses its broken
// bytes to U+FFFD.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lightwell::site {

class JsonWriter {
 public:
  JsonWriter& open_object() { return open('{'); }
  JsonWriter& close_object() { return close('}'); }
  JsonWriter& open_array() { return open('['); }
  JsonWriter& close_array() { return close(']'); }
  JsonWriter& key(std::string_view name);

  JsonWriter& text(std::string_view value);
  JsonWriter& integer(int64_t value);
  JsonWriter& number(double value);  // the shortest form that reads back the same; null if it is not finite
  JsonWriter& boolean(bool value);
  JsonWriter& null();

  void reserve(size_t bytes) { out_.reserve(bytes); }
  std::string take() && { return std::move(out_); }

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string out_;
  bool needs_comma_ = false;
};

}  // namespace lightwell::site
