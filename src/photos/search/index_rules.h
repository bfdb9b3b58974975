// What a photo can be found by: the terms of its row, its labels and its texts. Pure.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "photos/library/photo.h"
#include "photos/search/term_store.h"

namespace lightwell::photos {

struct IndexedLabel {
  std::string name;                  // "Golden Retriever"
  std::optional<double> confidence;  // 0 to 100; nothing for one that the person gave
};

struct IndexedText {
  std::string text;       // a line
  double confidence = 0;  // 0 to 100
};

struct Indexed {
  std::string name;
  std::optional<std::string> title, description, camera_make, camera_model, lens;
  std::optional<Gps> gps;
  PhotoKind kind = PhotoKind::image;
  std::vector<IndexedLabel> labels;
  std::vector<IndexedText> texts;
};

struct WeightedTerm {
  NewTerm term;
  int weight = 100;
};
// Labels below it are not to be found: they would show what is not there.
inline constexpr double kLabelConfidenceMin = 50;

std::vector<WeightedTerm> terms_of(const Indexed& photo);

// "Canon", "Canon EOS R5" -> "Canon EOS R5"; the model alone when it names its maker.
std::string camera_name(const std::string& make, const std::string& model);

}  // namespace lightwell::photos
