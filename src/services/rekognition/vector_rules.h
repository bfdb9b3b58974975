// Faces as vectors: how alike two of them are, on Amazon's scale.

#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/text.h"
#include "services/rekognition/collection.h"

namespace lightwell::rekognition {

// Amazon's Similarity, 0 to 100, of the cosine between two faces; grows with it. What people are asked to trust (80)
// lies where, over the pairs measured, no two strangers came (docs/services/rekognition.md).
double similarity_of(double cosine);
// The least cosine whose similarity is not below `similarity`.
double cosine_of(double similarity);

double dot(std::span<const float> a, std::span<const float> b);
// Scaled to length 1. A vector of zeros stays what it is.
FaceVector normalised(FaceVector vector);
// The mean direction of some faces of one person.
FaceVector mean_of(const std::vector<FaceVector>& faces);

// As they are stored: 32-bit floats, little-endian.
std::string pack(std::span<const float> vector);
FaceVector unpack(Bytes bytes);

}  // namespace lightwell::rekognition
