// Places in a picture, in pixels, and what is done with them before they become ratios.

#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "engines/vision/sight.h"

namespace lightwell::engines::vision {

// Left, top, right, bottom.
struct Rect {
  float x0 = 0;
  float y0 = 0;
  float x1 = 0;
  float y1 = 0;

  float width() const { return x1 - x0; }
  float height() const { return y1 - y0; }
  float area() const { return std::max(0.f, width()) * std::max(0.f, height()); }
  Point centre() const { return {(x0 + x1) / 2, (y0 + y1) / 2}; }
};

float shared_area(const Rect& a, const Rect& b);
float overlap(const Rect& a, const Rect& b);  // intersection over union

// As ratios, cut at the picture's edges.
Box box_of(const Rect& rect, float width, float height);
Rect around(const std::array<Point, 4>& corners);

struct Detection {
  Rect rect;
  float score = 0;
  uint32_t index = 0;  // of its class
};

// Of detections that overlap by more than `same` within a class, or `any` between classes, the surest stays. The surest
// comes first; at most `count_max`.
std::vector<Detection> suppress(std::vector<Detection> detections, float same, float any, size_t count_max);

// x' = a x + b y + c, y' = d x + e y + f
struct Affine {
  float a = 1, b = 0, c = 0, d = 0, e = 1, f = 0;
  Point of(float x, float y) const { return {a * x + b * y + c, d * x + e * y + f}; }
  Affine inverse() const;
};

// From a square crop of `side` pixels to the picture: centred there, `size` pixels wide, turned by `angle`.
Affine crop_at(Point centre, float size, float angle, float side);

// The similarity (turn, scale, shift) that takes `from` to `to` with the least squares.
Affine similarity(std::span<const Point> from, std::span<const Point> to);

// The corners of the smallest rectangle, at any angle, around a convex hull of these points; in order around it.
std::array<Point, 4> smallest_rectangle(std::vector<Point> points);
std::vector<Point> convex_hull(std::vector<Point> points);

inline float distance(Point a, Point b) { return std::hypot(a.x - b.x, a.y - b.y); }

// The first is the left one of the two uppermost, the others follow clockwise (y grows downwards).
std::array<Point, 4> from_top_left(std::array<Point, 4> corners);

}  // namespace lightwell::engines::vision
