#include "engines/vision/child/tokens.h"

#include <doctest/doctest.h>

#include <stdexcept>

namespace lightwell::engines::vision {
namespace {

constexpr std::string_view kPairs = R"({
  "model": {"type": "BPE", "end_of_word_suffix": "</w>",
    "vocab": {"a":0, "c":1, "t":2, "a</w>":3, "c</w>":4, "t</w>":5, "at</w>":6, "cat</w>":7,
      "<|startoftext|>":8, "<|endoftext|>":9, ",</w>":10, "'s</w>":11, "'":12, "s</w>":13},
    "merges": ["a t</w>", ["c", "at</w>"], "' s</w>"]}})";

constexpr std::string_view kPieces = R"({
  "added_tokens": [{"id": 1, "content": "</s>"}],
  "model": {"type": "Unigram", "unk_id": 2,
    "vocab": [["<pad>", 0], ["</s>", 0], ["<unk>", 0], ["\u2581c", -3], ["at", -2], ["\u2581cat", -4],
      ["a", -3], ["t", -3], ["\u2581", -2]]}})";

Tokenizer read(std::string_view text) { return Tokenizer::read(as_bytes(text)); }

using Tokens = std::vector<int64_t>;

}  // namespace

TEST_CASE("byte pairs are joined in the order in which they were learnt") {
  const Tokenizer tokenizer = read(kPairs);
  CHECK(tokenizer.tokens("cat", 77) == Tokens{8, 7, 9});
  CHECK(tokenizer.tokens("  CAT  at ", 77) == Tokens{8, 7, 6, 9});
  CHECK(tokenizer.tokens("cat's, a", 77) == Tokens{8, 7, 11, 10, 3, 9});
  CHECK(tokenizer.tokens("", 77) == Tokens{8, 9});
  CHECK(tokenizer.padding() == 9);
}

TEST_CASE("a long sentence is cut, and still ends with its mark") {
  const Tokenizer tokenizer = read(kPairs);
  CHECK(tokenizer.tokens("cat cat cat cat", 3) == Tokens{8, 7, 9});
  CHECK(tokenizer.tokens("cat", 1) == Tokens{9});
  CHECK(tokenizer.tokens("cat", 0).empty());
}

TEST_CASE("letters the vocabulary does not know become its mark for that") {
  CHECK(read(kPairs).tokens("\u00e9", 77) == Tokens{8, 9, 9, 9});
}

TEST_CASE("pieces are chosen so that the whole is likeliest") {
  const Tokenizer tokenizer = read(kPieces);
  CHECK(tokenizer.tokens("Cat!", 64) == Tokens{5, 1});  // -4 beats -3 - 2
  CHECK(tokenizer.tokens("at", 64) == Tokens{8, 4, 1});
  CHECK(tokenizer.tokens("c\u00e9", 64).size() >= 2);
}

TEST_CASE("what is no tokenizer says why") {
  for (const char* text : {"", "[]", "{}", R"({"model":1})", R"({"model":{"type":"BPE"}})",
                           R"({"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}})",
                           R"({"model":{"type":"BPE","vocab":{"a":0},"merges":[1]}})",
                           R"({"model":{"type":"Unigram","vocab":[["a"]]}})"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(read(text), std::runtime_error);
  }
}

}  // namespace lightwell::engines::vision
