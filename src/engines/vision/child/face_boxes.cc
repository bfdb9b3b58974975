#include "engines/vision/child/face_boxes.h"

namespace lightwell::engines::vision {
namespace {

constexpr float kEdge = 2;        // pixels
constexpr float kSameFace = .6f;  // of the smaller box, shared with the larger
constexpr size_t kBoxesMax = 200;

std::vector<Detection> detect(const Picture& picture, const Rect& part_of_picture, const Part& detector,
                              float score_min) {
  const ModelInput& input = detector.input();
  // Black to the right or below, so that nothing is distorted.
  const float ratio = float(input.width) / float(input.height);
  Rect seen = part_of_picture;
  seen.x1 = seen.x0 + std::max(part_of_picture.width(), part_of_picture.height() * ratio);
  seen.y1 = seen.y0 + std::max(part_of_picture.height(), part_of_picture.width() / ratio);
  const auto out =
      detector.run(stretch(picture, seen, int(input.width), int(input.height), input, black_around(part_of_picture)),
                   int(input.height), int(input.width), {{"boxes", {1, 0, 4}}, {"scores", {1, 0, 2}}});
  if (out[0].shape[1] != out[1].shape[1])
    throw RoleAbsent(Role::face_detection, "its boxes and scores differ in number");
  return read_face_boxes(out[0].values, out[1].values, seen, score_min);
}

}  // namespace

std::vector<Detection> read_face_boxes(std::span<const float> boxes, std::span<const float> scores, const Rect& seen,
                                       float score_min) {
  std::vector<Detection> found;
  for (size_t i = 0; i * 4 + 4 <= boxes.size() && i * 2 + 2 <= scores.size(); ++i) {
    const float score = scores[i * 2 + 1];
    const float* box = &boxes[i * 4];
    const Rect rect = {seen.x0 + box[0] * seen.width(), seen.y0 + box[1] * seen.height(),
                       seen.x0 + box[2] * seen.width(), seen.y0 + box[3] * seen.height()};
    const bool is_sound =
        std::isfinite(rect.x0 + rect.y0 + rect.x1 + rect.y1) && rect.x1 > rect.x0 && rect.y1 > rect.y0;
    if (score > score_min && is_sound) found.push_back({rect, std::min(score, 1.f), 0});
  }
  return found;
}

std::vector<Rect> tiles_of(float width, float height) {
  if (std::max(width, height) < kTiledSideMin) return {};
  const float w = std::floor(width * kTilePart);
  const float h = std::floor(height * kTilePart);
  std::vector<Rect> tiles;
  for (const float x : {0.f, width - w}) {
    for (const float y : {0.f, height - h}) tiles.push_back({x, y, x + w, y + h});
  }
  return tiles;
}

std::vector<Detection> whole_in_tile(std::vector<Detection> found, const Rect& tile, float width, float height) {
  std::erase_if(found, [&](const Detection& one) {
    return (one.rect.x0 < tile.x0 + kEdge && tile.x0 > 0) || (one.rect.y0 < tile.y0 + kEdge && tile.y0 > 0) ||
           (one.rect.x1 > tile.x1 - kEdge && tile.x1 < width) || (one.rect.y1 > tile.y1 - kEdge && tile.y1 < height) ||
           one.rect.width() > tile.width() * kTileFacePart;
  });
  return found;
}

std::vector<FaceBox> merged(std::vector<Detection> of_picture, std::vector<Detection> of_tiles, float overlap_same) {
  std::vector<FaceBox> faces;
  for (const Detection& one : suppress(std::move(of_picture), overlap_same, overlap_same, kFacesMax)) {
    faces.push_back({one.rect, one.score, false});
  }
  for (const Detection& one : suppress(std::move(of_tiles), overlap_same, overlap_same, kBoxesMax)) {
    const bool is_known = std::ranges::any_of(faces, [&](const FaceBox& face) {
      return shared_area(face.rect, one.rect) > kSameFace * std::min(face.rect.area(), one.rect.area());
    });
    if (!is_known && faces.size() < kFacesMax) faces.push_back({one.rect, one.score, true});
  }
  std::erase_if(faces, [](const FaceBox& face) { return face.rect.width() < kFaceSideMin; });
  return faces;
}

std::vector<FaceBox> find_face_boxes(const Picture& picture, const Part& detector) {
  const float width = float(picture.width);
  const float height = float(picture.height);
  const double score_min = detector.threshold("score", .65);
  auto of_picture = detect(picture, {0, 0, width, height}, detector, float(detector.threshold("score_low", score_min)));
  std::vector<Detection> of_tiles;
  for (const Rect& tile : tiles_of(width, height)) {
    const auto found = whole_in_tile(detect(picture, tile, detector, float(score_min)), tile, width, height);
    of_tiles.insert(of_tiles.end(), found.begin(), found.end());
  }
  return merged(std::move(of_picture), std::move(of_tiles), float(detector.threshold("overlap_same", .35)));
}

}  // namespace lightwell::engines::vision
