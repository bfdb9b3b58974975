// Gathering what lies close together on a map. Pure.

#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "photos/search/set_store.h"

namespace lightwell::photos {

struct Cell {
  double latitude_sum = 0, longitude_sum = 0;
  int64_t count = 0;
  Timestamp newest;
  int64_t number = 0;  // of the newest
  GeoBox box;
};

// Spots in the cells of a grid on Mercator's map. When they become more than `cells_max`, the cells grow to twice their
// side.
class CellGrid {
 public:
  // 64 pixels a side on a map of 256 x 2^zoom pixels.
  CellGrid(int zoom, size_t cells_max);
  void add(const Spot& spot);
  std::vector<Cell> take();

 private:
  uint64_t key_of(double latitude, double longitude) const;
  void grow();

  int bits_;  // of a cell's column and row
  const size_t cells_max_;
  std::unordered_map<uint64_t, Cell> cells_;
};

}  // namespace lightwell::photos
