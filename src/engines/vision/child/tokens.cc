#include "engines/vision/child/tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <limits>
#include <stdexcept>

namespace lightwell::engines::vision {
namespace {

namespace json = boost::json;

constexpr size_t kEntriesMax = 2'000'000;
constexpr size_t kWordBytesMax = 256;
constexpr std::string_view kSpaceMark = "\xe2\x96\x81";  // U+2581, a space within pieces

[[noreturn]] void refuse(std::string_view words) {
  throw std::runtime_error(fmt::format("the tokenizer cannot be read: {}", words));
}

// Byte-level vocabularies write each byte as a letter: printable ones as they are, the others from U+0100 on.
std::array<std::string, 256> letters_of_bytes() {
  std::array<std::string, 256> letters;
  unsigned next = 256;
  for (unsigned byte = 0; byte < 256; ++byte) {
    const bool is_plain = (byte >= 33 && byte <= 126) || (byte >= 161 && byte != 173);
    const unsigned point = is_plain ? byte : next++;
    letters[byte] = point < 0x80 ? std::string(1, char(point))
                                 : std::string{char(0xc0 | (point >> 6)), char(0x80 | (point & 0x3f))};
  }
  return letters;
}

enum class Kind { space, letter, digit, other };

// Bytes beyond ASCII count as letters: words of every script stay whole.
Kind kind_of(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')) return Kind::letter;
  if (byte >= '0' && byte <= '9') return Kind::digit;
  return byte <= ' ' ? Kind::space : Kind::other;
}

// As CLIP splits: letters together, digits alone, marks together, and English endings such as 's apart.
std::vector<std::string> words_of(std::string_view sentence) {
  constexpr std::array<std::string_view, 7> endings = {"'re", "'ve", "'ll", "'s", "'t", "'m", "'d"};
  const std::string text = to_lower(sentence);
  std::vector<std::string> words;
  for (std::string_view rest = text; !rest.empty();) {
    const Kind kind = kind_of(rest.front());
    const auto ending = std::ranges::find_if(endings, [&](std::string_view end) { return rest.starts_with(end); });
    size_t length = 1;
    if (ending != endings.end()) {
      length = ending->size();
    } else if (kind != Kind::digit) {
      while (length < rest.size() && length < kWordBytesMax && kind_of(rest[length]) == kind) ++length;
    }
    if (kind != Kind::space) words.emplace_back(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  return words;
}

const json::value* at(const json::object& object, std::string_view key) { return object.if_contains(key); }

std::string text_at(const json::object& object, std::string_view key) {
  const json::value* found = at(object, key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

// "a b", or a list of the two.
std::string pair_of(const json::value& merge) {
  if (merge.is_string()) return std::string(merge.get_string());
  if (merge.is_array() && merge.get_array().size() == 2 && merge.get_array()[0].is_string() &&
      merge.get_array()[1].is_string()) {
    return std::string(merge.get_array()[0].get_string()) + " " + std::string(merge.get_array()[1].get_string());
  }
  refuse("a merge is no pair");
}

}  // namespace

Tokenizer Tokenizer::read(Bytes file) {
  boost::system::error_code broken;
  const json::value value = json::parse(json::string_view(as_text(file).data(), file.size()), broken);
  if (broken || !value.is_object()) refuse("it is no JSON");
  const json::value* model = at(value.get_object(), "model");
  if (model == nullptr || !model->is_object()) refuse("it has no model");
  Tokenizer made;
  made.take_model(model->get_object());
  made.take_marks(value.get_object());
  return made;
}

void Tokenizer::take_model(const json::object& model) {
  const std::string type = text_at(model, "type");
  const json::value* vocabulary = at(model, "vocab");
  if (vocabulary == nullptr) refuse("it has no vocabulary");
  is_unigram_ = type == "Unigram";
  if (is_unigram_) {
    if (!vocabulary->is_array() || vocabulary->get_array().size() > kEntriesMax) refuse("its vocabulary is no list");
    for (const json::value& entry : vocabulary->get_array()) {
      if (!entry.is_array() || entry.get_array().size() != 2 || !entry.get_array()[0].is_string()) {
        refuse("a piece of its vocabulary has no score");
      }
      const std::string piece(entry.get_array()[0].get_string());
      const auto& score = entry.get_array()[1];
      scores_[piece] = score.is_number() ? score.to_number<float>() : 0;
      piece_bytes_max_ = std::max(piece_bytes_max_, piece.size());
      vocabulary_.emplace(piece, int64_t(vocabulary_.size()));
    }
    if (const json::value* unknown = at(model, "unk_id"); unknown != nullptr && unknown->is_int64()) {
      unknown_ = unknown->get_int64();
    }
    return;
  }
  const json::value* merges = at(model, "merges");
  if (!vocabulary->is_object() || merges == nullptr || !merges->is_array()) refuse("it is neither BPE nor Unigram");
  if (vocabulary->get_object().size() > kEntriesMax || merges->get_array().size() > kEntriesMax)
    refuse("it is too large");
  for (const auto& [token, number] : vocabulary->get_object()) {
    if (!number.is_int64() || number.get_int64() < 0) refuse("a token has no number");
    vocabulary_.emplace(std::string(token), number.get_int64());
  }
  for (const json::value& merge : merges->get_array()) ranks_.emplace(pair_of(merge), ranks_.size());
  word_end_ = text_at(model, "end_of_word_suffix");
}

void Tokenizer::take_marks(const json::object& whole) {
  if (const json::value* added = at(whole, "added_tokens"); added != nullptr && added->is_array()) {
    for (const json::value& one : added->get_array()) {
      if (!one.is_object()) continue;
      const json::value* number = at(one.get_object(), "id");
      if (number != nullptr && number->is_int64()) {
        vocabulary_.insert_or_assign(text_at(one.get_object(), "content"), number->get_int64());
      }
    }
  }
  const auto number_of = [&](std::initializer_list<const char*> names) -> int64_t {
    for (const char* name : names) {
      if (const auto found = vocabulary_.find(name); found != vocabulary_.end()) return found->second;
    }
    return -1;
  };
  if (!is_unigram_) begin_ = number_of({"<|startoftext|>", "<start_of_text>"});
  end_ = number_of({"<|endoftext|>", "<end_of_text>", "</s>"});
  padding_ = std::max<int64_t>(0, end_);
  if (unknown_ < 0) unknown_ = number_of({"<unk>", "<|endoftext|>"});
}

// The pair that was most frequent in training is joined first, then the next, until none is left.
std::vector<int64_t> Tokenizer::pairs_of_word(std::string_view word) const {
  static const std::array<std::string, 256> letters = letters_of_bytes();
  std::vector<std::string> parts;
  for (const char c : word.substr(0, kWordBytesMax)) parts.push_back(letters[static_cast<unsigned char>(c)]);
  if (!parts.empty()) parts.back() += word_end_;
  while (parts.size() > 1) {
    size_t best = 0;
    size_t best_rank = std::numeric_limits<size_t>::max();
    for (size_t i = 0; i + 1 < parts.size(); ++i) {
      const auto rank = ranks_.find(parts[i] + " " + parts[i + 1]);
      if (rank != ranks_.end() && rank->second < best_rank) {
        best = i;
        best_rank = rank->second;
      }
    }
    if (best_rank == std::numeric_limits<size_t>::max()) break;
    parts[best] += parts[best + 1];
    parts.erase(parts.begin() + ptrdiff_t(best) + 1);
  }
  std::vector<int64_t> tokens;
  for (const std::string& part : parts) {
    const auto found = vocabulary_.find(part);
    if (found != vocabulary_.end()) {
      tokens.push_back(found->second);
    } else if (unknown_ >= 0) {
      tokens.push_back(unknown_);
    }
  }
  return tokens;
}

// The likeliest way to put the sentence together of pieces.
void Tokenizer::add_pieces(std::string_view sentence, std::vector<int64_t>& out) const {
  constexpr float kUnknownScore = -100;
  std::string text;
  for (const std::string& word : words_of(sentence)) {
    if (kind_of(word.front()) != Kind::other) text += std::string(kSpaceMark) + word;
  }
  struct Best {
    float score = -std::numeric_limits<float>::infinity();
    size_t from = 0;
    int64_t token = -1;
  };
  std::vector<Best> best(text.size() + 1);
  best[0].score = 0;
  for (size_t from = 0; from < text.size(); ++from) {
    if (!std::isfinite(best[from].score)) continue;
    for (size_t length = 1; length <= piece_bytes_max_ && from + length <= text.size(); ++length) {
      const auto piece = scores_.find(text.substr(from, length));
      const bool is_known = piece != scores_.end();
      if (!is_known && length > 1) continue;
      const float score = best[from].score + (is_known ? piece->second : kUnknownScore);
      if (score <= best[from + length].score) continue;
      best[from + length] = {score, from, is_known ? vocabulary_.at(piece->first) : unknown_};
    }
  }
  std::vector<int64_t> reversed;
  for (size_t at = text.size(); at > 0; at = best[at].from) {
    if (best[at].token >= 0) reversed.push_back(best[at].token);
  }
  out.insert(out.end(), reversed.rbegin(), reversed.rend());
}

std::vector<int64_t> Tokenizer::tokens(std::string_view sentence, size_t count_max) const {
  std::vector<int64_t> tokens;
  if (begin_ >= 0) tokens.push_back(begin_);
  if (is_unigram_) {
    add_pieces(sentence, tokens);
  } else {
    for (const std::string& word : words_of(sentence)) {
      const auto parts = pairs_of_word(word);
      tokens.insert(tokens.end(), parts.begin(), parts.end());
      if (tokens.size() >= count_max) break;
    }
  }
  const size_t room = end_ >= 0 && count_max > 0 ? count_max - 1 : count_max;
  if (tokens.size() > room) tokens.resize(room);
  if (end_ >= 0 && count_max > 0) tokens.push_back(end_);
  return tokens;
}

}  // namespace lightwell::engines::vision
