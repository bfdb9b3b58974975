#include "photos/search/search.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ranges>
#include <unordered_map>

#include "base/text.h"
#include "photos/errors.h"
#include "photos/events.h"
#include "photos/library/month_store.h"
#include "photos/search/evaluation.h"
#include "photos/search/index.h"
#include "photos/search/library_vocabulary.h"
#include "photos/search/sentence_search.h"
#include "photos/search/set_store.h"

namespace lightwell::photos {
namespace {

constexpr size_t kMeaningsShownMax = 6;
constexpr size_t kIndexedAtOnce = 50;  // in one transaction: others want to write too

// How many steps of sureness count in the order; within a step the newest comes first.
int step_of(int weight) { return weight >= 90 ? 3 : weight >= 75 ? 2 : weight >= 60 ? 1 : 0; }

constexpr int kStepMax = 3;
constexpr int kDescribedStep = -1;  // behind what is known by words

// Where a result stands in the order; the cursor of the next page.
struct Standing {
  int step = 0;
  int64_t rank = 0;  // when it was taken; of what a sentence describes: how well
  int64_t number = 0;
  friend auto operator<=>(const Standing&, const Standing&) = default;
};

std::string to_cursor(const Standing& standing) {
  return fmt::format("{}_{}_{}", standing.step, standing.rank, standing.number);
}

Result<Standing> parse_cursor(const std::string& text) {
  std::vector<int64_t> numbers;
  for (const auto part : std::views::split(text, '_')) {
    const auto number = parse_integer(std::string_view(part.begin(), part.end()));
    if (number) numbers.push_back(*number);
  }
  if (numbers.size() != 3) return fail(errors::bad_request, "The page's cursor is not one that was given.");
  return Standing{int(std::clamp<int64_t>(numbers[0], kDescribedStep, kStepMax)), numbers[1], numbers[2]};
}

std::string_view kind_text(MeaningKind kind) {
  switch (kind) {
    case MeaningKind::label: return "label";
    case MeaningKind::person: return "person";
    case MeaningKind::place: return "place";
    case MeaningKind::camera: return "camera";
    case MeaningKind::lens: return "lens";
    case MeaningKind::is: return "is";
    case MeaningKind::colour: return "colour";
  }
  return "label";
}

// Of a part that is no name.
std::string_view plain_kind(const Part& part, const Evaluated& found) {
  if (part.is_date()) return "date";
  if (part.field == SearchField::file || (found.is_text && found.is_file_name)) return "file";
  return found.is_text || part.field == SearchField::text ? "text" : "none";
}

FoundPart describe(const Part& part, const Evaluated& found) {
  FoundPart told{.text = part.text,
                 .kind = std::string(plain_kind(part, found)),
                 .meaning = part.text,
                 .person_ids = {},
                 .count = int64_t(found.hits.size()),
                 .is_excluded = part.is_excluded,
                 .is_unmatched = found.hits.empty()};
  // What is understood and found nowhere ("raw" where there are no RAW files) is not unknown.
  const auto& meanings = found.hits.empty() ? part.meanings : found.meanings;
  if (meanings.empty()) return told;
  // Whoever is a person is first of all a person; the rest in the order of the kinds.
  const auto first = std::ranges::find(meanings, MeaningKind::person, &Meaning::kind);
  told.kind = kind_text(first != meanings.end() ? MeaningKind::person : meanings.front().kind);
  std::vector<std::string> shown;
  for (const Meaning& meaning : meanings) {
    if (!meaning.person.empty()) told.person_ids.push_back(meaning.person);
    if (shown.size() < kMeaningsShownMax && std::ranges::find(shown, meaning.shown) == shown.end()) {
      shown.push_back(meaning.shown);
    }
  }
  told.meaning = fmt::format("{}", fmt::join(shown, ", "));
  if (found.has_more_by_text) {
    told.meaning += fmt::format(" or “{}” in {}", part.text, found.is_file_name ? "file names" : "texts");
  }
  return told;
}

// How a part may be typed again.
std::string typed(const FoundPart& part) {
  const bool has_blank = part.text.find(' ') != part.text.npos;
  return fmt::format("{}{}", part.is_excluded ? "-" : "", has_blank ? "\"" + part.text + "\"" : part.text);
}

Result<std::vector<Part>> parts_of(store::Reader& reader, const std::string& owner, const std::vector<Term>& terms,
                                   Timestamp now) {
  TRY(const auto years, years_of(reader, owner));
  const DateContext context{
      .now = now, .first_year = years ? years->first : 1970, .last_year = years ? years->second : 1970};
  LibraryVocabulary vocabulary(reader, owner);
  return interpret(terms, vocabulary, context);
}

class Finder {
 public:
  Finder(store::Reader& reader, std::string owner, const SearchRequest& request, Timestamp now)
      : reader_(reader), owner_(std::move(owner)), request_(request), now_(now) {}

