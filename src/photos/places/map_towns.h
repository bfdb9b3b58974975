// The towns whose names a map shows: those with most people, and never several where there is room for one.
//
// What is told depends on the zoom and on where a town lies, not on what else is in sight: names stay where they are
// while the map is pushed about. Towns: GeoNames (https://www.geonames.org), CC BY 4.0.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "photos/places/geo_box.h"

namespace lightwell::photos {

struct MapTown {
  std::string_view name;  // a view into the program itself
  double latitude = 0, longitude = 0;
  uint32_t people = 0;
  bool capital = false;
};

inline constexpr size_t kMapTownsMax = 500;

// For a map of 256 x 2^zoom pixels, the largest first, at most `limit`: of the towns within 128 x 64 pixels of a grid
// the one with most people; a capital counts as four times as large, and never as small. A box of more than about 600
// square degrees has no towns under 10,000 inhabitants.
std::vector<MapTown> towns_on_map(const GeoBox& box, int zoom, size_t limit);

}  // namespace lightwell::photos
