// From the probabilities of characters at each step along a line to its words (connectionist temporal classification).

#pragma once

#include <span>
#include <string>
#include <vector>

namespace lightwell::engines::vision {

struct ReadWord {
  std::string text;
  float confidence = 0;
  float from = 0;  // along the line, 0 to 1
  float to = 0;
};

struct ReadLine {
  std::string text;
  float confidence = 0;
  std::vector<ReadWord> words;
};

// `steps` rows of `characters.size()` probabilities; the first character is "none". The best at each step counts once
// for as long as it stays; a space ends a word.
ReadLine read_line(std::span<const float> probabilities, size_t steps, const std::vector<std::string>& characters);

}  // namespace lightwell::engines::vision
