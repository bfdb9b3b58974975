#include "engines/vision/child/ctc.h"

#include <algorithm>
#include <cmath>

namespace lightwell::engines::vision {
namespace {

constexpr size_t kWordsMax = 100;
constexpr size_t kWordBytesMax = 256;

// Gathers characters into words.
class Line {
 public:
  void add(const std::string& character, float probability, float from, float to) {
    sum_ += probability;
    ++count_;
    if (character == " ") return end_word();
    if (word_.text.empty()) word_.from = from;
    if (word_.text.size() + character.size() <= kWordBytesMax) word_.text += character;
    word_.to = to;
    word_sum_ += probability;
    ++word_count_;
  }

  ReadLine finish() {
    end_word();
    line_.confidence = count_ == 0 ? 0 : sum_ / float(count_);
    for (const ReadWord& word : line_.words) line_.text += (line_.text.empty() ? "" : " ") + word.text;
    return std::move(line_);
  }

 private:
  void end_word() {
    if (!word_.text.empty() && line_.words.size() < kWordsMax) {
      word_.confidence = std::clamp(word_sum_ / float(word_count_), 0.f, 1.f);
      line_.words.push_back(std::move(word_));
    }
    word_ = {};
    word_sum_ = 0;
    word_count_ = 0;
  }

  ReadLine line_;
  ReadWord word_;
  float word_sum_ = 0;
  size_t word_count_ = 0;
  float sum_ = 0;
  size_t count_ = 0;
};

}  // namespace

ReadLine read_line(std::span<const float> probabilities, size_t steps, const std::vector<std::string>& characters) {
  const size_t classes = characters.size();
  Line line;
  size_t before = 0;
  for (size_t step = 0; step < steps && (step + 1) * classes <= probabilities.size() && classes > 0; ++step) {
    const auto row = probabilities.subspan(step * classes, classes);
    size_t best = 0;
    for (size_t i = 1; i < classes; ++i) {
      if (row[i] > row[best]) best = i;
    }
    if (best != 0 && best != before && std::isfinite(row[best])) {
      line.add(characters[best], std::clamp(row[best], 0.f, 1.f), float(step) / float(steps),
               float(step + 1) / float(steps));
    }
    before = best;
  }
  return line.finish();
}

}  // namespace lightwell::engines::vision
