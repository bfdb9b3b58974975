#include "services/sts/session_form.h"

namespace lightwell::sts {

FormWriter& FormWriter::number(uint64_t value) {
  for (; value >= 128; value >>= 7) out_ += char(value % 128 | 128);
  out_ += char(value);
  return *this;
}

FormWriter& FormWriter::text(std::string_view value) {
  number(value.size());
  out_ += value;
  return *this;
}

FormWriter& FormWriter::texts(const std::vector<std::string>& values) {
  number(values.size());
  for (const std::string& value : values) text(value);
  return *this;
}

FormWriter& FormWriter::tags(const std::vector<SessionTag>& values) {
  number(values.size());
  for (const SessionTag& tag : values) text(tag.key).text(tag.value);
  return *this;
}

uint64_t FormReader::number() {
  uint64_t value = 0;
  for (int shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
    const auto byte = uint8_t(rest_.front());
    rest_.remove_prefix(1);
    value |= uint64_t(byte & 127) << shift;
    if (byte < 128) return value;
  }
  is_sound_ = false;
  rest_ = {};
  return 0;
}

std::string FormReader::text() {
  const uint64_t length = number();
  if (length > rest_.size()) {
    is_sound_ = false;
    rest_ = {};
    return {};
  }
  std::string out(rest_.substr(0, length));
  rest_.remove_prefix(length);
  return out;
}

size_t FormReader::count() {
  const uint64_t count = number();
  if (count <= rest_.size()) return count;
  is_sound_ = false;
  rest_ = {};
  return 0;
}

std::vector<std::string> FormReader::texts() {
  std::vector<std::string> out(count());
  for (std::string& one : out) one = text();
  return out;
}

std::vector<SessionTag> FormReader::tags() {
  std::vector<SessionTag> out(count());
  for (SessionTag& tag : out) {
    tag.key = text();
    tag.value = text();
  }
  return out;
}

}  // namespace lightwell::sts
