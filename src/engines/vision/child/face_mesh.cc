#include "engines/vision/child/face_mesh.h"

#include <numbers>

namespace lightwell::engines::vision {
namespace {

constexpr float kFirstLook = 1.5f;   // of the detector's box
constexpr float kSecondLook = 1.5f;  // of the first mesh
constexpr float kDegrees = 180 / std::numbers::pi_v<float>;

// Corners of the eyes away from the nose; ears, forehead and chin.
constexpr size_t kEyeLeft = 33, kEyeRight = 263, kEarLeft = 234, kEarRight = 454, kForehead = 10, kChin = 152;
// Lips: their inner edges, and the corners.
constexpr size_t kUpperLip = 13, kLowerLip = 14, kMouthLeft = 78, kMouthRight = 308;

// Each landmark is the mean of these points.
struct MeanOf {
  std::array<int, 4> points;
};
constexpr std::array<MeanOf, kLandmarks> kLandmarkPoints = {{
    {{33, 133, 159, 145}}, {{263, 362, 386, 374}}, {{61, -1, -1, -1}},  {{291, -1, -1, -1}}, {{1, 4, -1, -1}},
    {{70, -1, -1, -1}},    {{107, -1, -1, -1}},    {{105, -1, -1, -1}}, {{336, -1, -1, -1}}, {{300, -1, -1, -1}},
    {{334, -1, -1, -1}},   {{33, -1, -1, -1}},     {{133, -1, -1, -1}}, {{159, -1, -1, -1}}, {{145, -1, -1, -1}},
    {{362, -1, -1, -1}},   {{263, -1, -1, -1}},    {{386, -1, -1, -1}}, {{374, -1, -1, -1}}, {{129, -1, -1, -1}},
    {{358, -1, -1, -1}},   {{0, -1, -1, -1}},      {{17, -1, -1, -1}},  {{234, -1, -1, -1}}, {{172, -1, -1, -1}},
    {{152, -1, -1, -1}},   {{397, -1, -1, -1}},    {{454, -1, -1, -1}},
}};

Point mean_of(const Mesh& mesh, const MeanOf& which) {
  Point sum;
  float count = 0;
  for (const int point : which.points) {
    if (point < 0) continue;
    sum = {sum.x + mesh.points[size_t(point)].x, sum.y + mesh.points[size_t(point)].y};
    ++count;
  }
  return {sum.x / count, sum.y / count};
}

float apart(const MeshPoint& a, const MeshPoint& b) { return std::hypot(a.x - b.x, a.y - b.y, a.z - b.z); }

std::optional<Mesh> look(const Picture& picture, const Part& part, Point centre, float size, float angle,
                         const Border& border) {
  const ModelInput& input = part.input();
  const float side = float(input.width);
  const Affine to_picture = crop_at(centre, size, angle, side);
  const auto out =
      part.run(warp(picture, to_picture, int(input.width), int(input.height), input, border), int(input.height),
               int(input.width), {{"points", {1, int64_t(kMeshPoints) * 3}}, {"flag", {1, 1}}});
  Mesh mesh;
  mesh.flag = out[1].values[0];
  for (size_t i = 0; i < kMeshPoints; ++i) {
    const float* at = &out[0].values[i * 3];
    const Point place = to_picture.of(at[0], at[1]);
    mesh.points[i] = {place.x, place.y, at[2] * size / side};
    // Points a face's width outside its crop are of no face.
    const bool is_near = std::abs(at[0] - side / 2) <= side * 1.5f && std::abs(at[1] - side / 2) <= side * 1.5f;
    if (!is_near || !std::isfinite(at[2])) return std::nullopt;
  }
  if (mesh.size() < 1) return std::nullopt;
  return mesh;
}

}  // namespace

Rect Mesh::extent() const {
  Rect rect = {points[0].x, points[0].y, points[0].x, points[0].y};
  for (const MeshPoint& point : points) {
    rect = {std::min(rect.x0, point.x), std::min(rect.y0, point.y), std::max(rect.x1, point.x),
            std::max(rect.y1, point.y)};
  }
  return rect;
}

float Mesh::angle() const {
  return std::atan2(points[kEyeRight].y - points[kEyeLeft].y, points[kEyeRight].x - points[kEyeLeft].x);
}

float flag_wanted(const FaceBox& box, const Part& mesher, const Part& detector) {
  if (box.is_of_tile) return float(mesher.threshold("flag_tile", .8));
  if (double(box.score) < detector.threshold("score", .65)) return float(mesher.threshold("flag_low", .95));
  return float(mesher.threshold("flag", .5));
}

std::optional<Mesh> find_mesh(const Picture& picture, const FaceBox& box, const Part& part) {
  const Border border = black_around({0, 0, float(picture.width), float(picture.height)});
  const float size = std::max(box.rect.width(), box.rect.height()) * kFirstLook;
  const auto first = look(picture, part, box.rect.centre(), size, 0, border);
  if (!first) return std::nullopt;
  return look(picture, part, first->centre(), first->size() * kSecondLook, first->angle(), border);
}

std::array<Point, kLandmarks> landmarks_of(const Mesh& mesh, float width, float height) {
  std::array<Point, kLandmarks> landmarks = {};
  for (size_t i = 0; i < kLandmarks; ++i) {
    const Point place = mean_of(mesh, kLandmarkPoints[i]);
    landmarks[i] = {std::clamp(place.x / width, -1.f, 2.f), std::clamp(place.y / height, -1.f, 2.f)};
  }
  return landmarks;
}

Pose pose_of(const Mesh& mesh) {
  const auto slope = [&](size_t from, size_t to) {
    const MeshPoint& a = mesh.points[from];
    const MeshPoint& b = mesh.points[to];
    return std::atan2(b.z - a.z, std::hypot(b.x - a.x, b.y - a.y)) * kDegrees;
  };
  return {.yaw = slope(kEarLeft, kEarRight), .pitch = -slope(kForehead, kChin), .roll = mesh.angle() * kDegrees};
}

// The gap between the lips, of the mouth's width: closed mouths have some hundredths, speaking ones a tenth and more.
Opinion mouth_open_of(const Mesh& mesh) {
  constexpr float kOpenFrom = .12f;
  constexpr float kSteepness = 30;
  const float width = apart(mesh.points[kMouthLeft], mesh.points[kMouthRight]);
  const float gap = width > 0 ? apart(mesh.points[kUpperLip], mesh.points[kLowerLip]) / width : 0;
  const float open = 1 / (1 + std::exp(-(gap - kOpenFrom) * kSteepness));
  return {.value = open >= .5f, .confidence = std::max(open, 1 - open)};
}

std::array<Point, 5> five_points_of(const Mesh& mesh) {
  const auto at = [&](Landmark landmark) { return mean_of(mesh, kLandmarkPoints[size_t(landmark)]); };
  return {at(Landmark::eye_left), at(Landmark::eye_right), at(Landmark::nose), at(Landmark::mouth_left),
          at(Landmark::mouth_right)};
}

}  // namespace lightwell::engines::vision
