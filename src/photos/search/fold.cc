#include "photos/search/fold.h"

#include <fmt/ranges.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace lightwell::photos {
namespace {

constexpr size_t kTextBytesMax = 64 * 1024;

bool belongs_to_word(utf8proc_int32_t code_point) {
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO: return true;
    default: return false;
  }
}

// Emoji and other pictures that stand in names.
bool is_sign(utf8proc_int32_t code_point) {
  return code_point >= 0x2600 && utf8proc_category(code_point) == UTF8PROC_CATEGORY_SO;
}

// Han, Hiragana, Katakana; emoji.
bool is_word_by_itself(utf8proc_int32_t code_point) {
  return is_sign(code_point) || (code_point >= 0x3040 && code_point <= 0x30ff) ||
         (code_point >= 0x3400 && code_point <= 0x9fff) || (code_point >= 0xf900 && code_point <= 0xfaff) ||
         (code_point >= 0x20000 && code_point <= 0x3ffff);
}

// Decomposed, marks taken off, case folded. Broken UTF-8 makes no words.
std::string plain(std::string_view text) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto options = utf8proc_option_t(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
                                         UTF8PROC_IGNORE | UTF8PROC_STABLE);
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   utf8proc_ssize_t(text.size()), &mapped, options);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(mapped, &std::free);
  if (length <= 0) return {};
  return {reinterpret_cast<const char*>(mapped), size_t(length)};
}

// At most so many bytes, whole characters.
std::string_view beginning(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && (uint8_t(text[bytes_max]) & 0xc0) == 0x80) --bytes_max;
  return text.substr(0, bytes_max);
}

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty() && words.size() < kWordsMax) words.emplace_back(beginning(word, kWordBytesMax));
    word.clear();
  };
  const std::string folded_text = plain(beginning(text, kTextBytesMax));
  std::string_view rest = folded_text;
  while (!rest.empty() && words.size() < kWordsMax) {
    utf8proc_int32_t code_point = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),
                                         utf8proc_ssize_t(rest.size()), &code_point);
    if (length <= 0) break;
    const std::string_view character = rest.substr(0, size_t(length));
    rest.remove_prefix(size_t(length));
    const bool stands_alone = is_word_by_itself(code_point);
    if (stands_alone || !belongs_to_word(code_point)) end_word();
    if (stands_alone || belongs_to_word(code_point)) word += character;
    if (stands_alone) end_word();
  }
  end_word();
  return words;
}

std::string folded(std::string_view text) { return fmt::format("{}", fmt::join(words_of(text), " ")); }

}  // namespace lightwell::photos
