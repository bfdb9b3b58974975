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
// From the picture to the pixels of the embedding's model: the similarity that puts five points of the face where
// models of this kind were trained to find them. "dlib-resnet": corners of the eyes and the base of the nose; others,
// as ArcFace: eyes, nose and corners of the mouth.
Affine alignment(const Mesh& mesh, const std::string& kind, float side);

// Throws RoleAbsent without the detector or the mesh; goes on without the others.
std::vector<Face> see_faces(const Picture& picture, const Wanted& wanted, Parts& parts, Absences& absences);

}  // namespace lightwell::engines::vision
