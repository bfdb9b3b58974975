#include "photos/search/interpretation.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <span>

namespace lightwell::photos {
namespace {

constexpr size_t kNameWordsMax = 6;

// Words that say nothing of a photo.
constexpr std::array<std::string_view, 40> kFillers = {
    "a",     "all",    "an",    "and",    "are", "at",   "by",      "find",     "for",   "from",
    "image", "images", "in",    "is",     "it",  "me",   "my",      "near",     "of",    "on",
    "or",    "our",    "photo", "photos", "pic", "pics", "picture", "pictures", "shot",  "shots",
    "show",  "some",   "taken", "that",   "the", "to",   "us",      "we",       "where", "with"};

struct StateWord {
  std::string_view word;
  IsWhat what;
  std::string_view shown;
};
constexpr std::array<StateWord, 14> kStates = {{{"favourite", IsWhat::favourite, "Favourites"},
                                                {"favourites", IsWhat::favourite, "Favourites"},
                                                {"favorite", IsWhat::favourite, "Favourites"},
                                                {"favorites", IsWhat::favourite, "Favourites"},
                                                {"starred", IsWhat::favourite, "Favourites"},
                                                {"archived", IsWhat::archived, "Archive"},
                                                {"archive", IsWhat::archived, "Archive"},
                                                {"raw", IsWhat::raw, "RAW files"},
                                                {"raws", IsWhat::raw, "RAW files"},
                                                {"animation", IsWhat::animation, "Animations"},
                                                {"animations", IsWhat::animation, "Animations"},
                                                {"animated", IsWhat::animation, "Animations"},
                                                {"gif", IsWhat::animation, "Animations"},
                                                {"gifs", IsWhat::animation, "Animations"}}};

bool is_filler(const Term& term) {
  return term.words.size() == 1 && std::ranges::find(kFillers, term.words.front()) != kFillers.end();
}

std::optional<MeaningKind> kind_asked_for(std::optional<SearchField> field) {
  if (!field) return std::nullopt;
  switch (*field) {
    case SearchField::label: return MeaningKind::label;
    case SearchField::person: return MeaningKind::person;
    case SearchField::place: return MeaningKind::place;
    case SearchField::camera: return MeaningKind::camera;
    case SearchField::lens: return MeaningKind::lens;
    case SearchField::is: return MeaningKind::is;
    case SearchField::colour: return MeaningKind::colour;
    default: return std::nullopt;
  }
}

bool takes_names(std::optional<SearchField> field) { return !field || kind_asked_for(field); }
bool takes_text(std::optional<SearchField> field) {
  return !field || field == SearchField::text || field == SearchField::file;
}

std::string joined(std::span<const std::string> words) { return fmt::format("{}", fmt::join(words, " ")); }

class Interpreter {
 public:
  Interpreter(const std::vector<Term>& terms, Vocabulary& vocabulary, const DateContext& context)
      : terms_(terms), vocabulary_(vocabulary), context_(context) {}

  Result<std::vector<Part>> run(bool skips_fillers) {
    std::vector<Part> parts;
    for (size_t at = 0; at < terms_.size();) {
      const std::span<const Term> run = run_at(at);
      TRY(Found found, best_of(run));
      if (found.terms == 0) {
        found.terms = 1;
        if (skips_fillers && run.front().field == std::nullopt && !run.front().is_quoted && is_filler(run.front())) {
          ++at;
          continue;
        }
      }
      const std::span<const Term> taken = run.first(found.terms);
      parts.push_back(part_of(taken, std::move(found)));
      at += parts_terms_;
    }
    return parts;
  }

 private:
  struct Found {
    size_t terms = 0;  // 0: nothing is called so
    std::vector<Meaning> meanings = {};
    std::vector<DateSpan> spans = {};
  };

  // The terms that may belong together: a quoted one and one of a field stand alone.
  std::span<const Term> run_at(size_t at) const {
    const Term& first = terms_[at];
    size_t end = at + 1;
    if (!first.is_quoted && !first.field) {
      while (end < terms_.size() && !terms_[end].is_quoted && !terms_[end].field &&
             terms_[end].is_excluded == first.is_excluded) {
        ++end;
      }
    }
    return std::span(terms_).subspan(at, end - at);
  }

