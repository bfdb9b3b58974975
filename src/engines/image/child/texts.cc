#include "engines/image/child/texts.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"

namespace lightwell::engines::image {
namespace {

void append_code_point(std::string& out, uint32_t point) {
  if (point < 0x80) {
    out += char(point);
  } else if (point < 0x800) {
    out += {char(0xC0 | point >> 6), char(0x80 | (point & 0x3F))};
  } else if (point < 0x10000) {
    out += {char(0xE0 | point >> 12), char(0x80 | (point >> 6 & 0x3F)), char(0x80 | (point & 0x3F))};
  } else {
    out += {char(0xF0 | point >> 18), char(0x80 | (point >> 12 & 0x3F)), char(0x80 | (point >> 6 & 0x3F)),
            char(0x80 | (point & 0x3F))};
  }
}

std::string utf8_of_latin1(std::string_view raw) {
  std::string out;
  for (const char c : raw) append_code_point(out, static_cast<unsigned char>(c));
  return out;
}

std::string cut(std::string text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

}  // namespace

std::string clean_text(std::string_view raw, size_t bytes_max) {
  raw = raw.substr(0, std::min(raw.find('\0'), size_t(64) * 1024));
  std::string text(raw);
  // A cut at 64 KiB may halve a character: then its first bytes go too.
  for (int i = 0; i < 3 && raw.size() == 64 * 1024 && !is_utf8(text); ++i) text.pop_back();
  if (!is_utf8(text)) text = utf8_of_latin1(text);
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n') || byte == 0x7F) c = ' ';
  }
  const size_t start = text.find_first_not_of(" \n");
  if (start == std::string::npos) return {};
  text = text.substr(start, text.find_last_not_of(" \n") - start + 1);
  return cut(std::move(text), bytes_max);
}

std::string utf8_of_utf16(std::string_view bytes) {
  std::string out;
  const auto unit = [&](size_t i) {
    return uint32_t(static_cast<unsigned char>(bytes[i]) | static_cast<unsigned char>(bytes[i + 1]) << 8);
  };
  for (size_t i = 0; i + 1 < bytes.size(); i += 2) {
    uint32_t point = unit(i);
    if (point == 0) break;
    if (point >= 0xD800 && point < 0xDC00 && i + 3 < bytes.size() && (unit(i + 2) & 0xFC00) == 0xDC00) {
      point = 0x10000 + ((point - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
      i += 2;
    } else if (point >= 0xD800 && point < 0xE000) {
      point = 0xFFFD;
    }
    append_code_point(out, point);
  }
  return out;
}

std::string without_camera_phrases(std::string description) {
  constexpr std::array<std::string_view, 9> kPhrases = {"olympus digital camera",
                                                        "sony dsc",
                                                        "digital camera",
                                                        "kodak digital still camera",
                                                        "samsung digital camera",
                                                        "minolta digital camera",
                                                        "konica minolta digital camera",
                                                        "binary comment",
                                                        "dcim"};
  if (std::ranges::find(kPhrases, to_lower(description)) != kPhrases.end()) description.clear();
  return description;
}

}  // namespace lightwell::engines::image
