#include "photos/search/library_vocabulary.h"

#include <algorithm>

#include "photos/search/fold.h"
#include "photos/search/people_store.h"
#include "photos/search/thesaurus.h"

namespace lightwell::photos {
namespace {

bool has_words(std::string_view name, std::string_view phrase) {
  for (size_t at = name.find(phrase); at != name.npos; at = name.find(phrase, at + 1)) {
    const size_t end = at + phrase.size();
    if ((at == 0 || name[at - 1] == ' ') && (end == name.size() || name[end] == ' ')) return true;
  }
  return false;
}

void add(std::vector<Meaning>& meanings, Meaning meaning) {
  const auto same = std::ranges::find_if(meanings, [&](const Meaning& other) {
    return other.kind == meaning.kind && other.term == meaning.term && other.person == meaning.person;
  });
  if (same == meanings.end()) {
    meanings.push_back(std::move(meaning));
  } else {
    same->share = std::max(same->share, meaning.share);
  }
}

}  // namespace

std::optional<MeaningKind> meaning_kind(TermKind kind) {
  switch (kind) {
    case TermKind::label: return MeaningKind::label;
    case TermKind::town:
    case TermKind::region:
    case TermKind::country:
    case TermKind::continent: return MeaningKind::place;
    case TermKind::camera: return MeaningKind::camera;
    case TermKind::setting: return MeaningKind::camera;
    case TermKind::lens: return MeaningKind::lens;
    case TermKind::colour: return MeaningKind::colour;
    default: return std::nullopt;
  }
}

Result<std::vector<Meaning>> LibraryVocabulary::find(const std::string& phrase) {
  std::vector<Meaning> meanings;
  for (const std::string& form : singulars_of(phrase)) {
    TRY(const auto terms, terms_named(reader_, owner_, form));
    for (const TermRow& term : terms) {
      const auto kind = meaning_kind(term.kind);
      // Only labels are counted in the plural: nobody photographs two Spains.
      if (!kind || (form != phrase && *kind != MeaningKind::label)) continue;
      add(meanings, {.kind = *kind, .term = term.id, .shown = term.shown});
    }
  }
  REQUIRE_OK(add_labels(phrase, meanings));
  REQUIRE_OK(add_people(phrase, meanings));
  return meanings;
}

Result<void> LibraryVocabulary::add_labels(const std::string& phrase, std::vector<Meaning>& meanings) {
  for (const Kin& kin : labels_meant_by(phrase)) {
    TRY(const auto rows, terms_named(reader_, owner_, std::string(kin.label)));
    for (const TermRow& term : rows) {
      if (term.kind != TermKind::label) continue;
      add(meanings, {.kind = MeaningKind::label, .term = term.id, .shown = term.shown, .share = kin.share});
    }
  }
  return {};
}

Result<const std::vector<NamedPerson>*> LibraryVocabulary::people() {
  if (!people_) {
    TRY(auto named, named_people(reader_, owner_));
    for (NamedPerson& person : named) person.folded_name = folded(person.name);
    people_ = std::move(named);
  }
  return &*people_;
}

Result<void> LibraryVocabulary::add_people(const std::string& phrase, std::vector<Meaning>& meanings) {
  TRY(const auto* everyone, people());
  for (const NamedPerson& person : *everyone) {
    if (!has_words(person.folded_name, phrase)) continue;
    add(meanings, {.kind = MeaningKind::person, .person = person.id, .shown = person.name});
  }
  return {};
}

}  // namespace lightwell::photos
