#include "photos/places/place_table.h"

namespace lightwell::photos {

PlaceTable::PlaceTable() {
  const std::byte* at = embedded_places().data() + 8;
  const auto towns = read<uint32_t>(at);
  regions_ = read<uint32_t>(at + 4);
  countries_ = read<uint32_t>(at + 8);
  large_ = read<uint32_t>(at + 12);
  firsts_at_ = at + 20;
  towns_at_ = firsts_at_ + (size_t(kColumns) * kRows + 1) * 4;
  large_at_ = towns_at_ + towns * kTownBytes;
  regions_at_ = large_at_ + large_ * 4;
  countries_at_ = regions_at_ + regions_ * kRegionBytes;
  names_at_ = reinterpret_cast<const char*>(countries_at_ + countries_ * kCountryBytes);
}

const PlaceTable& PlaceTable::instance() {
  static const PlaceTable made;
  return made;
}

}  // namespace lightwell::photos
