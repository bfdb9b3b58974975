// The towns, regions and countries of place_data.h, as values. Names are views into the program itself.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "photos/places/place_data.h"

namespace lightwell::photos {

struct Town {
  double latitude = 0;
  double longitude = 0;
  uint32_t number = 0;
  std::string_view name;
  uint32_t people = 0;
  uint16_t region = 0;
  uint8_t country = 0;
  double radius_km = 0;
  bool capital = false;

  // By which maps choose whom to name: a capital says more of where one is than a larger town beside it.
  uint32_t weight() const { return capital ? std::max(4 * people, 50'000U) : people; }
};

class PlaceTable {
 public:
  struct Region {
    std::string_view code, name, more_names;
  };
  struct Country {
    std::string_view code, name, more_names, continent;
  };

  static constexpr int kColumns = 360;
  static constexpr int kRows = 180;

  static const PlaceTable& instance();

  // Visits the towns of a cell of one degree; columns go around the earth, and beyond the poles there is nothing.
  template <class Visit>
  void each_in(int row, int column, Visit visit) const {
    if (row < 0 || row >= kRows) return;
    const size_t cell = size_t(row) * kColumns + size_t((column % kColumns + kColumns) % kColumns);
    const auto end = read<uint32_t>(firsts_at_ + (cell + 1) * 4);
    for (uint32_t i = read<uint32_t>(firsts_at_ + cell * 4); i < end; ++i) visit(town(i));
  }

  // Towns of a weight of 10,000 and more, heaviest first.
  size_t large_towns() const { return large_; }
  Town large_town(size_t rank) const { return town(read<uint32_t>(large_at_ + rank * 4)); }

  size_t regions() const { return regions_; }  // the first is none
  Region region(size_t index) const {
    const std::byte* at = regions_at_ + index * kRegionBytes;
    return {.code = name_at(at), .name = name_at(at + 4), .more_names = name_at(at + 8)};
  }
  size_t countries() const { return countries_; }
  Country country(size_t index) const {
    const std::byte* at = countries_at_ + index * kCountryBytes;
    return {.code = {reinterpret_cast<const char*>(at), 2},
            .name = name_at(at + 4),
            .more_names = name_at(at + 8),
            .continent = name_at(at + 12)};
  }

 private:
  static constexpr size_t kTownBytes = 24;
  static constexpr unsigned kCapital = 1U << 15;
  static constexpr size_t kRegionBytes = 12;
  static constexpr size_t kCountryBytes = 16;

  PlaceTable();

  template <class T>
  static T read(const std::byte* at) {
    T value;
    std::memcpy(&value, at, sizeof(T));
    return value;
  }
  Town town(uint32_t index) const {
    const std::byte* at = towns_at_ + size_t(index) * kTownBytes;
    return {.latitude = read<int32_t>(at) / 1e5,
            .longitude = read<int32_t>(at + 4) / 1e5,
            .number = read<uint32_t>(at + 8),
            .name = name_at(at + 12),
            .people = read<uint32_t>(at + 16),
            .region = uint16_t(read<uint16_t>(at + 20) & ~kCapital),
            .country = read<uint8_t>(at + 22),
            .radius_km = read<uint8_t>(at + 23) / 10.0,
            .capital = (read<uint16_t>(at + 20) & kCapital) != 0};
  }
  std::string_view name_at(const std::byte* at) const { return names_at_ + read<uint32_t>(at); }

  size_t regions_;
  size_t countries_;
  size_t large_;
  const std::byte* firsts_at_;
  const std::byte* towns_at_;
  const std::byte* large_at_;
  const std::byte* regions_at_;
  const std::byte* countries_at_;
  const char* names_at_;
};

}  // namespace lightwell::photos
