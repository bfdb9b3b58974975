#include "engines/vision/child/faces.h"

#include <numeric>

#include "engines/vision/child/sharpness.h"

namespace lightwell::engines::vision {
namespace {

constexpr int kQualitySide = 112;
// ArcFace's template: eyes, nose and corners of the mouth in a picture of 112 x 112.
constexpr std::array<Point, 5> kTemplate = {
    {{38.2946f, 51.6963f}, {73.5318f, 51.5014f}, {56.0252f, 71.7366f}, {41.5493f, 92.3655f}, {70.7299f, 92.2041f}}};
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
  const Affine to_picture = alignment(five_points_of(mesh)).inverse();
  auto out = part.run(warp(picture, to_picture, int(input.width), int(input.height), input,
                           black_around({0, 0, float(picture.width), float(picture.height)})),
                      int(input.height), int(input.width), {{"vector", {1, int64_t(kFaceEmbedding)}}});
  normalise(out[0].values);
  return std::move(out[0].values);
}

Face measured(const Picture& picture, const FaceBox& box, const Mesh& mesh) {
  const float width = float(picture.width);
  const float height = float(picture.height);
  Face face;
  face.box = box_of(box.rect, width, height);
  face.confidence = std::clamp(std::min(box.score, mesh.flag), 0.f, 1.f);
  face.landmarks = landmarks_of(mesh, width, height);
  face.pose = pose_of(mesh);
  const auto shades =
      luma(picture, crop_at(mesh.centre(), mesh.size(), mesh.angle(), float(kQualitySide)), kQualitySide, kQualitySide);
  face.brightness = brightness_of(shades);
  face.sharpness = sharpness_of_face(shades, kQualitySide, mesh.size());
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

}  // namespace

float expected_age(std::span<const float> probabilities) {
  float sum = 0;
  float years = 0;
  for (size_t i = 0; i < probabilities.size(); ++i) {
    const float part = std::isfinite(probabilities[i]) ? std::max(0.f, probabilities[i]) : 0;
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

Affine alignment(const std::array<Point, 5>& points) { return similarity(points, kTemplate); }

std::vector<Face> see_faces(const Picture& picture, const Wanted& wanted, Parts& parts, Absences& absences) {
  const Part& detector = parts.get(Role::face_detection);
  const Part& mesher = parts.get(Role::face_mesh);
  std::vector<Face> faces;
  for (const FaceBox& box : find_face_boxes(picture, detector)) {
    const auto mesh = find_mesh(picture, box, mesher);
    if (!mesh) continue;
    Face face = measured(picture, box, *mesh);
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
