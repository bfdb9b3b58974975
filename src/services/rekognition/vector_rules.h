// Faces as vectors: how alike two of them are, on Amazon's scale.

#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "base/text.h"
#include "services/rekognition/collection.h"

namespace lightwell::rekognition {

// Amazon's Similarity, 0 to 100, of the cosine between two faces. Every model has a scale of its own; 80, which people
// are asked to trust, lies where hardly two strangers come (docs/services/rekognition.md).
class SimilarityScale {
 public:
  // Pairs of a cosine and its similarity, both growing; straight lines in between. Fewer than two: a usual scale.
  explicit SimilarityScale(std::vector<std::array<double, 2>> points = {});
  double similarity_of(double cosine) const;
  // The least cosine whose similarity is not below `similarity`.
  double cosine_of(double similarity) const;

 private:
  std::vector<std::array<double, 2>> points_;
};

double dot(std::span<const float> a, std::span<const float> b);
// Scaled to length 1. A vector of zeros stays what it is.
FaceVector normalised(FaceVector vector);
// The mean direction of some faces of one person.
FaceVector mean_of(const std::vector<FaceVector>& faces);

// As they are stored: 32-bit floats, little-endian.
std::string pack(std::span<const float> vector);
FaceVector unpack(Bytes bytes);

}  // namespace lightwell::rekognition
