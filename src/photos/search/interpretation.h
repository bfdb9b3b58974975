// Interpretation: what the terms of a query mean in this person's library. Pure: the library's names are asked of a
// Vocabulary.
//
// Longest first, a run of words is a date, a name (of a label, a person, a place, a camera, a lens), or text to be
// found in file names, titles, descriptions and pictures. A word may mean several things at once ("turkey"); all of
// them count.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "photos/search/dates.h"
#include "photos/search/query.h"

namespace lightwell::photos {

enum class MeaningKind { label, person, place, camera, lens, is, colour };
enum class IsWhat : int64_t { favourite, archived, raw, animation };

struct Meaning {
  MeaningKind kind = MeaningKind::label;
  int64_t term = 0;         // of the index; IsWhat for `is`
  std::string person = {};  // a person's id
  std::string shown = {};   // "Barcelona, Spain"
  int share = 100;          // percent
  friend bool operator==(const Meaning&, const Meaning&) = default;
};

class Vocabulary {
 public:
  virtual ~Vocabulary() = default;
  // What is called so: words with a blank between them, folded.
  virtual Result<std::vector<Meaning>> find(const std::string& phrase) = 0;
};

// Every photo of the result matches each part, and no excluded one.
struct Part {
  std::string text;  // as it was typed
  bool is_excluded = false;
  std::vector<Meaning> meanings = {};
  std::vector<DateSpan> spans = {};     // of a date
  std::vector<std::string> words = {};  // to be found as text; none for a date
  bool is_phrase = false;               // the words one behind the other
  bool is_quoted = false;
  std::optional<SearchField> field = {};
  bool is_date() const { return !spans.empty(); }
};

Result<std::vector<Part>> interpret(const std::vector<Term>& terms, Vocabulary& vocabulary, const DateContext& context);

}  // namespace lightwell::photos
