#include "photos/search/sentence_search.h"

#include <algorithm>

#include "base/log.h"
#include "photos/likeness/likeness_rules.h"

namespace lightwell::photos {
namespace {

constexpr size_t kKeptMax = 64;  // sentences
constexpr const char* kSaysNothing = "a photo";

}  // namespace

bool is_descriptive(const Part& part) {
  if (part.is_excluded || part.is_quoted || part.field || part.is_date()) return false;
  return std::ranges::all_of(part.meanings, [](const Meaning& one) { return one.kind == MeaningKind::label; });
}

std::string sentence_in(const std::vector<Part>& parts) {
  std::string sentence;
  for (const Part& part : parts) {
    if (is_descriptive(part)) sentence += (sentence.empty() ? "" : " ") + part.text;
  }
  return sentence;
}

std::optional<std::vector<int8_t>> SentenceSearch::recall(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(kept_, key, &std::pair<std::string, std::vector<int8_t>>::first);
  if (found == kept_.end()) return std::nullopt;
  kept_.splice(kept_.begin(), kept_, found);
  return kept_.front().second;
}

Task<std::optional<std::vector<int8_t>>> SentenceSearch::numbers_of(std::string model, std::string sentence) {
  const std::string key = model + " " + sentence;
  if (auto known = recall(key)) co_return known;
  const auto placed = co_await sentences_.place(std::move(sentence));
  if (!placed) {
    log::warning("search: a sentence could not be placed: {} {}", placed.error().message, placed.error().log_words);
    co_return std::nullopt;
  }
  std::vector<int8_t> numbers = to_bytes(*placed);
  const std::lock_guard lock(mutex_);
  kept_.emplace_front(key, numbers);
  if (kept_.size() > kKeptMax) kept_.pop_back();
  co_return numbers;
}

Task<std::optional<SentencePlace>> SentenceSearch::place(std::string sentence) {
  const std::string model = sentences_.model();
  auto numbers = co_await numbers_of(model, std::move(sentence));
  if (!numbers) co_return std::nullopt;
  auto nothing = co_await numbers_of(model, kSaysNothing);
  if (!nothing || nothing->size() != numbers->size()) co_return std::nullopt;
  co_return SentencePlace{
      .model = model, .place = std::move(*numbers), .nothing = std::move(*nothing), .margin = sentences_.margin()};
}

}  // namespace lightwell::photos
