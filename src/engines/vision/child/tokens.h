// The words of a sentence as the numbers that a text model knows: byte-pair encoding, as CLIP's tokenizer.json says it.

#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text.h"

namespace lightwell::engines::vision {

class Tokenizer {
 public:
  // Reads a tokenizer.json (model.type "BPE" or "Unigram"). Throws std::runtime_error with words.
  static Tokenizer read(Bytes file);

  // With the marks of beginning and end where the model has them; at most `count_max`, the mark of the end kept.
  std::vector<int64_t> tokens(std::string_view sentence, size_t count_max) const;
  int64_t padding() const { return padding_; }

 private:
  void take_model(const boost::json::object& model);
  void take_marks(const boost::json::object& whole);
  std::vector<int64_t> pairs_of_word(std::string_view word) const;
  void add_pieces(std::string_view sentence, std::vector<int64_t>& out) const;

  bool is_unigram_ = false;
  std::unordered_map<std::string, int64_t> vocabulary_;
  std::unordered_map<std::string, size_t> ranks_;  // of "left right": the lower is joined first
  std::unordered_map<std::string, float> scores_;  // of pieces, for unigrams
  std::string word_end_;                           // "</w>"
  size_t piece_bytes_max_ = 0;
  int64_t begin_ = -1;
  int64_t end_ = -1;
  int64_t unknown_ = -1;
  int64_t padding_ = 0;
};

}  // namespace lightwell::engines::vision
