// LibraryVocabulary: what things are called in one person's library, looked up in one snapshot.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "photos/search/interpretation.h"
#include "photos/search/term_store.h"
#include "store/sql/database.h"

namespace lightwell::photos {

struct NamedPerson {
  std::string id;
  std::string name;
  std::string folded_name;
  std::optional<std::string> cover_face = {};
};

class LibraryVocabulary final : public Vocabulary {
 public:
  LibraryVocabulary(store::Reader& reader, std::string owner) : reader_(reader), owner_(std::move(owner)) {}

  Result<std::vector<Meaning>> find(const std::string& phrase) override;
  // Everyone who has a name and is not hidden.
  Result<const std::vector<NamedPerson>*> people();

 private:
  Result<void> add_labels(const std::string& phrase, std::vector<Meaning>& meanings);
  Result<void> add_people(const std::string& phrase, std::vector<Meaning>& meanings);

  store::Reader& reader_;
  const std::string owner_;
  std::optional<std::vector<NamedPerson>> people_;
};

// What a term that people type by name means; nothing for words of texts.
std::optional<MeaningKind> meaning_kind(TermKind kind);

}  // namespace lightwell::photos
