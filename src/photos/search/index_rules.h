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

struct IndexedColour {
  std::string name;    // "grey"
  double percent = 0;  // of the picture
};

struct Indexed {
  std::string name;
  std::optional<std::string> title, description, camera_make, camera_model, lens;
  std::optional<Gps> gps;
  PhotoKind kind = PhotoKind::image;
  std::vector<IndexedLabel> labels;
  std::vector<IndexedText> texts;
  std::vector<IndexedColour> colours;
  std::optional<double> f_number;
  std::optional<int64_t> iso;
};

struct WeightedTerm {
  NewTerm term;
  int weight = 100;
};
// Labels below it are not to be found: they would show what is not there.
inline constexpr double kLabelConfidenceMin = 50;
// A photo is one of a colour from so many percent of it on. Black, white, grey and brown are in nearly every photo:
// they count where much of it is so.
inline constexpr double kColourPercentMin = 10;
inline constexpr double kPlainColourPercentMin = 30;

std::vector<WeightedTerm> terms_of(const Indexed& photo);

// "Canon", "Canon EOS R5" -> "Canon EOS R5"; the model alone when it names its maker.
std::string camera_name(const std::string& make, const std::string& model);

}  // namespace lightwell::photos
