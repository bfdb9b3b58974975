#include "photos/search/evaluation.h"

#include <algorithm>
#include <array>

#include "photos/search/fold.h"
#include "photos/search/people_store.h"
#include "photos/search/set_store.h"
#include "photos/search/term_store.h"
#include "photos/search/text_store.h"

namespace lightwell::photos {
namespace {

constexpr size_t kPrefixMin = 3;           // characters a word needs before others that begin so are found
constexpr size_t kPrefixWordsMax = 50;     // such words
constexpr size_t kPhrasePhotosMax = 5000;  // whose texts are read for a phrase; beyond them its words are enough

constexpr std::array<TermKind, 3> kTextKinds = {TermKind::file_word, TermKind::told_word, TermKind::seen_word};

bool is_looked_into(TermKind kind, std::optional<SearchField> field) {
  if (field == SearchField::file) return kind == TermKind::file_word;
  if (field == SearchField::text) return kind != TermKind::file_word;
  return true;
}

bool follow_each_other(const std::vector<std::string>& text, const std::vector<std::string>& phrase) {
  return !std::ranges::search(text, phrase).empty();
}

}  // namespace

Result<Evaluator> Evaluator::open(store::Reader& reader, std::string owner) {
  TRY(Hits trash, photos_in_trash(reader, owner));
  return Evaluator(reader, std::move(owner), std::move(trash));
}

Result<Hits> Evaluator::everything() { return all_photos(reader_, owner_); }

Result<Hits> Evaluator::in_term(int64_t term, int share) {
  TRY(Hits hits, photos_of_term(reader_, term, share));
  return visible(std::move(hits));
}

Result<Evaluated> Evaluator::evaluate(const Part& part) {
  Evaluated found;
  if (part.is_date()) {
    TRY(Hits taken, photos_taken(reader_, owner_, part.spans));
    found.hits = visible(std::move(taken));
    return found;
  }
  for (const Meaning& meaning : part.meanings) {
    TRY(Hits hits, of_meaning(meaning));
    if (hits.empty()) continue;
    found.hits = either(std::move(found.hits), std::move(hits));
    found.meanings.push_back(meaning);
  }
  TRY(Hits in_text, of_text(part, false, found));
  if (in_text.empty() && found.hits.empty() && !part.is_phrase) {
    TRY(in_text, of_text(part, true, found));
  }
  found.is_text = !in_text.empty();
  const size_t by_meaning = found.hits.size();
  found.hits = either(std::move(found.hits), std::move(in_text));
  found.has_more_by_text = found.hits.size() > by_meaning;
  return found;
}

Result<Hits> Evaluator::of_meaning(const Meaning& meaning) {
  switch (meaning.kind) {
    case MeaningKind::person: {
      TRY(Hits hits, photos_of_person(reader_, meaning.person));
      return visible(std::move(hits));
    }
    case MeaningKind::is: {
      TRY(Hits hits, photos_that_are(reader_, owner_, IsWhat(meaning.term)));
      return visible(std::move(hits));
    }
    default: return in_term(meaning.term, meaning.share);
  }
}

Result<Hits> Evaluator::of_word(const std::string& word, int kind, bool is_prefix) {
  if (!is_prefix) {
    TRY(const auto term, find_term(reader_, owner_, TermKind(kind), word));
    return term ? in_term(*term) : Result<Hits>(Hits{});
  }
  Hits found;
  if (word.size() < kPrefixMin) return found;
  TRY(const auto terms, words_beginning(reader_, owner_, TermKind(kind), word, kPrefixWordsMax));
  for (const TermRow& term : terms) {
    TRY(Hits hits, in_term(term.id));
    found = either(std::move(found), std::move(hits));
  }
  return found;
}

// All the words in texts of one kind: a name half in the file's name and half on a sign is no match.
Result<Hits> Evaluator::of_text(const Part& part, bool is_prefix, Evaluated& told) {
  Hits found;
  told.is_file_name = true;
  if (part.words.empty()) return found;
  for (const TermKind kind : kTextKinds) {
    if (!is_looked_into(kind, part.field)) continue;
    TRY(Hits matching, of_word(part.words.front(), int(kind), is_prefix));
    for (size_t i = 1; i < part.words.size() && !matching.empty(); ++i) {
      TRY(const Hits more, of_word(part.words[i], int(kind), is_prefix));
      matching = both(matching, more);
    }
    if (kind != TermKind::file_word && !matching.empty()) told.is_file_name = false;
    found = either(std::move(found), std::move(matching));
  }
  if (!part.is_phrase || part.words.size() < 2) return found;
  return with_phrase(found, part);
}

Result<Hits> Evaluator::with_phrase(const Hits& hits, const Part& part) {
  if (hits.size() > kPhrasePhotosMax) return hits;
  Hits found;
  for (const Hit& hit : hits) {
    bool is_there = false;
    REQUIRE_OK(each_text_of(reader_, hit.number, [&](std::string_view text) {
      is_there = is_there || follow_each_other(words_of(text), part.words);
    }));
    if (is_there) found.push_back(hit);
  }
  return found;
}

}  // namespace lightwell::photos
