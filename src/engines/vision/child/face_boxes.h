// Where faces may be: the detector on the whole picture, and on tiles of it for the small ones.

#pragma once

#include <span>
#include <vector>

#include "engines/vision/child/geometry.h"
#include "engines/vision/child/parts.h"
#include "engines/vision/child/resample.h"

namespace lightwell::engines::vision {

struct FaceBox {
  Rect rect;  // pixels of the picture
  float score = 0;
  bool is_of_tile = false;  // less sure: a tile shows no surroundings
};

inline constexpr float kFaceSideMin = 10;    // pixels
inline constexpr float kTiledSideMin = 900;  // pixels of the longer side, from which on tiles are worth it
inline constexpr float kTilePart = .6f;      // of the picture's sides
inline constexpr float kTileFacePart = .4f;  // of the tile's width: larger faces are seen without tiles

// The detector's rows: boxes as ratios of `seen`, and for each the scores of "nothing" and "face".
std::vector<Detection> read_face_boxes(std::span<const float> boxes, std::span<const float> scores, const Rect& seen,
                                       float score_min);
// The four tiles of a large picture; none of a small one.
std::vector<Rect> tiles_of(float width, float height);
// Of what was found in a tile, what is small and whole: not cut by an edge that lies within the picture.
std::vector<Detection> whole_in_tile(std::vector<Detection> found, const Rect& tile, float width, float height);
// Those of the whole picture, and those of tiles where no other is.
std::vector<FaceBox> merged(std::vector<Detection> of_picture, std::vector<Detection> of_tiles, float overlap_same);

std::vector<FaceBox> find_face_boxes(const Picture& picture, const Part& detector);

}  // namespace lightwell::engines::vision
