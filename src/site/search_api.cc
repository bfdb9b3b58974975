// Search, suggestions, the map and the list of places.

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "http/conditions.h"
#include "photos/places/map_towns.h"
#include "photos/search/search.h"
#include "site/answers.h"
#include "site/application.h"
#include "site/errors.h"
#include "site/photo_json.h"
#include "site/routes.h"

namespace lightwell::site {
namespace {

constexpr int64_t kLimit = 100;
constexpr int64_t kSuggestions = 8;
constexpr int64_t kTowns = 200;

Error about(std::string_view name, std::string_view what_is_wrong) {
  return JsonField(nullptr, std::string(name)).complaint(what_is_wrong);
}

Result<size_t> limit_of(const Visit& visit, int64_t otherwise, size_t max) {
  TRY(const auto limit, visit.query_integer("limit"));
  const int64_t chosen = limit.value_or(otherwise);
  if (chosen < 1 || chosen > int64_t(max)) return fail(about("limit", fmt::format("must be from 1 to {}", max)));
  return size_t(chosen);
}

// All four sides, or none.
Result<std::optional<photos::GeoBox>> box_of(const Visit& visit) {
  photos::GeoBox box;
  size_t given = 0;
  for (const auto& [name, side, most] : {std::tuple("west", &box.west, 180.0), std::tuple("south", &box.south, 90.0),
                                         std::tuple("east", &box.east, 180.0), std::tuple("north", &box.north, 90.0)}) {
    TRY(const auto value, visit.query_number(name));
    if (!value) continue;
    ++given;
    if (!(std::abs(*value) <= most)) return fail(about(name, fmt::format("must be from -{0:.0f} to {0:.0f}", most)));
    *side = *value;
  }
  if (given == 0) return std::nullopt;
  if (given < 4) return fail(about("west", "must come with south, east and north"));
  if (box.south > box.north) return fail(about("south", "must not lie north of north"));
  return box;
}

void write_part(JsonWriter& out, const photos::FoundPart& part) {
  out.open_object().key("text").text(part.text).key("kind").text(part.kind).key("meaning").text(part.meaning);
  out.key("count").integer(part.count).key("excluded").boolean(part.is_excluded);
  if (!part.person_ids.empty()) {
    out.key("person_ids").open_array();
    for (const std::string& id : part.person_ids) out.text(id);
    out.close_array();
  }
  out.close_object();
}

Task<Result<http::Response>> search(Application& application, Visit& visit) {
  photos::SearchRequest asked;
  CO_TRY(const auto text, visit.query_text("q"));
  asked.text = text.value_or("");
  CO_TRY(asked.box, box_of(visit));
  CO_TRY(asked.limit, limit_of(visit, kLimit, photos::kSearchLimitMax));
  CO_TRY(asked.after, visit.query_text("after"));
  CO_TRY(const photos::SearchResult found,
         co_await application.parts.search.search(visit.viewer(), std::move(asked), visit.now));
  JsonWriter out;
  out.open_object().key("parts").open_array();
  for (const photos::FoundPart& part : found.parts) write_part(out, part);
  out.close_array().key("unmatched").open_array();
  bool is_unmatched = false;
  for (const photos::FoundPart& part : found.parts) {
    if (!part.is_unmatched) continue;
    out.text(part.text);
    is_unmatched = true;
  }
  out.close_array();
  if (is_unmatched) out.key("without").text(found.without);
  out.key("total").integer(found.total).key("tiles").open_object();
  write_tiles(out, found.tiles);
  out.close_object().key("next");
  found.next ? out.text(*found.next) : out.null();
  out.key("version").integer(found.version).close_object();
  co_return json_answer(std::move(out));
}

void write_cover(JsonWriter& out, const std::optional<std::string>& photo_id, int64_t version) {
  out.key("photo_id");
  photo_id && !photo_id->empty() ? out.text(*photo_id) : out.null();
  out.key("version").integer(version);
}

Task<Result<http::Response>> suggest(Application& application, Visit& visit) {
  CO_TRY(const auto text, visit.query_text("q"));
  CO_TRY(const size_t limit, limit_of(visit, kSuggestions, photos::kSuggestionsMax));
  CO_TRY(const auto suggestions, co_await application.parts.search.suggest(visit.viewer(), text.value_or(""), limit));
  JsonWriter out;
  out.open_object().key("suggestions").open_array();
  for (const photos::Suggestion& one : suggestions) {
    out.open_object().key("kind").text(one.kind).key("text").text(one.text).key("count").integer(one.count);
    out.key("q").text(one.query);
    if (one.person_id) out.key("person_id").text(*one.person_id);
    if (one.face_id) out.key("face_id").text(*one.face_id);
    write_cover(out, one.photo_id, one.photo_version);
    out.close_object();
  }
  out.close_array().close_object();
  co_return json_answer(std::move(out));
}

// The answer depends on nothing but the library and the address.
Task<Result<std::string>> tag_of(Application& application, Visit& visit) {
  CO_TRY(const std::string state, co_await application.parts.search.state(visit.viewer()));
  co_return fmt::format("\"{}\"", state);
}

std::optional<http::Response> kept_answer(const Visit& visit, const std::string& tag) {
  const auto condition = http::check_conditions(visit.request.headers, visit.request.method, {.etag = tag});
  if (condition != http::Condition::not_modified) return std::nullopt;
  http::Response response = empty_answer(304);
  response.headers.add("ETag", tag);
  response.headers.add("Cache-Control", "private, no-cache");
  return response;
}

http::Response tagged(JsonWriter out, const std::string& tag) {
  http::Response response = json_answer(std::move(out));
  response.headers.set("ETag", tag);
  response.headers.set("Cache-Control", "private, no-cache");
  return response;
}

void write_box(JsonWriter& out, const photos::GeoBox& box) {
  out.open_array().number(box.west).number(box.south).number(box.east).number(box.north).close_array();
}

Result<int> zoom_of(const Visit& visit) {
  TRY(const auto zoom, visit.query_integer("zoom"));
  const int64_t chosen = zoom.value_or(0);
  if (chosen < 0 || chosen > photos::kZoomMax) return fail(about("zoom", "must be from 0 to 20"));
  return int(chosen);
}

Task<Result<http::Response>> get_map(Application& application, Visit& visit) {
  CO_TRY(const auto box, box_of(visit));
  CO_TRY(const int zoom, zoom_of(visit));
  CO_TRY(const std::string tag, co_await tag_of(application, visit));
  if (auto kept = kept_answer(visit, tag)) co_return std::move(*kept);
  CO_TRY(const photos::PhotoMap map,
         co_await application.parts.search.map(visit.viewer(), box.value_or(photos::GeoBox{}), zoom));
  JsonWriter out;
  out.reserve(256 + map.clusters.size() * 160);
  out.open_object().key("total").integer(map.total).key("clusters").open_array();
  for (const photos::MapCluster& cluster : map.clusters) {
    out.open_object().key("latitude").number(cluster.latitude).key("longitude").number(cluster.longitude);
    out.key("count").integer(cluster.count);
    write_cover(out, cluster.photo_id, cluster.photo_version);
    out.key("box");
    write_box(out, cluster.box);
    out.close_object();
  }
  out.close_array().key("bounds");
  map.bounds ? write_box(out, *map.bounds) : void(out.null());
  out.key("version").integer(map.version).close_object();
  co_return tagged(std::move(out), tag);
}

// The towns are the program's own: what was told yesterday still holds.
Task<Result<http::Response>> get_map_towns(Application&, Visit& visit) {
  CO_TRY(const auto box, box_of(visit));
  CO_TRY(const int zoom, zoom_of(visit));
  CO_TRY(const size_t limit, limit_of(visit, kTowns, photos::kMapTownsMax));
  JsonWriter out;
  out.open_object().key("towns").open_array();
  for (const photos::MapTown& town : photos::towns_on_map(box.value_or(photos::GeoBox{}), zoom, limit)) {
    out.open_object().key("name").text(town.name).key("latitude").number(town.latitude);
    out.key("longitude").number(town.longitude).key("people").integer(town.people);
    out.key("capital").boolean(town.capital).close_object();
  }
  out.close_array().close_object();
  http::Response response = json_answer(std::move(out));
  response.headers.set("Cache-Control", "private, max-age=86400");
  co_return response;
}

std::string place_query(std::string_view name) { return fmt::format("place:\"{}\"", name); }

Task<Result<http::Response>> get_places(Application& application, Visit& visit) {
  CO_TRY(const std::string tag, co_await tag_of(application, visit));
  if (auto kept = kept_answer(visit, tag)) co_return std::move(*kept);
  CO_TRY(const auto countries, co_await application.parts.search.places(visit.viewer()));
  JsonWriter out;
  out.open_object().key("countries").open_array();
  for (const photos::PlaceCount& country : countries) {
    out.open_object().key("code").text(country.code).key("name").text(country.name);
    out.key("count").integer(country.count).key("q").text(place_query(country.name));
    write_cover(out, country.photo_id, country.photo_version);
    out.key("cities").open_array();
    for (const photos::PlaceCount& town : country.towns) {
      out.open_object().key("name").text(town.name).key("region").text(town.region);
      out.key("count").integer(town.count).key("q").text(place_query(town.name));
      write_cover(out, town.photo_id, town.photo_version);
      out.close_object();
    }
    out.close_array().close_object();
  }
  out.close_array().close_object();
  co_return tagged(std::move(out), tag);
}

constexpr Route kRoutes[] = {
    {"GET", "/api/search", search},           {"GET", "/api/search/suggestions", suggest}, {"GET", "/api/map", get_map},
    {"GET", "/api/map/towns", get_map_towns}, {"GET", "/api/places", get_places},
};

}  // namespace

std::span<const Route> search_routes() { return kRoutes; }

}  // namespace lightwell::site
