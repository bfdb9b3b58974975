// Words as they are compared: in lower case, without accents, one form for what looks alike.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lightwell::photos {

inline constexpr size_t kWordBytesMax = 64;  // a longer word is cut
inline constexpr size_t kWordsMax = 400;     // of one text; the rest is not looked at

// "Café_IMG-0042" -> "cafe", "img", "0042". Letters and digits of any script make words; a Chinese or Japanese
// character is a word of its own, since such scripts put nothing between words; so is an emoji.
std::vector<std::string> words_of(std::string_view text);
// The words with a blank between them: equal for texts a person would call the same.
std::string folded(std::string_view text);

}  // namespace lightwell::photos
