// A rectangle of the earth, and where a spot lies on Mercator's map. Pure.

#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lightwell::photos {

// Degrees. West beyond east crosses the date line.
struct GeoBox {
  double west = -180, south = -90, east = 180, north = 90;

  bool contains(double latitude, double longitude) const {
    if (latitude < south || latitude > north) return false;
    if (west <= east) return longitude >= west && longitude <= east;
    return longitude >= west || longitude <= east;
  }
};

// From 0 to 1, from the north-west; what lies beyond the map's edge lies somewhat outside.
struct MapSpot {
  double x = 0, y = 0;
};

inline MapSpot on_map(double latitude, double longitude) {
  constexpr double kLatitudeMax = 85.0511;  // where Mercator's map is as high as wide
  const double radians = std::clamp(latitude, -kLatitudeMax, kLatitudeMax) * std::numbers::pi / 180;
  return {.x = (longitude + 180) / 360, .y = 0.5 - std::asinh(std::tan(radians)) / (2 * std::numbers::pi)};
}

}  // namespace lightwell::photos
