// Search and the map over HTTP.

#include <doctest/doctest.h>

#include "site/testing/site_world.h"

namespace lightwell::site {
namespace {

class SearchSite : public SiteWorld {
 public:
  SearchSite() {
    set_up();
    reader.script = [](const std::string& bytes) -> Result<photos::Reading> {
      photos::Reading reading = photos::ScriptedReader::ready();
      if (bytes == "here") reading.gps = photos::Gps{.latitude = 41.4036, .longitude = 2.1744};
      return reading;
    };
  }
};

}  // namespace

TEST_CASE_FIXTURE(SearchSite, "a search answers its parts, its total and tiles") {
  const std::string id = add_ready("Sunset at the pier.jpg", "here");
  add_ready("other.jpg", "there");
  const auto found = ask("GET", "/api/search?q=sunset%20-other&limit=10").json();
  CHECK(found.at("total") == 1);
  CHECK(found.at("tiles").at("ids").at(0).as_string() == id);
  CHECK(found.at("tiles").at("names").at(0) == "Sunset at the pier.jpg");
  CHECK(found.at("parts").at(0).at("kind") == "file");
  CHECK(found.at("parts").at(1).at("excluded") == true);
  CHECK(found.at("next").is_null());
  CHECK(found.at("unmatched").as_array().empty());

  const auto nothing = ask("GET", "/api/search?q=sunset%20xyzzy").json();
  CHECK(nothing.at("total") == 0);
  CHECK(nothing.at("unmatched").at(0) == "xyzzy");
  CHECK(nothing.at("without") == "sunset");
  const auto unasked = ask("GET", "/api/search?q=label:").json();
  CHECK(unasked.at("total") == 0);
  CHECK(unasked.at("parts").as_array().empty());
  CHECK(ask("GET", "/api/search?q=barcelona").json().at("total") == 1);
  CHECK(ask("GET", "/api/search?west=2&south=41&east=3&north=42").json().at("total") == 1);
  CHECK(ask("GET", "/api/photos/" + id).json().at("place").at("city") == "Barcelona");
  CHECK(ask("GET", "/api/search/suggestions?q=barc").json().at("suggestions").at(0).at("q") == "barcelona");
}

TEST_CASE_FIXTURE(SearchSite, "what cannot be searched for is refused by the name of its field") {
  for (const std::string_view wrong : {"/api/search",
                                       "/api/search?q=",
                                       "/api/search?q=a&limit=0",
                                       "/api/search?q=a&limit=501",
                                       "/api/search?q=a&limit=x",
                                       "/api/search?q=%ff",
                                       "/api/search?q=a&after=nonsense",
                                       "/api/search?q=a&west=1",
                                       "/api/search?q=a&west=1&south=2&east=3&north=1",
                                       "/api/search?q=a&west=181&south=2&east=3&north=4",
                                       "/api/search?q=a&west=nan&south=2&east=3&north=4",
                                       "/api/map?zoom=21",
                                       "/api/map?zoom=-1",
                                       "/api/map?south=91",
                                       "/api/search/suggestions?q=a&limit=21",
                                       "/api/map/towns?zoom=21",
                                       "/api/map/towns?zoom=-1",
                                       "/api/map/towns?limit=0",
                                       "/api/map/towns?limit=501",
                                       "/api/map/towns?west=1"}) {
    CAPTURE(wrong);
    CHECK(ask("GET", std::string(wrong)).status == 400);
  }
  CHECK(ask("GET", "/api/search?q=" + std::string(401, 'a')).status == 400);
  cookie.clear();
  for (const std::string_view path :
       {"/api/search?q=a", "/api/search/suggestions", "/api/map", "/api/map/towns", "/api/places"}) {
    CHECK(ask("GET", std::string(path)).status == 401);
  }
}

TEST_CASE_FIXTURE(SearchSite, "the map and the places are sent again only when they have changed") {
  add_ready("a.jpg", "here");
  for (const std::string path : {"/api/map?zoom=3", "/api/places"}) {
    CAPTURE(path);
    const Answer first = ask("GET", path);
    CHECK(first.status == 200);
    const std::string tag = first.header("ETag");
    CHECK_FALSE(tag.empty());
    CHECK(ask("GET", path, "", {{"If-None-Match", tag}}).status == 304);
    add("more.jpg", path);
    CHECK(ask("GET", path, "", {{"If-None-Match", tag}}).status == 200);
  }
  const auto map = ask("GET", "/api/map?zoom=3").json();
  CHECK(map.at("total") == 1);
  CHECK(map.at("clusters").at(0).at("count") == 1);
  CHECK(map.at("bounds").as_array().size() == 4);
  const auto places = ask("GET", "/api/places").json();
  CHECK(places.at("countries").at(0).at("code") == "ES");
  CHECK(places.at("countries").at(0).at("cities").at(0).at("q") == "place:\"Barcelona\"");
}

TEST_CASE_FIXTURE(SearchSite, "the map's names are the towns in the box, the largest first, and may be kept") {
  const Answer answer = ask("GET", "/api/map/towns?zoom=9&west=0.2&south=40.5&east=3.4&north=42.9&limit=3");
  CHECK(answer.status == 200);
  CHECK(answer.header("Cache-Control") == "private, max-age=86400");
  const auto body = answer.json();
  const auto& towns = body.at("towns").as_array();
  REQUIRE(towns.size() == 3);
  CHECK(towns.at(0).at("name") == "Barcelona");
  CHECK(towns.at(0).at("people").as_int64() > 1'000'000);
  CHECK(towns.at(0).at("latitude").as_double() == doctest::Approx(41.39).epsilon(0.01));
}

}  // namespace lightwell::site