  // Photos that a sentence describes count, too. Both must outlive the finder.
  void look_for(const SentencePlace& sentence, Gallery& gallery) {
    sentence_ = &sentence;
    gallery_ = &gallery;
  }

  Result<SearchResult> run() {
    TRY(result_.version, newest_event(reader_, owner_));
    TRY(const auto terms, parse_query(request_.text));
    if (trim(request_.text).empty() && !request_.box) {
      return fail(errors::bad_request, "Nothing to look for was typed.");
    }
    // Signs alone, or a field without a word: nothing is asked for, so there is nothing to find.
    if (terms.empty() && !request_.box) return std::move(result_);
    TRY(const Hits hits, find(terms));
    REQUIRE_OK(fill_page(hits));
    return std::move(result_);
  }

 private:
  Result<Hits> find(const std::vector<Term>& terms) {
    TRY(Evaluator evaluator, Evaluator::open(reader_, owner_));
    TRY(const auto parts, parts_of(reader_, owner_, terms, now_));
    std::optional<Hits> wanted;
    std::optional<Hits> frame;  // of what describes no picture
    Hits excluded;
    for (const Part& part : parts) {
      TRY(const Evaluated found, evaluator.evaluate(part));
      result_.parts.push_back(describe(part, found));
      if (part.is_excluded) {
        excluded = either(std::move(excluded), found.hits);
        continue;
      }
      wanted = wanted ? both(*wanted, found.hits) : found.hits;
      if (!is_descriptive(part)) frame = frame ? both(*frame, found.hits) : found.hits;
    }
    if (request_.box) {
      TRY(const Hits inside, photos_in_box(reader_, owner_, *request_.box));
      wanted = wanted ? both(*wanted, inside) : inside;
      frame = frame ? both(*frame, inside) : inside;
    }
    if (!wanted) {
      TRY(wanted, evaluator.everything());
    }
    if (sentence_ != nullptr) {
      TRY(Hits described, described_within(frame));
      described = without(evaluator.visible(std::move(described)), excluded);
      if (!described.empty()) join_descriptive(parts, described.size());
      wanted = either(std::move(*wanted), std::move(described));
    }
    name_what_is_missing();
    return without(*wanted, excluded);
  }

  // With weights of 0: whatever is known by words is surer.
  Result<Hits> described_within(const std::optional<Hits>& frame) {
    TRY(const auto found, gallery_->described_by(reader_, owner_, *sentence_, now_));
    Hits hits;
    for (const Described& one : found) {
      likeness_[one.number] = one.likeness;
      hits.push_back({.number = one.number, .weight = 0});
    }
    hits = tidy(std::move(hits));
    return frame ? both(hits, *frame) : hits;
  }

  // The words that describe are told as the one sentence they are; those that matched nothing alone are no more
  // missing.
  void join_descriptive(const std::vector<Part>& parts, size_t count) {
    const std::string sentence = sentence_in(parts);
    for (size_t i = parts.size(); i-- > 0;) {
      if (is_descriptive(parts[i]) && result_.parts[i].is_unmatched) {
        result_.parts.erase(result_.parts.begin() + ptrdiff_t(i));
      }
    }
    result_.parts.push_back({.text = sentence, .kind = "sentence", .meaning = sentence, .count = int64_t(count)});
  }

