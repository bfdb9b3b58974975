#include "photos/places/places.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

#include "photos/places/place_data.h"

namespace lightwell::photos {
namespace {

constexpr size_t kTownBytes = 20;
constexpr size_t kRegionBytes = 12;
constexpr size_t kCountryBytes = 16;
constexpr int kColumns = 360;
constexpr int kRows = 180;
constexpr double kReachMaxKm = 60;
// A large town counts as near as far as its houses go.
constexpr double kRadiusShare = 0.8;
constexpr double kKmEachDegree = 111.2;

struct Town {
  double latitude = 0;
  double longitude = 0;
  uint32_t number = 0;
  uint32_t name = 0;
  uint16_t region = 0;
  uint8_t country = 0;
  double radius_km = 0;
};

template <class T>
T read(const std::byte* at) {
  T value;
  std::memcpy(&value, at, sizeof(T));
  return value;
}

class Table {
 public:
  Table() {
    const std::byte* at = embedded_places().data() + 8;
    towns_ = read<uint32_t>(at);
    regions_ = read<uint32_t>(at + 4);
    countries_ = read<uint32_t>(at + 8);
    firsts_at_ = at + 16;
    towns_at_ = firsts_at_ + (size_t(kColumns) * kRows + 1) * 4;
    regions_at_ = towns_at_ + towns_ * kTownBytes;
    countries_at_ = regions_at_ + regions_ * kRegionBytes;
    names_at_ = reinterpret_cast<const char*>(countries_at_ + countries_ * kCountryBytes);
  }

  // Visits the towns of a cell; columns go around the earth.
  template <class Visit>
  void each_in(int row, int column, Visit visit) const {
    if (row < 0 || row >= kRows) return;
    const size_t cell = size_t(row) * kColumns + size_t((column % kColumns + kColumns) % kColumns);
    const auto end = read<uint32_t>(firsts_at_ + (cell + 1) * 4);
    for (uint32_t i = read<uint32_t>(firsts_at_ + cell * 4); i < end; ++i) visit(town(i));
  }

  Place describe(const Town& town, double distance) const {
    const std::byte* region = regions_at_ + size_t(town.region) * kRegionBytes;
    const std::byte* country = countries_at_ + size_t(town.country) * kCountryBytes;
    return {.city = name(town.name),
            .city_number = town.number,
            .region = name_at(region + 4),
            .region_code = name_at(region),
            .country = name_at(country + 4),
            .country_code = {reinterpret_cast<const char*>(country), 2},
            .continent = name_at(country + 12),
            .distance_km = distance};
  }

  std::string_view more_names_of_country(std::string_view code) const {
    for (size_t i = 0; i < countries_; ++i) {
      const std::byte* country = countries_at_ + i * kCountryBytes;
      if (std::memcmp(country, code.data(), 2) == 0) return name_at(country + 8);
    }
    return {};
  }
  std::string_view more_names_of_region(std::string_view code) const {
    for (size_t i = 1; i < regions_; ++i) {
      const std::byte* region = regions_at_ + i * kRegionBytes;
      if (name_at(region) == code) return name_at(region + 8);
    }
    return {};
  }

 private:
  Town town(uint32_t index) const {
    const std::byte* at = towns_at_ + size_t(index) * kTownBytes;
    return {.latitude = read<int32_t>(at) / 1e5,
            .longitude = read<int32_t>(at + 4) / 1e5,
            .number = read<uint32_t>(at + 8),
            .name = read<uint32_t>(at + 12),
            .region = read<uint16_t>(at + 16),
            .country = read<uint8_t>(at + 18),
            .radius_km = read<uint8_t>(at + 19) / 10.0};
  }
  std::string_view name(uint32_t at) const { return names_at_ + at; }
  std::string_view name_at(const std::byte* at) const { return name(read<uint32_t>(at)); }

  size_t towns_;
  size_t regions_;
  size_t countries_;
  const std::byte* firsts_at_;
  const std::byte* towns_at_;
  const std::byte* regions_at_;
  const std::byte* countries_at_;
  const char* names_at_;
};

const Table& table() {
  static const Table made;
  return made;
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
  const int columns = std::min(kColumns / 2, int(std::ceil(kReachMaxKm / (kKmEachDegree * narrowest))));
  std::optional<Town> best;
  double best_distance = 0;
  double best_reach = kReachMaxKm;
  for (int r = row - 1; r <= row + 1; ++r) {
    for (int c = column - columns; c <= column + columns; ++c) {
      table().each_in(r, c, [&](const Town& town) {
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
  return table().describe(*best, best_distance);
}

std::vector<std::string_view> other_names(std::string_view code) {
  std::string_view names = code.size() == 2 ? table().more_names_of_country(code) : table().more_names_of_region(code);
  std::vector<std::string_view> found;
  while (!names.empty()) {
    const size_t bar = std::min(names.find('|'), names.size());
    found.push_back(names.substr(0, bar));
    names.remove_prefix(std::min(bar + 1, names.size()));
  }
  return found;
}

}  // namespace lightwell::photos
