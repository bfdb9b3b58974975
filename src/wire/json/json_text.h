// A JSON value written down again while it is read: what a document keeps.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace lightwell::wire {

class JsonText {
 public:
  void open(char bracket);  // '{' or '['
  void close(char bracket);
  void key(std::string_view name);
  void value(std::string_view raw);  // a scalar as it stands in JSON
  void text(std::string_view text);  // a string, escaped here
  bool is_open() const { return depth_ != 0; }
  std::string take() { return std::exchange(text_, {}); }

 private:
  void separate();

  std::string text_;
  size_t depth_ = 0;
  bool needs_comma_ = false;
};

}  // namespace lightwell::wire
