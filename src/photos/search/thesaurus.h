// Which labels a word means: its synonyms, and the kinds it stands above. "puppy" means Dog; "animal" means Dog, Cat,
// Horse and the rest. Made from WordNet 3.0 for the labels this program can give (cmake/thesaurus.py).

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lightwell::photos {

struct Kin {
  std::string_view label;  // folded
  int share = 100;         // percent: how much of the label's confidence is the word's
  friend bool operator==(const Kin&, const Kin&) = default;
};

// `phrase` folded, in the singular or the plural.
std::vector<Kin> labels_meant_by(const std::string& phrase);

// The phrase itself, and what it may be the plural of: "puppies" -> "puppies", "puppy".
std::vector<std::string> singulars_of(const std::string& phrase);

}  // namespace lightwell::photos
