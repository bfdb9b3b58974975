// Where the photos were taken: the map, and the list of places.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>

#include "photos/errors.h"
#include "photos/events.h"
#include "photos/search/evaluation.h"
#include "photos/search/map_rules.h"
#include "photos/search/search.h"
#include "photos/search/set_store.h"
#include "photos/search/term_store.h"

namespace lightwell::photos {
namespace {

Result<std::vector<MapCluster>> clusters_from(store::Reader& reader, std::vector<Cell> cells) {
  std::vector<MapCluster> clusters;
  clusters.reserve(cells.size());
  for (const Cell& cell : cells) {
    TRY(const auto cover, cover_of(reader, cell.number));
    if (!cover) continue;
    clusters.push_back({.latitude = cell.latitude_sum / double(cell.count),
                        .longitude = cell.longitude_sum / double(cell.count),
                        .count = cell.count,
                        .photo_id = cover->photo_id,
                        .photo_version = cover->version,
                        .box = cell.box});
  }
  return clusters;
}

void widen(std::optional<GeoBox>& bounds, const Spot& spot) {
  if (!bounds) bounds = GeoBox{spot.longitude, spot.latitude, spot.longitude, spot.latitude};
  bounds->west = std::min(bounds->west, spot.longitude);
  bounds->east = std::max(bounds->east, spot.longitude);
  bounds->south = std::min(bounds->south, spot.latitude);
  bounds->north = std::max(bounds->north, spot.latitude);
}

Result<PhotoMap> map_of(store::Reader& reader, const std::string& owner, const GeoBox& box, int zoom) {
  PhotoMap map;
  TRY(map.version, newest_event(reader, owner));
  CellGrid grid(zoom, kClustersMax);
  REQUIRE_OK(each_spot(reader, owner, {}, [&](const Spot& spot) {
    widen(map.bounds, spot);
    if (!box.contains(spot.latitude, spot.longitude)) return;
    ++map.total;
    grid.add(spot);
  }));
  TRY(map.clusters, clusters_from(reader, grid.take()));
  return map;
}

// When each photo with a position was taken, by its number.
using Dates = std::vector<std::pair<int64_t, Timestamp>>;

Result<Dates> dates_of_spots(store::Reader& reader, const std::string& owner) {
  Dates dates;
  REQUIRE_OK(each_spot(reader, owner, {}, [&](const Spot& spot) { dates.emplace_back(spot.number, spot.taken); }));
  std::ranges::sort(dates);
  return dates;
}

std::optional<int64_t> newest_of(const Hits& hits, const Dates& dates) {
  std::optional<std::pair<Timestamp, int64_t>> newest;
  for (const Hit& hit : hits) {
    const auto found = std::ranges::lower_bound(dates, hit.number, {}, &Dates::value_type::first);
    if (found == dates.end() || found->first != hit.number) continue;
    newest = std::max(newest, std::optional(std::pair(found->second, hit.number)));
  }
  return newest ? std::optional(newest->second) : std::nullopt;
}

// Of the term's key: "ES|ES.56|3128760" is a town in the region ES.56 of the country ES.
std::vector<std::string> key_parts(const std::string& key) {
  std::vector<std::string> parts;
  for (const auto part : std::views::split(key, '|')) parts.emplace_back(part.begin(), part.end());
  parts.resize(3);
  return parts;
}

std::string without_country(const std::string& shown) { return shown.substr(0, shown.rfind(", ")); }

class PlaceCounter {
 public:
  PlaceCounter(store::Reader& reader, Evaluator& evaluator, const Dates& dates)
      : reader_(reader), evaluator_(evaluator), dates_(dates) {}

  // Nothing for a place without photos.
  Result<std::optional<PlaceCount>> count(const TermRow& term) {
    TRY(const Hits hits, evaluator_.in_term(term.id));
    if (hits.empty()) return std::nullopt;
    PlaceCount place{.name = term.shown, .region = {}, .code = {}, .count = int64_t(hits.size())};
    const auto newest = newest_of(hits, dates_);
    if (!newest) return place;
    TRY(const auto cover, cover_of(reader_, *newest));
    if (cover) {
      place.photo_id = cover->photo_id;
      place.photo_version = cover->version;
    }
    return place;
  }

 private:
  store::Reader& reader_;
  Evaluator& evaluator_;
  const Dates& dates_;
};

Result<std::vector<PlaceCount>> places_of(store::Reader& reader, const std::string& owner) {
  TRY(Evaluator evaluator, Evaluator::open(reader, owner));
  TRY(const Dates dates, dates_of_spots(reader, owner));
  PlaceCounter counter(reader, evaluator, dates);
  std::map<std::string, PlaceCount> countries;  // by code
  TRY(const auto country_terms, terms_of_kind(reader, owner, TermKind::country));
  for (const TermRow& term : country_terms) {
    TRY(auto place, counter.count(term));
    if (!place) continue;
    place->code = term.key;
    countries.emplace(term.key, std::move(*place));
  }
  std::map<std::string, std::string> regions;  // names by code
  TRY(const auto region_terms, terms_of_kind(reader, owner, TermKind::region));
  for (const TermRow& term : region_terms) regions[term.key] = without_country(term.shown);
  TRY(const auto towns, terms_of_kind(reader, owner, TermKind::town));
  for (const TermRow& town : towns) {
    const auto key = key_parts(town.key);
    const auto country = countries.find(key[0]);
    TRY(auto place, counter.count(town));
    if (!place || country == countries.end()) continue;
    place->name = without_country(town.shown);
    place->region = regions[key[1]];
    country->second.towns.push_back(std::move(*place));
  }
  std::vector<PlaceCount> all;
  for (auto& [code, country] : countries) {
    std::ranges::stable_sort(country.towns, std::greater{}, &PlaceCount::count);
    if (country.towns.size() > kTownsMax) country.towns.resize(kTownsMax);
    all.push_back(std::move(country));
  }
  std::ranges::stable_sort(all, std::greater{}, &PlaceCount::count);
  return all;
}

}  // namespace

Task<Result<PhotoMap>> Search::map(Viewer viewer, GeoBox box, int zoom) {
  if (zoom < 0 || zoom > kZoomMax) co_return fail(errors::bad_request, fmt::format("A zoom is 0 to {}.", kZoomMax));
  const std::string owner = owner_seen_by(viewer);
  co_return co_await database_.read(
      [owner, box, zoom](store::Reader& reader) { return map_of(reader, owner, box, zoom); });
}

Task<Result<std::vector<PlaceCount>>> Search::places(Viewer viewer) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await database_.read([owner](store::Reader& reader) { return places_of(reader, owner); });
}

}  // namespace lightwell::photos