  Standing standing_of(const Ranked& ranked) const {
    if (ranked.weight > 0) return {step_of(ranked.weight), to_micros(ranked.taken), ranked.number};
    const auto found = likeness_.find(ranked.number);
    constexpr double kMillion = 1'000'000;
    return {kDescribedStep, found == likeness_.end() ? 0 : int64_t(found->second * kMillion), ranked.number};
  }

  void name_what_is_missing() {
    std::vector<std::string> kept;
    bool is_missing = false;
    for (const FoundPart& part : result_.parts) {
      if (part.is_unmatched) {
        is_missing = true;
      } else {
        kept.push_back(typed(part));
      }
    }
    if (is_missing) result_.without = fmt::format("{}", fmt::join(kept, " "));
  }

  Result<void> fill_page(const Hits& hits) {
    TRY(std::vector<Ranked> ranked, with_dates(reader_, owner_, hits));
    result_.total = int64_t(ranked.size());
    if (request_.after) {
      TRY(const Standing last, parse_cursor(*request_.after));
      std::erase_if(ranked, [&](const Ranked& one) { return standing_of(one) >= last; });
    }
    const size_t count = std::min(ranked.size(), request_.limit);
    std::ranges::partial_sort(ranked, ranked.begin() + ptrdiff_t(count), std::greater{},
                              [this](const Ranked& one) { return standing_of(one); });
    if (count < ranked.size() && count > 0) result_.next = to_cursor(standing_of(ranked[count - 1]));
    std::vector<std::string> ids;
    for (size_t i = 0; i < count; ++i) {
      TRY(auto photo, cover_of(reader_, ranked[i].number));
      if (photo) ids.push_back(std::move(photo->photo_id));
    }
    TRY(result_.tiles, tiles_of(reader_, owner_, ids));
    return {};
  }

  store::Reader& reader_;
  const std::string owner_;
  const SearchRequest& request_;
  const Timestamp now_;
  const SentencePlace* sentence_ = nullptr;
  Gallery* gallery_ = nullptr;
  std::unordered_map<int64_t, double> likeness_;  // of described photos, by number
  SearchResult result_;
};

}  // namespace

Task<Result<SearchResult>> Search::search(Viewer viewer, SearchRequest request, Timestamp now) {
  const std::string owner = owner_seen_by(viewer);
  if (request.limit == 0 || request.limit > kSearchLimitMax) {
    co_return fail(errors::bad_request, fmt::format("A page has 1 to {} photos.", kSearchLimitMax));
  }
  std::optional<SentencePlace> sentence;
  if (sentences_ != nullptr && sentences_->is_possible()) {
    CO_TRY(sentence, co_await place_of(owner, request.text, now));
  }
  co_return co_await database_.read([&, this](store::Reader& reader) {
    Finder finder(reader, owner, request, now);
    if (sentence) finder.look_for(*sentence, sentences_->gallery());
    return finder.run();
  });
}

// What of the words is a sentence is known by the library's names alone, and where it lies by a model: that takes time,
// and no snapshot is held meanwhile.
Task<Result<std::optional<SentencePlace>>> Search::place_of(const std::string& owner, const std::string& text,
                                                            Timestamp now) {
  CO_TRY(const std::string sentence, co_await database_.read([&, now](store::Reader& reader) -> Result<std::string> {
    TRY(const auto terms, parse_query(text));
    TRY(const auto parts, parts_of(reader, owner, terms, now));
    return sentence_in(parts);
  }));
  if (sentence.empty()) co_return std::optional<SentencePlace>();
  co_return co_await sentences_->place(sentence);
}

Task<Result<std::string>> Search::state(Viewer viewer) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await database_.read([owner](store::Reader& reader) -> Result<std::string> {
    TRY(const int64_t version, newest_event(reader, owner));
    TRY(const int64_t waiting, count_not_indexed(reader));
    return fmt::format("{}-{}-{}", version, waiting, owner);
  });
}

Task<Result<void>> Search::catch_up() {
  while (true) {
    CO_TRY(const size_t count, co_await database_.write([](store::Transaction& transaction) {
      return index_next(transaction, kIndexedAtOnce);
    }));
    if (count < kIndexedAtOnce) co_return Result<void>{};
  }
}

}  // namespace lightwell::photos
