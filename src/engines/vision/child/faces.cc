#include "engines/vision/child/faces.h"

#include <numeric>

#include "engines/vision/child/second_look.h"
#include "engines/vision/child/sharpness.h"

namespace lightwell::engines::vision {
namespace {

constexpr int kQualitySide = 112;
constexpr float kSamePlace = .4f;  // of two boxes, shared
// ArcFace's template: eyes, nose and corners of the mouth in a picture of 112 x 112.
constexpr float kArcFaceSide = 112;
constexpr std::array<Point, 5> kArcFace = {
    {{38.2946f, 51.6963f}, {73.5318f, 51.5014f}, {56.0252f, 71.7366f}, {41.5493f, 92.3655f}, {70.7299f, 92.2041f}}};
// dlib's: the corners of the right eye of the picture, those of the left, outer ones first, and the base of the nose,
// as parts of the face, which has a quarter of its size around it.
// https://github.com/davisking/dlib/blob/master/dlib/image_transforms/interpolation.h (get_face_chip_details)
constexpr float kDlibPadding = .25f;
constexpr std::array<Point, 5> kDlib = {{{.85956746f, .21349815f},
                                         {.64606048f, .22896744f},
                                         {.12057506f, .21372745f},
                                         {.33408506f, .22906424f},
                                         {.49011231f, .62779753f}}};
constexpr std::array<size_t, 5> kDlibPoints = {263, 362, 33, 133, 2};
constexpr std::array<float, 4> kEmotionCrops = {1, 1.1f, 1.2f, 1.3f};

std::vector<float> cut_out(const Picture& picture, const Mesh& mesh, float scale, const ModelInput& input) {
  const Affine to_picture = crop_at(mesh.centre(), mesh.size() * scale, mesh.angle(), float(input.width));
  return warp(picture, to_picture, int(input.width), int(input.height), input, edges_of(picture));
}

FaceAttributes attributes_of(const Picture& picture, const Mesh& mesh, const Part& part) {
  const auto out = part.run(cut_out(picture, mesh, 1, part.input()), int(part.input().height), int(part.input().width),
                            {{"gender", {1, 1}}, {"age", {1, 0}}});
  FaceAttributes attributes;
  const float male = std::clamp(out[0].values[0], 0.f, 1.f);
  attributes.is_male = {.value = male > float(part.threshold("gender", .5)), .confidence = std::max(male, 1 - male)};
  attributes.age = std::clamp(expected_age(out[1].values) + float(part.threshold("age_offset", 2.5)), 0.f, 100.f);
  const float half = float(part.threshold("age_half_width", 6));
  attributes.age_low = uint8_t(std::clamp(attributes.age - half, 0.f, 100.f));
  attributes.age_high = uint8_t(std::clamp(attributes.age + half, 0.f, 110.f) + .5f);
  return attributes;
}

// Which of the model's classes is which: by their names, or in the order they are usual in.
std::array<size_t, kEmotions> emotion_order(const Part& part) {
  static const std::array<const char*, kEmotions> words = {"angry", "disgust",  "fear",   "happy",
                                                           "sad",   "surprise", "neutral"};
  std::array<size_t, kEmotions> order = {};
  for (size_t i = 0; i < kEmotions; ++i) {
    const auto found = std::ranges::find(part.names(), words[i]);
    order[i] = found == part.names().end() ? i : size_t(found - part.names().begin());
  }
  return order;
}

std::array<float, kEmotions> emotions_of(const Picture& picture, const Mesh& mesh, const Part& part) {
  const auto order = emotion_order(part);
  std::array<float, kEmotions> mean = {};
  for (const float scale : kEmotionCrops) {
    const auto out = part.run(cut_out(picture, mesh, scale, part.input()), int(part.input().height),
                              int(part.input().width), {{"probabilities", {1, int64_t(kEmotions)}}});
    for (size_t i = 0; i < kEmotions; ++i) {
      mean[i] += std::clamp(out[0].values[std::min(order[i], kEmotions - 1)], 0.f, 1.f) / kEmotionCrops.size();
    }
  }
  return mean;
}

std::vector<float> embedding_of(const Picture& picture, const Mesh& mesh, const Part& part) {
  const ModelInput& input = part.input();
  const Affine to_picture = alignment(mesh, part.form().kind, float(input.width)).inverse();
  auto out = part.run(warp(picture, to_picture, int(input.width), int(input.height), input,
                           black_around({0, 0, float(picture.width), float(picture.height)})),
                      int(input.height), int(input.width), {{"vector", {1, 0}}});
  if (out[0].values.size() > kFaceEmbedding) throw RoleAbsent(Role::face_embedding, "its vector is too long");
  normalise(out[0].values);
  return std::move(out[0].values);
}

Face measured(const Picture& picture, const FaceBox& box, Point centre, float size, float angle) {
  Face face;
  face.box = box_of(box.rect, float(picture.width), float(picture.height));
  const auto shades = luma(picture, crop_at(centre, size, angle, float(kQualitySide)), kQualitySide, kQualitySide);
  face.brightness = brightness_of(shades);
  face.sharpness = sharpness_of_face(shades, kQualitySide, size);
  return face;
}

void place_landmarks(const Picture& picture, const Mesh& mesh, Face& face) {
  face.landmarks = landmarks_of(mesh, float(picture.width), float(picture.height));
  face.pose = pose_of(mesh);
}

Face with_mesh(const Picture& picture, const FaceBox& box, const Mesh& mesh) {
  Face face = measured(picture, box, mesh.centre(), mesh.size(), mesh.angle());
  face.confidence = std::clamp(std::min(box.score, mesh.flag), 0.f, 1.f);
  place_landmarks(picture, mesh, face);
  return face;
}

// The mesh knows faces that look this way or nearly so. Where the detector is very sure, the face is only turned away:
// what rests on looks is not told of it.
bool is_turned_away(const FaceBox& box, const Part& detector) {
  return !box.is_of_tile && double(box.score) >= detector.threshold("score_turned", 2);
}

// Its points are told where they lie about where the detector sees the face.
Face turned_away(const Picture& picture, const FaceBox& box, const std::optional<Mesh>& mesh) {
  Face face = measured(picture, box, box.rect.centre(), std::max(box.rect.width(), box.rect.height()), 0);
  face.confidence = std::clamp(box.score, 0.f, 1.f);
  if (mesh && overlap(mesh->extent(), box.rect) >= kSamePlace) place_landmarks(picture, *mesh, face);
  return face;
}

// Runs `look` when the role can be played; says so otherwise.
template <class Look>
void with(Parts& parts, Role role, Absences& absences, Look look) {
  try {
    look(parts.get(role));
  } catch (const RoleAbsent& absent) {
    absences.add(absent);
  }
}

void add_attributes(const Picture& picture, const Mesh& mesh, Parts& parts, Absences& absences, Face& face) {
  with(parts, Role::face_attributes, absences,
       [&](const Part& part) { face.attributes = attributes_of(picture, mesh, part); });
  with(parts, Role::emotion, absences, [&](const Part& part) {
    face.emotions = emotions_of(picture, mesh, part);
    const float happy = (*face.emotions)[size_t(Emotion::happy)];
    face.smile = Opinion{.value = happy >= .5f, .confidence = std::max(happy, 1 - happy)};
  });
  face.mouth_open = mouth_open_of(mesh);
}

// A dog may look very much like a person.
bool is_animal(const Picture& picture, const FaceBox& box, Parts& parts) {
  if (!parts.has(Role::image_labels)) return false;
  try {
    return parts.second_look().is_animal(picture, box.rect);
  } catch (const RoleAbsent&) {
    return false;  // Whoever wants labels is told so.
  }
}

}  // namespace

float expected_age(std::span<const float> probabilities) {
  float sum = 0;
  float years = 0;
  for (size_t i = 0; i < probabilities.size(); ++i) {
    const float part = std::isfinite(probabilities[i]) ? std::clamp(probabilities[i], 0.f, 1.f) : 0;
    sum += part;
    years += part * float(i);
  }
  return sum > 0 ? years / sum : 0;
}

void normalise(std::vector<float>& vector) {
  for (float& value : vector) {
    if (!std::isfinite(value)) value = 0;
  }
  const double length = std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0));
  if (length <= 0) return;
  for (float& value : vector) value = float(value / length);
}

