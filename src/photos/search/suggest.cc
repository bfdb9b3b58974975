// What the last word of the box may become.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>
#include <set>

#include "photos/errors.h"
#include "photos/search/evaluation.h"
#include "photos/search/fold.h"
#include "photos/search/library_vocabulary.h"
#include "photos/search/people_store.h"
#include "photos/search/search.h"
#include "photos/search/set_store.h"
#include "photos/search/suggestion_rules.h"
#include "photos/search/term_store.h"

namespace lightwell::photos {
namespace {

constexpr int kNearlyAsWell = 20;      // of a hit's weight, which goes to 100
constexpr size_t kCandidatesMore = 4;  // than are asked for; those with the most photos come first
constexpr size_t kLabelsEach = 4;      // looked at for one that is shown: what says little is left out
constexpr size_t kYearsMax = 60;
constexpr size_t kCoversTried = 20;
constexpr double kNearlyAll = 0.9;  // a kind of it that has so many of its photos stands in a label's place

struct Candidate {
  std::string before;
  std::string kind;
  std::string text;
  std::string query;  // of this one alone
  std::optional<std::string> person_id = {};
  std::optional<std::string> face_id = {};
  Hits hits = {};
};

std::string_view kind_text(MeaningKind kind) {
  switch (kind) {
    case MeaningKind::label: return "label";
    case MeaningKind::place: return "place";
    case MeaningKind::camera: return "camera";
    case MeaningKind::colour: return "colour";
    default: return "lens";
  }
}

class Suggester {
 public:
  Suggester(store::Reader& reader, std::string owner, const std::vector<Ending>& endings, size_t limit)
      : reader_(reader), owner_(std::move(owner)), endings_(endings), limit_(limit) {}

  Result<std::vector<Suggestion>> run() {
    TRY(Evaluator evaluator, Evaluator::open(reader_, owner_));
    is_for_nothing_ =
        endings_.size() == 1 && folded(endings_.front().before).empty() && endings_.front().beginning.empty();
    for (const Ending& ending : endings_) {
      before_ = ending.before;
      REQUIRE_OK(add_people(ending.beginning, evaluator));
      REQUIRE_OK(add_terms(ending.beginning, evaluator));
      REQUIRE_OK(add_states(ending.beginning, evaluator));
      REQUIRE_OK(add_times(ending.beginning, evaluator));
    }
    std::ranges::stable_sort(found_, std::greater{}, [](const Candidate& one) { return one.hits.size(); });
    return answer();
  }

 private:
  size_t candidates_max() const { return limit_ + kCandidatesMore; }

  bool is_new(std::string_view kind, std::string_view text) const {
    return std::ranges::none_of(found_, [&](const Candidate& one) { return one.kind == kind && one.text == text; });
  }

  void add(Candidate candidate) {
    if (candidate.hits.empty() || !is_new(candidate.kind, candidate.text)) return;
    candidate.before = before_;
    found_.push_back(std::move(candidate));
  }

  Result<void> add_people(const std::string& beginning, Evaluator& evaluator) {
    TRY(const auto people, named_people(reader_, owner_));
    size_t counted = 0;
    for (const NamedPerson& person : people) {
      const std::string name = folded(person.name);
      if (!begins_a_word(name, beginning) || counted++ >= candidates_max()) continue;
      TRY(const Hits hits, photos_of_person(reader_, person.id));
      add({.kind = "person",
           .text = person.name,
           .query = quoted(name),
           .person_id = person.id,
           .face_id = person.cover_face,
           .hits = evaluator.visible(hits)});
    }
    return {};
  }

  // Those with the most photos that say something of them: not "Animal", and not "Canine" where all of them are dogs.
  Result<std::vector<TermRow>> top_labels(Evaluator& evaluator) {
    TRY(auto most, top_terms(reader_, owner_, TermKind::label, limit_ * kLabelsEach));
    std::erase_if(most, [](const TermRow& term) { return says_little(term.shown); });
    std::map<std::string, size_t> photos, photos_of_kind;  // by name; of the largest of its kinds
    for (const TermRow& term : most) {
      TRY(const Hits hits, evaluator.in_term(term.id));
      photos[term.shown] = hits.size();
      TRY(const auto parents, parents_of_label(reader_, owner_, term.key));
      for (const std::string& parent : parents) {
        photos_of_kind[parent] = std::max(photos_of_kind[parent], hits.size());
      }
    }
    std::erase_if(most, [&](const TermRow& term) {
      const auto kind = photos_of_kind.find(term.shown);
      return kind != photos_of_kind.end() && double(kind->second) >= kNearlyAll * double(photos[term.shown]);
    });
    if (most.size() > limit_) most.resize(limit_);
    return most;
  }