  Result<Found> best_of(std::span<const Term> run) {
    const Term& first = run.front();
    const bool takes_dates = (!first.field && !first.is_quoted) || first.field == SearchField::date;
    Found date = takes_dates ? date_in(run) : Found{};
    if (!takes_names(first.field)) return date;
    TRY(Found name, name_in(run));
    if (date.terms == 0) return name;
    if (name.terms > date.terms || (name.terms == date.terms && is_date_weak_)) return name;
    return date;
  }

  Found date_in(std::span<const Term> run) {
    std::vector<DateWord> words;
    std::vector<size_t> ends;  // after which words a term ends
    for (const Term& term : run) {
      for (const std::string& word : term.words) words.push_back({.text = word, .is_joined = true});
      words.back().is_joined = false;
      ends.push_back(words.size());
    }
    const auto match = match_date(words, context_);
    if (!match) return {};
    const auto end = std::ranges::find(ends, match->words);
    if (end == ends.end()) return {};
    is_date_weak_ = match->is_weak;
    // A date of no photo's year is a date all the same.
    std::vector<DateSpan> spans = match->spans;
    if (spans.empty()) spans.push_back({});
    return {.terms = size_t(end - ends.begin()) + 1, .spans = std::move(spans)};
  }

  Result<Found> name_in(std::span<const Term> run) {
    const auto kind = kind_asked_for(run.front().field);
    Found best;
    std::vector<std::string> words;
    for (size_t count = 1; count <= run.size(); ++count) {
      const Term& last = run[count - 1];
      words.insert(words.end(), last.words.begin(), last.words.end());
      if (words.size() > kNameWordsMax) break;
      TRY(std::vector<Meaning> meanings, vocabulary_.find(joined(words)));
      add_state(words, meanings);
      if (kind) std::erase_if(meanings, [&](const Meaning& meaning) { return meaning.kind != *kind; });
      if (!meanings.empty()) best = {.terms = count, .meanings = std::move(meanings)};
    }
    return best;
  }

  static void add_state(const std::vector<std::string>& words, std::vector<Meaning>& meanings) {
    if (words.size() != 1) return;
    const auto found = std::ranges::find(kStates, words.front(), &StateWord::word);
    if (found == kStates.end()) return;
    meanings.push_back({.kind = MeaningKind::is, .term = int64_t(found->what), .shown = std::string(found->shown)});
  }

  Part part_of(std::span<const Term> terms, Found found) {
    parts_terms_ = terms.size();
    const Term& first = terms.front();
    Part part{.text = first.text,
              .is_excluded = first.is_excluded,
              .meanings = std::move(found.meanings),
              .spans = std::move(found.spans),
              .is_phrase = first.is_quoted || first.words.size() > 1,
              .is_quoted = first.is_quoted,
              .field = first.field};
    for (const Term& term : terms.subspan(1)) part.text += " " + term.text;
    if (part.is_date() || !takes_text(first.field)) return part;
    for (const Term& term : terms) part.words.insert(part.words.end(), term.words.begin(), term.words.end());
    part.is_phrase = part.is_phrase || terms.size() > 1;
    return part;
  }

  const std::vector<Term>& terms_;
  Vocabulary& vocabulary_;
  const DateContext& context_;
  bool is_date_weak_ = false;
  size_t parts_terms_ = 0;
};

}  // namespace

Result<std::vector<Part>> interpret(const std::vector<Term>& terms, Vocabulary& vocabulary,
                                    const DateContext& context) {
  Interpreter interpreter(terms, vocabulary, context);
  TRY(std::vector<Part> parts, interpreter.run(true));
  // Nothing but fillers: then they are what is looked for.
  if (parts.empty() && !terms.empty()) return interpreter.run(false);
  return parts;
}

}  // namespace lightwell::photos
