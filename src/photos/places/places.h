// Places: which town, region and country a photo was taken in, from a table inside the program. Nobody is asked.
//
// Towns and names: GeoNames (https://www.geonames.org), CC BY 4.0.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "photos/library/photo.h"

namespace lightwell::photos {

// Views into the program itself.
struct Place {
  std::string_view city;  // "Barcelona"
  uint32_t city_number = 0;
  std::string_view region;        // "Catalunya"; may be empty
  std::string_view region_code;   // "ES.56"; may be empty
  std::string_view country;       // "Spain"
  std::string_view country_code;  // "ES"
  std::string_view continent;     // "Europe"; may be empty
  double distance_km = 0;         // from the middle of the town
};

// The town whose reach the spot lies in, or the nearest one within 60 km; nothing at sea and in the wild.
std::optional<Place> place_at(const Gps& where);

// The other names of a country ("ES") or a region ("ES.56"), as people may type them: "Catalonia", "Cataluña".
std::vector<std::string_view> other_names(std::string_view code);

// The distance between two spots on the earth.
double distance_km(double latitude_a, double longitude_a, double latitude_b, double longitude_b);

}  // namespace lightwell::photos