Affine alignment(const Mesh& mesh, const std::string& kind, float side) {
  std::array<Point, 5> places = {};
  std::array<Point, 5> points = five_points_of(mesh);
  const bool is_dlib = kind == "dlib-resnet";
  for (size_t i = 0; i < places.size(); ++i) {
    if (is_dlib) {
      const float scale = side / (1 + 2 * kDlibPadding);
      places[i] = {(kDlib[i].x + kDlibPadding) * scale, (kDlib[i].y + kDlibPadding) * scale};
      points[i] = {mesh.points[kDlibPoints[i]].x, mesh.points[kDlibPoints[i]].y};
    } else {
      places[i] = {kArcFace[i].x * side / kArcFaceSide, kArcFace[i].y * side / kArcFaceSide};
    }
  }
  return similarity(points, places);
}

std::vector<Face> see_faces(const Picture& picture, const Wanted& wanted, Parts& parts, Absences& absences) {
  const Part& detector = parts.get(Role::face_detection);
  const Part& mesher = parts.get(Role::face_mesh);
  std::vector<Face> faces;
  for (const FaceBox& box : find_face_boxes(picture, detector)) {
    const auto mesh = find_mesh(picture, box, mesher);
    const bool looks_here = mesh && mesh->flag >= flag_wanted(box, mesher, detector);
    if (!looks_here && !(is_turned_away(box, detector) && parts.has(Role::image_labels))) continue;
    if (is_animal(picture, box, parts)) continue;
    if (!looks_here) {
      faces.push_back(turned_away(picture, box, mesh));
      continue;
    }
    Face face = with_mesh(picture, box, *mesh);
    if (wanted.face_attributes) add_attributes(picture, *mesh, parts, absences, face);
    if (wanted.face_embeddings) {
      with(parts, Role::face_embedding, absences,
           [&](const Part& part) { face.embedding = embedding_of(picture, *mesh, part); });
    }
    faces.push_back(std::move(face));
  }
  std::ranges::stable_sort(faces, std::greater(), [](const Face& face) { return face.box.width * face.box.height; });
  return faces;
}

}  // namespace lightwell::engines::vision
