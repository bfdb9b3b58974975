#include "photos/places/map_towns.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "photos/places/place_table.h"

namespace lightwell::photos {
namespace {

const GeoBox kEurope{.west = -12, .south = 36, .east = 32, .north = 60};
const GeoBox kCatalonia{.west = 0.2, .south = 40.5, .east = 3.4, .north = 42.9};

std::vector<std::string_view> names(const std::vector<MapTown>& towns) {
  std::vector<std::string_view> all;
  for (const MapTown& town : towns) all.push_back(town.name);
  return all;
}

bool has(const std::vector<MapTown>& towns, std::string_view name) {
  return std::ranges::find(towns, name, &MapTown::name) != towns.end();
}

}  // namespace

TEST_CASE("a map of a continent names its largest towns, a closer one more of them") {
  const auto far = towns_on_map(kEurope, 4, 200);
  CHECK(has(far, "London"));
  CHECK(has(far, "Madrid"));
  CHECK_FALSE(has(far, "Girona"));
  const auto close = towns_on_map(kCatalonia, 9, 200);
  CHECK(has(close, "Barcelona"));
  CHECK(has(close, "Girona"));
  CHECK(close.front().name == "Barcelona");
}

TEST_CASE("the towns of whole countries come in the order they are chosen in") {
  const PlaceTable& table = PlaceTable::instance();
  size_t capitals = 0;
  for (size_t rank = 0; rank < table.large_towns(); ++rank) {
    const Town town = table.large_town(rank);
    capitals += town.capital ? 1 : 0;
    if (rank > 0) CHECK(table.large_town(rank - 1).weight() >= town.weight());
  }
  CHECK(capitals > 200);
}

TEST_CASE("a capital is named before a larger town beside it") {
  const auto alps = towns_on_map({.west = 5, .south = 45, .east = 11, .north = 48.5}, 6, 200);
  REQUIRE(has(alps, "Bern"));
  CHECK(std::ranges::find(alps, "Bern", &MapTown::name)->capital);
  CHECK(has(towns_on_map({.west = 140, .south = -40, .east = 154, .north = -28}, 5, 200), "Canberra"));
  const auto far = towns_on_map(kEurope, 4, 200);
  for (const std::string_view name : {"Paris", "Berlin", "Rome"}) {
    CAPTURE(name);
    CHECK(has(far, name));
  }
  const auto hamburg = std::ranges::find(far, "Hamburg", &MapTown::name);
  CHECK((hamburg == far.end() || !hamburg->capital));
}

TEST_CASE("a town is named whatever else is in sight") {
  const auto wide = towns_on_map({.west = -2, .south = 39, .east = 6, .north = 45}, 8, 500);
  auto narrow = towns_on_map(kCatalonia, 8, 500);
  REQUIRE(narrow.size() > 5);
  for (const std::string_view name : names(narrow)) {
    CAPTURE(name);
    CHECK(has(wide, name));
  }
}

TEST_CASE("what is told of the whole world has a limit, and all of it lies inside the box") {
  CHECK(towns_on_map({}, 20, 100).size() == 100);
  CHECK(towns_on_map({}, 20, 100'000).size() == kMapTownsMax);
  CHECK(towns_on_map({}, 0, 500).size() <= 8);
  for (const MapTown& town : towns_on_map(kCatalonia, 12, 500)) {
    CAPTURE(town.name);
    CHECK(kCatalonia.contains(town.latitude, town.longitude));
  }
  CHECK(towns_on_map({.west = -40, .south = -1, .east = -39, .north = 1}, 9, 100).empty());
}

TEST_CASE("a map across the date line has the towns of both sides") {
  const auto towns = towns_on_map({.west = 177, .south = -19, .east = -170, .north = -13}, 7, 100);
  CHECK(has(towns, "Lautoka"));
  CHECK(has(towns, "Apia"));
}

TEST_CASE("the edges of the earth are no cells beyond it") {
  CHECK(towns_on_map({.west = 170, .south = 80, .east = 180, .north = 90}, 9, 100).empty());
  CHECK(towns_on_map({.west = -180, .south = -90, .east = -170, .north = -80}, 9, 100).empty());
}

}  // namespace lightwell::photos
