#include "wire/json/json_text.h"

#include "wire/json/json_writer.h"

namespace lightwell::wire {

void JsonText::separate() {
  if (std::exchange(needs_comma_, true)) text_ += ',';
}

void JsonText::open(char bracket) {
  separate();
  text_ += bracket;
  ++depth_;
  needs_comma_ = false;
}

void JsonText::close(char bracket) {
  text_ += bracket;
  needs_comma_ = --depth_ != 0;
}

void JsonText::key(std::string_view name) {
  separate();
  append_json_text(text_, name);
  text_ += ':';
  needs_comma_ = false;
}

void JsonText::value(std::string_view raw) {
  separate();
  text_ += raw;
  needs_comma_ = depth_ != 0;
}

void JsonText::text(std::string_view text) {
  std::string quoted;
  append_json_text(quoted, text);
  value(quoted);
}

}  // namespace lightwell::wire
