#include "engines/vision/child/geometry.h"

#include <limits>

namespace lightwell::engines::vision {
namespace {

float cross(Point o, Point a, Point b) { return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x); }

// One half of the hull, by Andrew's chain.
void extend_chain(std::vector<Point>& hull, size_t start, Point next) {
  while (hull.size() >= start + 2 && cross(hull[hull.size() - 2], hull.back(), next) <= 0) hull.pop_back();
  hull.push_back(next);
}

}  // namespace

float shared_area(const Rect& a, const Rect& b) {
  return Rect{std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)}.area();
}

float overlap(const Rect& a, const Rect& b) {
  const float shared = shared_area(a, b);
  const float all = a.area() + b.area() - shared;
  return all > 0 ? shared / all : 0;
}

Box box_of(const Rect& rect, float width, float height) {
  const float x0 = std::clamp(rect.x0 / width, 0.f, 1.f);
  const float y0 = std::clamp(rect.y0 / height, 0.f, 1.f);
  const float x1 = std::clamp(rect.x1 / width, x0, 1.f);
  const float y1 = std::clamp(rect.y1 / height, y0, 1.f);
  return {x0, y0, x1 - x0, y1 - y0};
}

Rect around(const std::array<Point, 4>& corners) {
  Rect rect = {corners[0].x, corners[0].y, corners[0].x, corners[0].y};
  for (const Point& corner : corners) {
    rect = {std::min(rect.x0, corner.x), std::min(rect.y0, corner.y), std::max(rect.x1, corner.x),
            std::max(rect.y1, corner.y)};
  }
  return rect;
}

std::vector<Detection> suppress(std::vector<Detection> detections, float same, float any, size_t count_max) {
  std::ranges::stable_sort(detections, std::greater(), &Detection::score);
  std::vector<Detection> kept;
  for (const Detection& one : detections) {
    const bool is_rival = std::ranges::any_of(kept, [&](const Detection& better) {
      return overlap(one.rect, better.rect) > (one.index == better.index ? same : any);
    });
    if (!is_rival) kept.push_back(one);
    if (kept.size() == count_max) break;
  }
  return kept;
}

Affine Affine::inverse() const {
  const float determinant = a * e - b * d;
  const float k = std::abs(determinant) > 1e-12f ? 1 / determinant : 0;
  return {e * k, -b * k, (b * f - c * e) * k, -d * k, a * k, (c * d - a * f) * k};
}

Affine crop_at(Point centre, float size, float angle, float side) {
  const float scale = size / side;
  const float cosine = std::cos(angle) * scale;
  const float sine = std::sin(angle) * scale;
  const float half = side / 2;
  return {cosine, -sine, centre.x - (cosine - sine) * half, sine, cosine, centre.y - (sine + cosine) * half};
}

Affine similarity(std::span<const Point> from, std::span<const Point> to) {
  const float count = float(from.size());
  Point from_mean, to_mean;
  for (size_t i = 0; i < from.size(); ++i) {
    from_mean = {from_mean.x + from[i].x / count, from_mean.y + from[i].y / count};
    to_mean = {to_mean.x + to[i].x / count, to_mean.y + to[i].y / count};
  }
  double along = 0;
  double across = 0;
  double size = 0;
  for (size_t i = 0; i < from.size(); ++i) {
    const Point s = {from[i].x - from_mean.x, from[i].y - from_mean.y};
    const Point t = {to[i].x - to_mean.x, to[i].y - to_mean.y};
    along += double(s.x) * t.x + double(s.y) * t.y;
    across += double(s.x) * t.y - double(s.y) * t.x;
    size += double(s.x) * s.x + double(s.y) * s.y;
  }
  if (size <= 0) return {0, 0, to_mean.x, 0, 0, to_mean.y};
  const float a = float(along / size);
  const float b = float(across / size);
  return {a, -b, to_mean.x - (a * from_mean.x - b * from_mean.y),
          b, a,  to_mean.y - (b * from_mean.x + a * from_mean.y)};
}

std::vector<Point> convex_hull(std::vector<Point> points) {
  std::ranges::sort(points, [](Point a, Point b) { return a.x != b.x ? a.x < b.x : a.y < b.y; });
  if (points.size() < 3) return points;
  std::vector<Point> hull;
  for (const Point point : points) extend_chain(hull, 0, point);
  const size_t upper = hull.size() - 1;
  for (auto point = points.rbegin() + 1; point != points.rend(); ++point) extend_chain(hull, upper, *point);
  hull.pop_back();
  return hull;
}

std::array<Point, 4> smallest_rectangle(std::vector<Point> points) {
  const std::vector<Point> hull = convex_hull(std::move(points));
  std::array<Point, 4> best = {};
  if (hull.empty()) return best;
  best.fill(hull.front());
  // One of its sides lies along a side of the hull.
  float best_area = std::numeric_limits<float>::max();
  for (size_t i = 0; i < hull.size(); ++i) {
    const Point from = hull[i];
    const Point to = hull[(i + 1) % hull.size()];
    const float length = distance(from, to);
    if (length <= 0) continue;
    const Point u = {(to.x - from.x) / length, (to.y - from.y) / length};
    Rect turned = {std::numeric_limits<float>::max(), std::numeric_limits<float>::max(),
                   std::numeric_limits<float>::lowest(), std::numeric_limits<float>::lowest()};
    for (const Point point : hull) {
      const float along = point.x * u.x + point.y * u.y;
      const float across = -point.x * u.y + point.y * u.x;
      turned = {std::min(turned.x0, along), std::min(turned.y0, across), std::max(turned.x1, along),
                std::max(turned.y1, across)};
    }
    if (turned.area() >= best_area) continue;
    best_area = turned.area();
    const auto back = [u](float along, float across) {
      return Point{along * u.x - across * u.y, along * u.y + across * u.x};
    };
    best = {back(turned.x0, turned.y0), back(turned.x1, turned.y0), back(turned.x1, turned.y1),
            back(turned.x0, turned.y1)};
  }
  return best;
}

std::array<Point, 4> from_top_left(std::array<Point, 4> corners) {
  float turn = 0;
  for (size_t i = 0; i < 4; ++i) turn += cross(corners[0], corners[i], corners[(i + 1) % 4]);
  if (turn < 0) std::swap(corners[1], corners[3]);
  const auto first = std::ranges::min_element(corners, {}, [](Point p) { return p.x + p.y; });
  std::ranges::rotate(corners, first);
  return corners;
}

}  // namespace lightwell::engines::vision
