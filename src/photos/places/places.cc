#include "photos/places/places.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "photos/places/place_table.h"

namespace lightwell::photos {
namespace {

constexpr double kReachMaxKm = 60;
// A large town counts as near as far as its houses go.
constexpr double kRadiusShare = 0.8;
constexpr double kKmEachDegree = 111.2;

Place described(const Town& town, double distance) {
  const PlaceTable& table = PlaceTable::instance();
  const auto region = table.region(town.region);
  const auto country = table.country(town.country);
  return {.city = town.name,
          .city_number = town.number,
          .region = region.name,
          .region_code = region.code,
          .country = country.name,
          .country_code = country.code,
          .continent = country.continent,
          .distance_km = distance};
}

// Those of the country "ES" or the region "ES.56", with '|' between them.
std::string_view more_names(std::string_view code) {
  const PlaceTable& table = PlaceTable::instance();
  if (code.size() == 2) {
    for (size_t i = 0; i < table.countries(); ++i) {
      if (table.country(i).code == code) return table.country(i).more_names;
    }
    return {};
  }
  for (size_t i = 1; i < table.regions(); ++i) {
    if (table.region(i).code == code) return table.region(i).more_names;
  }
  return {};
}

double radians(double degrees) { return degrees * std::numbers::pi / 180; }

}  // namespace

double distance_km(double latitude_a, double longitude_a, double latitude_b, double longitude_b) {
  constexpr double kEarthDiameterKm = 12742.0;
  const double up = std::sin(radians(latitude_b - latitude_a) / 2);
  const double across = std::sin(radians(longitude_b - longitude_a) / 2);
  const double share = up * up + std::cos(radians(latitude_a)) * std::cos(radians(latitude_b)) * across * across;
  return kEarthDiameterKm * std::asin(std::min(1.0, std::sqrt(share)));
}

std::optional<Place> place_at(const Gps& where) {
  if (!(std::abs(where.latitude) <= 90) || !(std::abs(where.longitude) <= 180)) return std::nullopt;
  const int row = int(std::floor(where.latitude + 90));
  const int column = int(std::floor(where.longitude + 180));
  // Towards a pole a degree of longitude is short: more columns lie within reach. At the pole itself all do.
  const double narrowest = std::cos(radians(std::min(89.5, std::abs(where.latitude) + 1)));
  const int columns = std::min(PlaceTable::kColumns / 2, int(std::ceil(kReachMaxKm / (kKmEachDegree * narrowest))));
  std::optional<Town> best;
  double best_distance = 0;
  double best_reach = kReachMaxKm;
  for (int r = row - 1; r <= row + 1; ++r) {
    for (int c = column - columns; c <= column + columns; ++c) {
      PlaceTable::instance().each_in(r, c, [&](const Town& town) {
        const double distance = distance_km(where.latitude, where.longitude, town.latitude, town.longitude);
        const double reach = distance - town.radius_km * kRadiusShare;
        if (reach >= best_reach || distance > kReachMaxKm) return;
        best = town;
        best_distance = distance;
        best_reach = reach;
      });
    }
  }
  if (!best) return std::nullopt;
  return described(*best, best_distance);
}

std::vector<std::string_view> other_names(std::string_view code) {
  std::string_view names = more_names(code);
  std::vector<std::string_view> found;
  while (!names.empty()) {
    const size_t bar = std::min(names.find('|'), names.size());
    found.push_back(names.substr(0, bar));
    names.remove_prefix(std::min(bar + 1, names.size()));
  }
  return found;
}

}  // namespace lightwell::photos