  Result<void> add_terms(const std::string& beginning, Evaluator& evaluator) {
    std::vector<TermRow> terms;
    if (is_for_nothing_) {
      TRY(terms, top_labels(evaluator));
      for (const TermKind kind : {TermKind::town, TermKind::camera, TermKind::lens, TermKind::colour}) {
        TRY(const auto most, top_terms(reader_, owner_, kind, limit_));
        terms.insert(terms.end(), most.begin(), most.end());
      }
    } else {
      TRY(terms, terms_beginning(reader_, owner_, beginning, candidates_max()));
    }
    for (const TermRow& term : terms) {
      const auto kind = meaning_kind(term.kind);
      if (!kind) continue;
      TRY(Hits hits, evaluator.in_term(term.id));
      const std::string name =
          folded(term.shown.substr(0, *kind == MeaningKind::place ? term.shown.rfind(", ") : term.shown.npos));
      add({.kind = std::string(kind_text(*kind)), .text = term.shown, .query = quoted(name), .hits = std::move(hits)});
    }
    return {};
  }

  Result<void> add_states(const std::string& beginning, Evaluator& evaluator) {
    for (const auto& [word, shown, what] :
         {std::tuple("favourites", "Favourites", IsWhat::favourite),
          std::tuple("favorites", "Favourites", IsWhat::favourite), std::tuple("archived", "Archive", IsWhat::archived),
          std::tuple("raw", "RAW files", IsWhat::raw), std::tuple("animations", "Animations", IsWhat::animation)}) {
      if (!std::string_view(word).starts_with(beginning)) continue;
      TRY(const Hits hits, photos_that_are(reader_, owner_, what));
      add({.kind = "is", .text = shown, .query = fmt::format("is:{}", word), .hits = evaluator.visible(hits)});
    }
    return {};
  }

  Result<std::vector<MonthName>> times(const std::string& beginning) {
    std::vector<MonthName> found;
    if (is_for_nothing_) {
      TRY(const auto with_photos, years_with_photos(reader_, owner_, kYearsMax));
      for (const int year : with_photos) found.push_back(whole_year(year));
      return found;
    }
    TRY(const auto years, years_of(reader_, owner_));
    if (years) found = times_beginning(beginning, years->first, years->second);
    return found;
  }

  Result<void> add_times(const std::string& beginning, Evaluator& evaluator) {
    TRY(const auto months, times(beginning));
    for (const MonthName& month : months) {
      TRY(const Hits hits, photos_taken(reader_, owner_, {month.span}));
      add({.kind = "date", .text = month.shown, .query = month.query, .hits = evaluator.visible(hits)});
    }
    return {};
  }

  // The photo that came last and fits best stands for the rest; one that stands for something else already gives way to
  // another that fits nearly as well.
  std::optional<int64_t> stands_for(const Hits& hits) {
    const int most = std::ranges::max(hits, {}, &Hit::weight).weight;
    const Hit* best = nullptr;
    const Hit* taken = nullptr;
    for (const Hit& hit : std::views::reverse(hits)) {  // the latest first, so that few need a look at the set
      if (best != nullptr && hit.weight / 10 <= best->weight / 10) continue;
      if (without_picture_.contains(hit.number)) continue;
      const bool is_good = hit.weight + kNearlyAsWell >= most;
      if (is_good && !covers_.contains(hit.number))
        best = &hit;
      else if (taken == nullptr || hit.weight / 10 > taken->weight / 10)
        taken = &hit;
    }
    if (best == nullptr) best = taken;
    if (best == nullptr) return std::nullopt;
    return best->number;
  }

  // What could not be read has no picture to show.
  Result<std::optional<Cover>> cover_for(const Hits& hits) {
    for (size_t tried = 0; tried < kCoversTried; ++tried) {
      const auto number = stands_for(hits);
      if (!number) break;
      TRY(auto cover, cover_of(reader_, *number));
      if (cover && cover->has_picture) {
        covers_.insert(*number);
        return cover;
      }
      without_picture_.insert(*number);
    }
    return std::nullopt;
  }

  Result<std::vector<Suggestion>> answer() {
    std::vector<Suggestion> suggestions;
    for (const Candidate& one : found_) {
      if (suggestions.size() == limit_ && !is_for_nothing_) break;
      Suggestion made{.kind = one.kind,
                      .text = one.text,
                      .count = int64_t(one.hits.size()),
                      .query = one.before + one.query,
                      .person_id = one.person_id,
                      .face_id = one.face_id,
                      .photo_id = {}};
      TRY(const auto cover, cover_for(one.hits));
      if (cover) {
        made.photo_id = cover->photo_id;
        made.photo_version = cover->version;
      }
      suggestions.push_back(std::move(made));
    }
    return suggestions;
  }

  store::Reader& reader_;
  const std::string owner_;
  const std::vector<Ending>& endings_;
  const size_t limit_;
  std::string before_;
  bool is_for_nothing_ = false;  // nothing was typed: of each kind what there is most of
  std::vector<Candidate> found_;
  std::set<int64_t> covers_;  // the numbers of photos that stand for something
  std::set<int64_t> without_picture_;
};

}  // namespace

Task<Result<std::vector<Suggestion>>> Search::suggest(Viewer viewer, std::string text, size_t limit) {
  if (limit == 0 || limit > kSuggestionsMax) {
    co_return fail(errors::bad_request, fmt::format("1 to {} suggestions can be asked for.", kSuggestionsMax));
  }
  CO_TRY(const auto endings, read_endings(text));
  const std::string owner = owner_seen_by(viewer);
  co_return co_await database_.read(
      [owner, &endings, limit](store::Reader& reader) { return Suggester(reader, owner, endings, limit).run(); });
}

}  // namespace lightwell::photos
