#include "services/rekognition/vector_rules.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace lightwell::rekognition {
namespace {

static_assert(std::endian::native == std::endian::little);

struct Knot {
  double cosine, similarity;
};
// Strangers were measured up to 0.26, faces of one person from 0.40 on.
constexpr std::array kScale = {Knot{0.25, 0}, Knot{0.40, 80}, Knot{0.70, 99}, Knot{1.0, 100}};

}  // namespace

double similarity_of(double cosine) {
  if (!(cosine > kScale.front().cosine)) return 0;
  for (size_t i = 1; i < kScale.size(); ++i) {
    const Knot &from = kScale[i - 1], &to = kScale[i];
    if (cosine > to.cosine) continue;
    return from.similarity + (cosine - from.cosine) / (to.cosine - from.cosine) * (to.similarity - from.similarity);
  }
  return kScale.back().similarity;
}

double cosine_of(double similarity) {
  if (!(similarity > 0)) return -1;
  for (size_t i = 1; i < kScale.size(); ++i) {
    const Knot &from = kScale[i - 1], &to = kScale[i];
    if (similarity > to.similarity) continue;
    return from.cosine + (similarity - from.similarity) / (to.similarity - from.similarity) * (to.cosine - from.cosine);
  }
  return kScale.back().cosine;
}

double dot(std::span<const float> a, std::span<const float> b) {
  // Vectors of different models have different lengths, and nothing in common.
  if (a.size() != b.size()) return 0;
  float sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return double(sum);
}

FaceVector normalised(FaceVector vector) {
  double squares = 0;
  for (const float value : vector) squares += double(value) * double(value);
  if (squares <= 0) return vector;
  const float scale = float(1 / std::sqrt(squares));
  for (float& value : vector) value *= scale;
  return vector;
}

FaceVector mean_of(const std::vector<FaceVector>& faces) {
  FaceVector sum;
  for (const FaceVector& face : faces) {
    if (sum.empty()) sum.resize(face.size());
    for (size_t i = 0; i < sum.size() && i < face.size(); ++i) sum[i] += face[i];
  }
  return normalised(std::move(sum));
}

std::string pack(std::span<const float> vector) {
  std::string bytes(vector.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), vector.data(), bytes.size());
  return bytes;
}

FaceVector unpack(Bytes bytes) {
  FaceVector vector(bytes.size() / sizeof(float));
  std::memcpy(vector.data(), bytes.data(), vector.size() * sizeof(float));
  return vector;
}

}  // namespace lightwell::rekognition
