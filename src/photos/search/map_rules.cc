#include "photos/search/map_rules.h"

#include <algorithm>

namespace lightwell::photos {
namespace {

constexpr int kBitsMax = 24;

void join(Cell& into, const Cell& other) {
  if (into.count == 0) {
    into = other;
    return;
  }
  into.latitude_sum += other.latitude_sum;
  into.longitude_sum += other.longitude_sum;
  into.count += other.count;
  if (other.newest > into.newest || (other.newest == into.newest && other.number > into.number)) {
    into.newest = other.newest;
    into.number = other.number;
  }
  into.box = {.west = std::min(into.box.west, other.box.west),
              .south = std::min(into.box.south, other.box.south),
              .east = std::max(into.box.east, other.box.east),
              .north = std::max(into.box.north, other.box.north)};
}

}  // namespace

// A map has 4 x 2^zoom cells a side.
CellGrid::CellGrid(int zoom, size_t cells_max) : bits_(std::clamp(zoom + 2, 0, kBitsMax)), cells_max_(cells_max) {}

uint64_t CellGrid::key_of(double latitude, double longitude) const {
  const double side = double(uint64_t(1) << bits_);
  const MapSpot spot = on_map(latitude, longitude);
  const auto cell = [side](double share) { return uint64_t(std::clamp(share * side, 0.0, side - 1)); };
  return cell(spot.y) << 32 | cell(spot.x);
}

void CellGrid::add(const Spot& spot) {
  join(cells_[key_of(spot.latitude, spot.longitude)],
       {.latitude_sum = spot.latitude,
        .longitude_sum = spot.longitude,
        .count = 1,
        .newest = spot.taken,
        .number = spot.number,
        .box = {.west = spot.longitude, .south = spot.latitude, .east = spot.longitude, .north = spot.latitude}});
  if (cells_.size() > cells_max_ && bits_ > 0) grow();
}

void CellGrid::grow() {
  --bits_;
  std::unordered_map<uint64_t, Cell> larger;
  for (const auto& [key, cell] : cells_) join(larger[(key >> 33) << 32 | (key & 0xffffffff) >> 1], cell);
  cells_ = std::move(larger);
}

std::vector<Cell> CellGrid::take() {
  std::vector<Cell> all;
  all.reserve(cells_.size());
  for (const auto& [key, cell] : cells_) all.push_back(cell);
  std::ranges::sort(all, std::greater{}, [](const Cell& cell) { return std::pair(cell.count, cell.number); });
  cells_.clear();
  return all;
}

}  // namespace lightwell::photos
