#include "engines/vision/child/text_map.h"

#include <numeric>

namespace lightwell::engines::vision {
namespace {

constexpr size_t kPlacesMax = 1000;
constexpr float kShortSideMin = 3;  // pixels of the map

struct Island {
  std::vector<Point> edge;  // pixels with a neighbour outside
  double sum = 0;
  size_t count = 0;
};

class Islands {
 public:
  Islands(std::span<const float> map, int width, int height, float map_min)
      : map_(map), width_(width), height_(height), map_min_(map_min), seen_(map.size(), false) {}

  std::vector<Island> find() {
    std::vector<Island> islands;
    for (size_t start = 0; start < map_.size() && islands.size() < kPlacesMax; ++start) {
      if (!seen_[start] && is_text(start)) islands.push_back(follow(start));
    }
    return islands;
  }

 private:
  bool is_text(size_t at) const { return map_[at] > map_min_; }

  Island follow(size_t start) {
    Island island;
    std::vector<size_t> open = {start};
    seen_[start] = true;
    while (!open.empty()) {
      const size_t at = open.back();
      open.pop_back();
      island.sum += map_[at];
      ++island.count;
      if (visit_neighbours(at, open)) island.edge.push_back({float(at % size_t(width_)), float(at / size_t(width_))});
    }
    return island;
  }

  // Answers whether one of the eight lies outside.
  bool visit_neighbours(size_t at, std::vector<size_t>& open) {
    const int x = int(at % size_t(width_));
    const int y = int(at / size_t(width_));
    bool is_edge = false;
    for (int dy = -1; dy <= 1; ++dy) {
      for (int dx = -1; dx <= 1; ++dx) {
        const int nx = x + dx;
        const int ny = y + dy;
        if (nx < 0 || ny < 0 || nx >= width_ || ny >= height_) {
          is_edge = true;
          continue;
        }
        const size_t next = size_t(ny) * size_t(width_) + size_t(nx);
        if (!is_text(next)) {
          is_edge = true;
        } else if (!seen_[next]) {
          seen_[next] = true;
          open.push_back(next);
        }
      }
    }
    return is_edge;
  }

  std::span<const float> map_;
  const int width_;
  const int height_;
  const float map_min_;
  std::vector<bool> seen_;
};

}  // namespace

std::array<Point, 4> grown(const std::array<Point, 4>& corners, float unclip) {
  const float width = distance(corners[0], corners[1]);
  const float height = distance(corners[1], corners[2]);
  if (width <= 0 || height <= 0) return corners;
  const float by = width * height * unclip / (2 * (width + height));
  const Point u = {(corners[1].x - corners[0].x) / width * by, (corners[1].y - corners[0].y) / width * by};
  const Point v = {(corners[2].x - corners[1].x) / height * by, (corners[2].y - corners[1].y) / height * by};
  return {Point{corners[0].x - u.x - v.x, corners[0].y - u.y - v.y},
          Point{corners[1].x + u.x - v.x, corners[1].y + u.y - v.y},
          Point{corners[2].x + u.x + v.x, corners[2].y + u.y + v.y},
          Point{corners[3].x - u.x + v.x, corners[3].y - u.y + v.y}};
}

std::vector<TextPlace> find_text_places(std::span<const float> map, int width, int height,
                                        const TextMapLimits& limits) {
  std::vector<TextPlace> places;
  if (map.size() != size_t(width) * size_t(height)) return places;
  for (Island& island : Islands(map, width, height, limits.map_min).find()) {
    const float score = float(island.sum / double(island.count));
    if (!(score >= limits.box_min)) continue;
    const auto corners = from_top_left(smallest_rectangle(std::move(island.edge)));
    if (std::min(distance(corners[0], corners[1]), distance(corners[1], corners[2])) < kShortSideMin) continue;
    places.push_back({grown(corners, limits.unclip), std::min(score, 1.f)});
  }
  return places;
}

std::vector<size_t> reading_order(const std::vector<std::array<Point, 4>>& places) {
  std::vector<Rect> rects;
  for (const auto& corners : places) rects.push_back(around(corners));
  std::vector<size_t> order(places.size());
  std::iota(order.begin(), order.end(), size_t(0));
  std::ranges::stable_sort(order, {}, [&](size_t i) { return rects[i].centre().y; });
  // What stands beside the first of a row, by half its height, belongs to the row.
  for (size_t row = 0; row < order.size();) {
    const Rect& first = rects[order[row]];
    size_t end = row + 1;
    while (end < order.size() && rects[order[end]].centre().y - first.centre().y < first.height() / 2) ++end;
    std::ranges::stable_sort(order.begin() + ptrdiff_t(row), order.begin() + ptrdiff_t(end), {},
                             [&](size_t i) { return rects[i].x0; });
    row = end;
  }
  return order;
}

}  // namespace lightwell::engines::vision
