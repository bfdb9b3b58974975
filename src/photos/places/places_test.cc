#include "photos/places/places.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace lightwell::photos {
namespace {

std::string at(double latitude, double longitude) {
  const auto place = place_at({.latitude = latitude, .longitude = longitude});
  if (!place) return "nowhere";
  return std::string(place->city) + ", " + std::string(place->region) + ", " + std::string(place->country);
}

bool is_called(std::string_view code, std::string_view name) {
  const auto names = other_names(code);
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

TEST_CASE("a spot lies in the town a person would name") {
  CHECK(at(41.4036, 2.1744) == "Barcelona, Catalunya, Spain");            // Sagrada Família
  CHECK(at(48.8606, 2.3376) == "Paris, Île-de-France, France");           // Louvre
  CHECK(at(35.6586, 139.7454) == "Tokyo, Tokyo, Japan");                  // Tokyo Tower
  CHECK(at(-33.8568, 151.2153) == "Sydney, New South Wales, Australia");  // Opera House
  CHECK(at(64.1355, -21.8954).starts_with("Reykjavík, "));
  CHECK(at(51.5007, -0.1246) == "London, England, United Kingdom");  // Big Ben
  const auto place = place_at({.latitude = 41.4036, .longitude = 2.1744});
  REQUIRE(place);
  CHECK(place->country_code == "ES");
  CHECK(place->region_code == "ES.56");
  CHECK(place->continent == "Europe");
  CHECK(place->distance_km < 5);
  CHECK(place->city_number != 0);
}

TEST_CASE("at sea, in the wild and off the map there is no place") {
  CHECK(at(0, -30) == "nowhere");
  CHECK(at(-80, 0) == "nowhere");
  CHECK(at(90, 0) == "nowhere");
  CHECK(at(-90, 180) == "nowhere");
  CHECK(at(91, 0) == "nowhere");
  CHECK(at(0, -181) == "nowhere");
  CHECK(at(std::numeric_limits<double>::quiet_NaN(), 0) == "nowhere");
}

TEST_CASE("towns across the date line and near the pole are found") {
  CHECK(at(66.32, 179.9).starts_with("Egvekinot, "));
  CHECK(at(66.32, -179.2).starts_with("Egvekinot, "));
  CHECK(at(78.2232, 15.6267).starts_with("Longyearbyen, "));
}

TEST_CASE("countries and regions answer to the names people type") {
  CHECK(is_called("ES.56", "Catalonia"));
  CHECK(is_called("DE.02", "Bavaria"));
  CHECK(is_called("GB", "UK"));
  CHECK(is_called("US", "USA"));
  CHECK(other_names("ZZ").empty());
  CHECK(other_names("").empty());
}

TEST_CASE("the distance between two spots is that of a walk on the earth") {
  CHECK(distance_km(48.8566, 2.3522, 51.5074, -0.1278) == doctest::Approx(343.6).epsilon(0.01));
  CHECK(distance_km(0, 179.5, 0, -179.5) == doctest::Approx(111.2).epsilon(0.01));
  CHECK(distance_km(10, 10, 10, 10) == 0);
}

}  // namespace lightwell::photos
