// What the models see in a picture.
//
// Places are ratios of the upright picture's width and height, measured from its top left, and lie within it.
// Confidences and probabilities go from 0 to 1. What no model tells is absent, never invented.

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engines/vision/role.h"

namespace lightwell::engines::vision {

struct Point {
  float x = 0;
  float y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

struct Box {
  float left = 0;
  float top = 0;
  float width = 0;
  float height = 0;
  friend bool operator==(const Box&, const Box&) = default;
};

// A thing with its place, the most certain first. Precision and recall are best balanced at a confidence of .5; less
// certain ones come down to kObjectConfidenceMin, for callers that would rather hear too much.
struct Object {
  uint32_t index = 0;  // of its class in the model's list
  std::string name;    // "dog", "traffic light"
  float confidence = 0;
  Box box;
  friend bool operator==(const Object&, const Object&) = default;
};
inline constexpr float kObjectConfidenceMin = 0.3f;

// One of the classes of a whole picture, the most probable first.
struct Label {
  uint32_t index = 0;
  std::string name;  // "golden retriever", "seashore"
  float probability = 0;
  friend bool operator==(const Label&, const Label&) = default;
};
inline constexpr float kLabelProbabilityMin = 0.01f;
inline constexpr size_t kLabelsMax = 20;

// Left and right are the picture's.
enum class Landmark : uint8_t {
  eye_left,
  eye_right,
  mouth_left,
  mouth_right,
  nose,
  left_eyebrow_left,
  left_eyebrow_right,
  left_eyebrow_up,
  right_eyebrow_left,
  right_eyebrow_right,
  right_eyebrow_up,
  left_eye_left,
  left_eye_right,
  left_eye_up,
  left_eye_down,
  right_eye_left,
  right_eye_right,
  right_eye_up,
  right_eye_down,
  nose_left,
  nose_right,
  mouth_up,
  mouth_down,
  upper_jawline_left,
  mid_jawline_left,
  chin_bottom,
  mid_jawline_right,
  upper_jawline_right,
};
inline constexpr size_t kLandmarks = 28;
std::string_view name_of(Landmark);  // "left_eyebrow_up"

enum class Emotion : uint8_t { angry, disgusted, afraid, happy, sad, surprised, calm };
inline constexpr size_t kEmotions = 7;
std::string_view name_of(Emotion);

// Yes or no, and how sure.
struct Opinion {
  bool value = false;
  float confidence = 0;
  friend bool operator==(const Opinion&, const Opinion&) = default;
};

// Degrees. Yaw: positive when the face looks to the picture's right. Pitch: positive when it looks up. Roll: positive
// when it leans clockwise.
struct Pose {
  float yaw = 0;
  float pitch = 0;
  float roll = 0;
  friend bool operator==(const Pose&, const Pose&) = default;
};

struct FaceAttributes {
  float age = 0;  // years, the likeliest
  uint8_t age_low = 0;
  uint8_t age_high = 0;
  Opinion is_male;
  friend bool operator==(const FaceAttributes&, const FaceAttributes&) = default;
};

struct Face {
  Box box;
  float confidence = 0;
  std::array<Point, kLandmarks> landmarks = {};  // by Landmark; these may lie a little outside the picture
  Pose pose;
  float brightness = 0;                                  // 0 to 100
  float sharpness = 0;                                   // 0 to 100
  std::optional<FaceAttributes> attributes;              // of Wanted::face_attributes
  std::optional<std::array<float, kEmotions>> emotions;  // by Emotion, together 1
  std::optional<Opinion> smile;
  std::optional<Opinion> mouth_open;
  std::optional<Opinion> eyes_open;
  std::vector<float> embedding;  // of length 1; empty unless Wanted::face_embeddings. Cosine .40 and more: one person
  friend bool operator==(const Face&, const Face&) = default;
};
inline constexpr size_t kFaceEmbedding = 512;
inline constexpr size_t kFacesMax = 100;

struct TextWord {
  std::string text;
  float confidence = 0;
  Box box;
  std::array<Point, 4> corners = {};  // from the top left, clockwise as the text is read
  friend bool operator==(const TextWord&, const TextWord&) = default;
};

struct TextLine {
  std::string text;
  float confidence = 0;
  Box box;
  std::array<Point, 4> corners = {};
  std::vector<TextWord> words;
  friend bool operator==(const TextLine&, const TextLine&) = default;
};
inline constexpr size_t kTextLinesMax = 100;

// Shares of the pixels; red, green and blue of sRGB.
struct Colour {
  uint8_t red = 0;
  uint8_t green = 0;
  uint8_t blue = 0;
  std::string css_name;     // the nearest of CSS: "cornflowerblue"
  std::string simple_name;  // one of eleven: "blue"
  float share = 0;
  friend bool operator==(const Colour&, const Colour&) = default;
};

// 0 to 100.
struct Quality {
  float brightness = 0;
  float sharpness = 0;
  float contrast = 0;
  friend bool operator==(const Quality&, const Quality&) = default;
};

struct Appearance {
  Quality quality;
  std::vector<Colour> colours;  // the largest share first
  friend bool operator==(const Appearance&, const Appearance&) = default;
};
inline constexpr size_t kColoursMax = 12;

struct Appearances {
  Appearance whole;
  // Within the boxes of objects and faces, and outside them; absent when none was looked for or found.
  std::optional<Appearance> foreground;
  std::optional<Appearance> background;
  friend bool operator==(const Appearances&, const Appearances&) = default;
};

// What is asked of one look. Each takes time of its own: ask for what is needed.
struct Wanted {
  bool objects = false;
  bool labels = false;
  bool faces = false;
  bool face_attributes = false;  // age, gender, emotions, smile, mouth; with faces
  bool face_embeddings = false;  // with faces
  bool text = false;
  bool moderation = false;
  bool embedding = false;    // of the whole picture: "more like this"
  bool clip = false;         // of the whole picture, in the space of VisionEngine::embed_text
  bool appearances = false;  // quality and colours; needs no model
  friend bool operator==(const Wanted&, const Wanted&) = default;
};

// Something wanted that no model could tell.
struct Absence {
  Role role;
  std::string words;  // a sentence
  friend bool operator==(const Absence&, const Absence&) = default;
};

// A member is absent when it was not wanted, or when its model is: then `absent` says which.
struct Sight {
  std::optional<std::vector<Object>> objects;
  std::optional<std::vector<Label>> labels;
  std::vector<float> label_probabilities;        // with labels: of every class, by index
  std::optional<std::vector<Face>> faces;        // the largest first
  std::optional<std::vector<TextLine>> text;     // as read: from the top, then from the left
  std::optional<std::vector<Label>> moderation;  // drawing, hentai, neutral, porn, sexy
  std::vector<float> embedding;                  // of length 1; empty when absent
  std::vector<float> clip;                       // of length 1; empty when absent
  std::optional<Appearances> appearances;
  std::vector<Absence> absent;
  uint64_t look_micros = 0;   // what the whole look took in the child, models loaded at first need included
  uint64_t model_micros = 0;  // of these, within the models
  friend bool operator==(const Sight&, const Sight&) = default;
};

}  // namespace lightwell::engines::vision
