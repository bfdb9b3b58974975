// The rows of the index: terms, the names they go by, and which photos they stand for.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "photos/search/hits.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// The numbers are the column's.
enum class TermKind {
  label = 1,
  town = 2,
  region = 3,
  country = 4,
  continent = 5,
  camera = 6,
  lens = 7,
  form = 8,        // raw, animation
  file_word = 9,   // of a file name
  told_word = 10,  // of a title or description
  seen_word = 11,  // in a picture
  colour = 12,
  setting = 13,  // of a camera: an aperture, a sensitivity
};

struct NewTerm {
  TermKind kind = TermKind::label;
  std::string key;
  std::string shown = {};
  std::vector<std::string> names = {};    // folded; whole names
  std::vector<std::string> endings = {};  // of names, for suggestions alone
};

struct TermRow {
  int64_t id = 0;
  TermKind kind = TermKind::label;
  std::string key;
  std::string shown;
};

// The term's id; made when there is none.
Result<int64_t> ensure_term(store::Transaction& transaction, const std::string& owner, const NewTerm& term);
Result<std::optional<int64_t>> find_term(store::Reader& reader, const std::string& owner, TermKind kind,
                                         const std::string& key);
// Those that go by this very name.
Result<std::vector<TermRow>> terms_named(store::Reader& reader, const std::string& owner, const std::string& name);
// Those with a name, or the end of one, that begins so; at most `count_max`.
Result<std::vector<TermRow>> terms_beginning(store::Reader& reader, const std::string& owner,
                                             const std::string& beginning, size_t count_max);
Result<std::vector<TermRow>> terms_of_kind(store::Reader& reader, const std::string& owner, TermKind kind);
// Those that stand for the most photos.
Result<std::vector<TermRow>> top_terms(store::Reader& reader, const std::string& owner, TermKind kind,
                                       size_t count_max);
// What a label is a kind of, by name.
Result<std::vector<std::string>> parents_of_label(store::Reader& reader, const std::string& owner,
                                                  const std::string& folded);
// Words that begin so.
Result<std::vector<TermRow>> words_beginning(store::Reader& reader, const std::string& owner, TermKind kind,
                                             const std::string& beginning, size_t count_max);

// What a photo stands for from now on: weight by term. Only what differs is written.
Result<void> set_postings(store::Transaction& transaction, int64_t number, const std::map<int64_t, int>& weights);
Result<void> delete_postings(store::Transaction& transaction, int64_t number);
// The photos a term stands for; `share`, in percent, is taken of their weights.
Result<Hits> photos_of_term(store::Reader& reader, int64_t term, int share);

}  // namespace lightwell::photos
