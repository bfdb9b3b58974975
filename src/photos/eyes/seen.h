// What was seen on a photo, in the library's words. Places are ratios of the upright picture, from its top left;
// confidences and similarities go from 0 to 100.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lightwell::photos {

struct Box {
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;
  friend bool operator==(const Box&, const Box&) = default;
};

struct LabelInstance {
  Box box;
  double confidence = 0;
  friend bool operator==(const LabelInstance&, const LabelInstance&) = default;
};

struct SeenLabel {
  std::string name;
  double confidence = 0;
  std::vector<std::string> parents;
  std::vector<std::string> categories;
  std::vector<LabelInstance> instances;
};

// One line of text.
struct SeenText {
  std::string text;
  double confidence = 0;
  Box box;
};

struct SeenColour {
  std::string hex;   // "#aabbcc"
  std::string name;  // "grey"
  double percent = 0;
};

struct PictureQuality {
  double brightness = 0;
  double sharpness = 0;
  double contrast = 0;
};

struct SeenPicture {
  std::vector<SeenLabel> labels;
  std::vector<SeenText> texts;
  std::vector<SeenColour> colours;
  std::optional<PictureQuality> quality;
  std::vector<std::string> left_out;  // what was not looked for, and why: sentences for a person
};

// What was found; `left_out` says, in a sentence, why nothing could be looked for.
struct SeenTexts {
  std::vector<SeenText> texts;
  std::string left_out = {};
};

// Another face of the collection that resembles one.
struct FaceMatch {
  std::string service_id;
  std::string photo_id;  // as the collection remembers it
  double similarity = 0;
};

struct SeenFace {
  std::string service_id;  // in the collection
  Box box;
  double confidence = 0;
  double quality = 0;              // how well it would stand for the person: 0 to 1
  std::vector<FaceMatch> matches;  // most similar first
  std::string crop;                // JPEG, square; empty when there is none
};

struct SeenFaces {
  std::vector<SeenFace> faces;
  std::string left_out = {};
};

// The picture as everything that looks at it is given it.
struct Upright {
  std::string jpeg;  // upright, at most 1,440 pixels a side
  int width = 0;     // of it
  int height = 0;
};

// What the library makes of the pixels itself.
struct Glimpse {
  uint64_t hash = 0;             // perceptual: alike pictures differ in few bits
  std::vector<float> embedding;  // of length 1; empty where no model makes one
  std::string embedding_model;   // numbers of different models cannot be compared
  std::vector<float> clip;       // of length 1, in the space of sentences; empty without a pair of models
  std::string clip_model;
};

}  // namespace lightwell::photos
