// Faces: found, measured, and turned into numbers that tell people apart.

#pragma once

#include <span>
#include <vector>

#include "engines/vision/child/face_mesh.h"

namespace lightwell::engines::vision {

// Years from the probabilities of each age.
float expected_age(std::span<const float> probabilities);
// To length 1; a vector of zeros stays what it is.
void normalise(std::vector<float>& vector);
// The similarity that puts the five points where the embedding's model was trained to find them.
Affine alignment(const std::array<Point, 5>& points);

// Throws RoleAbsent without the detector or the mesh; goes on without the others.
std::vector<Face> see_faces(const Picture& picture, const Wanted& wanted, Parts& parts, Absences& absences);

}  // namespace lightwell::engines::vision
