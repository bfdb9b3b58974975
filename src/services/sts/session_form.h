// Texts and numbers one behind the other, as session tokens hold them.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/call.h"

namespace lightwell::sts {

class FormWriter {
 public:
  FormWriter& number(uint64_t value);  // seven bits a byte, the lowest first
  FormWriter& text(std::string_view value);
  FormWriter& texts(const std::vector<std::string>& values);
  FormWriter& tags(const std::vector<SessionTag>& values);
  std::string take() && { return std::move(out_); }

 private:
  std::string out_;
};

// After something that is not there, everything reads as empty and is_sound() answers false.
class FormReader {
 public:
  explicit FormReader(std::string_view bytes) : rest_(bytes) {}
  uint64_t number();
  std::string text();
  std::vector<std::string> texts();
  std::vector<SessionTag> tags();
  bool is_sound() const { return is_sound_; }
  bool is_at_end() const { return rest_.empty(); }

 private:
  size_t count();  // of entries: never more than there are bytes
  std::string_view rest_;
  bool is_sound_ = true;
};

}  // namespace lightwell::sts
