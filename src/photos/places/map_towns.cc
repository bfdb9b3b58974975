#include "photos/places/map_towns.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <unordered_set>
#include <utility>

#include "photos/places/place_table.h"

namespace lightwell::photos {
namespace {

constexpr int kCellsMax = 600;  // of one degree, that are looked through town by town
constexpr int kBitsMax = 28;

// Below this weight a town is not worth its name at this zoom.
uint32_t weight_min(int zoom) {
  if (zoom < 3) return 500'000;
  if (zoom < 5) return 100'000;
  if (zoom < 7) return 20'000;
  return zoom < 9 ? 5'000 : 0;
}

// Degrees of longitude, and at most of latitude, that a place of the grid measures.
int grid_degrees(int zoom) { return int(std::ceil(180 / std::exp2(zoom))); }

int cell_of(double degrees, double first) { return int(std::floor(degrees - first)); }

// Takes the first town of each place in the grid.
class Thinning {
 public:
  explicit Thinning(int zoom) : bits_(std::clamp(zoom, 0, kBitsMax - 2) + 1) {}

  bool has_room(const Town& town) {
    const MapSpot spot = on_map(town.latitude, town.longitude);
    const double columns = double(uint64_t(1) << bits_);
    return taken_.insert(uint64_t(spot.y * columns * 2) << 32 | uint64_t(spot.x * columns)).second;
  }

 private:
  int bits_;  // of a column's number; there are twice as many rows
  std::unordered_set<uint64_t> taken_;
};

class Gathering {
 public:
  Gathering(const GeoBox& box, int zoom, size_t limit)
      : box_(box), weight_min_(weight_min(zoom)), limit_(limit), thinning_(zoom) {}

  // Towns must come heaviest first. False: no more are wanted.
  bool offer(const Town& town) {
    if (town.weight() < weight_min_ || towns_.size() == limit_) return false;
    if (thinning_.has_room(town) && box_.contains(town.latitude, town.longitude)) {
      towns_.push_back({.name = town.name,
                        .latitude = town.latitude,
                        .longitude = town.longitude,
                        .people = town.people,
                        .capital = town.capital});
    }
    return true;
  }
  std::vector<MapTown> take() { return std::move(towns_); }

 private:
  const GeoBox box_;
  const uint32_t weight_min_;
  const size_t limit_;
  Thinning thinning_;
  std::vector<MapTown> towns_;
};

}  // namespace

std::vector<MapTown> towns_on_map(const GeoBox& box, int zoom, size_t limit) {
  const PlaceTable& table = PlaceTable::instance();
  Gathering gathering(box, zoom, std::min(limit, kMapTownsMax));
  // A larger town beyond the edge keeps its place in the grid.
  const int edge = grid_degrees(zoom);
  const int south = cell_of(box.south, -90) - edge, north = cell_of(box.north, -90) + edge;
  const int west = cell_of(box.west, -180) - edge;
  const int east = cell_of(box.east, -180) + edge + (box.west > box.east ? PlaceTable::kColumns : 0);
  if ((north - south + 1) * (east - west + 1) > kCellsMax) {
    for (size_t rank = 0; rank < table.large_towns() && gathering.offer(table.large_town(rank)); ++rank) {
    }
    return gathering.take();
  }
  std::vector<Town> near;
  for (int row = south; row <= north; ++row) {
    for (int column = west; column <= east; ++column) {
      table.each_in(row, column, [&](const Town& town) { near.push_back(town); });
    }
  }
  std::ranges::stable_sort(near, std::greater{}, &Town::weight);
  for (const Town& town : near) {
    if (!gathering.offer(town)) break;
  }
  return gathering.take();
}

}  // namespace lightwell::photos
