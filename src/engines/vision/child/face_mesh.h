// The 468 points of a face, and what their places tell: landmarks, pose, whether the mouth is open.
// Their numbers are those of MediaPipe's canonical face model.

#pragma once

#include <array>
#include <optional>
#include <vector>

#include "engines/vision/child/face_boxes.h"
#include "engines/vision/child/parts.h"
#include "engines/vision/child/resample.h"

namespace lightwell::engines::vision {

struct MeshPoint {
  float x = 0;  // pixels of the picture
  float y = 0;
  float z = 0;  // away from the camera, in the same unit
};
inline constexpr size_t kMeshPoints = 468;

struct Mesh {
  std::array<MeshPoint, kMeshPoints> points = {};
  float flag = 0;  // how sure it is a face, 0 to 1

  Rect extent() const;
  Point centre() const { return extent().centre(); }
  float size() const { return std::max(extent().width(), extent().height()); }
  float angle() const;  // of the line between the eyes, radians
};

// How sure the mesh must be: surer where a tile shows no surroundings, and where the detector itself was in doubt.
float flag_wanted(const FaceBox& box, const Part& mesher, const Part& detector);
// Looks twice: straight, then turned upright and centred by what the first look found. Nothing: its points are nowhere
// near; otherwise Mesh::flag says whether it is a face.
std::optional<Mesh> find_mesh(const Picture& picture, const FaceBox& box, const Part& part);

std::array<Point, kLandmarks> landmarks_of(const Mesh& mesh, float width, float height);
Pose pose_of(const Mesh& mesh);
Opinion mouth_open_of(const Mesh& mesh);
// Left eye, right eye, nose, left and right corner of the mouth.
std::array<Point, 5> five_points_of(const Mesh& mesh);

}  // namespace lightwell::engines::vision
