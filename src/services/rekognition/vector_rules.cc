#include "services/rekognition/vector_rules.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace lightwell::rekognition {
namespace {

static_assert(std::endian::native == std::endian::little);

using Point = std::array<double, 2>;

bool grows(const std::vector<Point>& points) {
  for (size_t i = 1; i < points.size(); ++i) {
    if (!(points[i][0] > points[i - 1][0]) || !(points[i][1] > points[i - 1][1])) return false;
  }
  return points.size() >= 2;
}

// Along straight lines from one point to the next, `from` and `to` being columns; the ends beyond them.
double along(const std::vector<Point>& points, size_t from, size_t to, double at) {
  for (size_t i = 1; i < points.size(); ++i) {
    const Point &a = points[i - 1], &b = points[i];
    if (at <= b[from]) return a[to] + (at - a[from]) / (b[from] - a[from]) * (b[to] - a[to]);
  }
  return points.back()[to];
}

}  // namespace

SimilarityScale::SimilarityScale(std::vector<Point> points) : points_(std::move(points)) {
  if (!grows(points_)) points_ = {{.25, 0}, {.40, 80}, {.70, 99}, {1, 100}};
}

double SimilarityScale::similarity_of(double cosine) const {
  if (!(cosine > points_.front()[0])) return 0;
  return along(points_, 0, 1, cosine);
}

double SimilarityScale::cosine_of(double similarity) const {
  if (!(similarity > 0)) return -1;
  return along(points_, 1, 0, similarity);
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
