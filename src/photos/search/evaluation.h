// Evaluation: the photos that match a part of a query, in one snapshot.

#pragma once

#include <string>
#include <utility>

#include "base/result.h"
#include "photos/search/hits.h"
#include "photos/search/interpretation.h"
#include "store/sql/database.h"

namespace lightwell::photos {

struct Evaluated {
  Hits hits;                      // not of the trash
  std::vector<Meaning> meanings;  // those that photos match, best known first
  bool is_text = false;           // matched as text
  bool is_file_name = false;      // and nowhere but in names of files
  bool has_more_by_text = false;  // than by its meanings
};

class Evaluator {
 public:
  // Reads which photos are in the trash once.
  static Result<Evaluator> open(store::Reader& reader, std::string owner);

  Result<Evaluated> evaluate(const Part& part);
  Result<Hits> everything();
  Result<Hits> in_term(int64_t term, int share = 100);
  Hits visible(Hits hits) const { return trash_.empty() ? std::move(hits) : without(hits, trash_); }

 private:
  Evaluator(store::Reader& reader, std::string owner, Hits trash)
      : reader_(reader), owner_(std::move(owner)), trash_(std::move(trash)) {}
  Result<Hits> of_meaning(const Meaning& meaning);
  Result<Hits> of_text(const Part& part, bool is_prefix, Evaluated& found);
  Result<Hits> of_word(const std::string& word, int kind, bool is_prefix);
  Result<Hits> with_phrase(const Hits& hits, const Part& part);

  store::Reader& reader_;
  std::string owner_;
  Hits trash_;
};

}  // namespace lightwell::photos
