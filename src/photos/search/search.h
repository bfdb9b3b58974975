// Search: photos by what is in them, who, where, when and with which camera, from one box.
//
// Each part of what was typed becomes a set of photos; the sets are cut with each other, and the best fits come first,
// of equal ones the newest. A word that nothing in the library matches finds nothing and is named: showing everything
// else instead would say that it was found. Where a pair of models knows sentences and pictures, those that the words
// describe come behind the rest, the most alike first.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/library/library.h"
#include "photos/owners/access.h"
#include "photos/places/geo_box.h"
#include "photos/search/interpretation.h"
#include "run/task.h"
#include "store/sql/database.h"

namespace lightwell::photos {

class SentenceSearch;
struct SentencePlace;

struct SearchRequest {
  std::string text;
  std::optional<GeoBox> box = {};
  size_t limit = 100;
  std::optional<std::string> after = {};  // `next` of the page before
};

struct FoundPart {
  std::string text;
  // label, person, place, date, camera, lens, is, colour, text, file; sentence: what describes a picture, all such
  // words together; none: nobody knows it
  std::string kind;
  std::string meaning;  // "Beach, Coast"
  std::vector<std::string> person_ids;
  int64_t count = 0;  // of photos that match this part
  bool is_excluded = false;
  bool is_unmatched = false;  // no photo matches it
};

struct SearchResult {
  std::vector<FoundPart> parts;
  std::string without;  // the text without the parts that match nothing
  int64_t total = 0;
  Tiles tiles;
  std::optional<std::string> next;
  int64_t version = 0;  // as the timeline's
};

struct Suggestion {
  std::string kind;  // as a part's
  std::string text;  // "Barcelona, Spain"
  int64_t count = 0;
  std::string query;  // the whole of the box once it is chosen
  std::optional<std::string> person_id;
  std::optional<std::string> face_id;   // a person's cover
  std::optional<std::string> photo_id;  // a cover
  int64_t photo_version = 0;
};

struct PlaceCount {
  std::string name;
  std::string region;  // of a town
  std::string code;    // of a country
  int64_t count = 0;
  std::string photo_id;  // the newest
  int64_t photo_version = 0;
  std::vector<PlaceCount> towns;  // of a country
};

struct MapCluster {
  double latitude = 0, longitude = 0;
  int64_t count = 0;
  std::string photo_id;  // the newest
  int64_t photo_version = 0;
  GeoBox box;
};

struct PhotoMap {
  int64_t total = 0;
  std::vector<MapCluster> clusters;
  std::optional<GeoBox> bounds;  // of every photo that has a position
  int64_t version = 0;
};

inline constexpr size_t kSearchLimitMax = 500;
inline constexpr size_t kSuggestionsMax = 20;
inline constexpr size_t kClustersMax = 2000;
inline constexpr size_t kTownsMax = 1000;  // of one country
inline constexpr int kZoomMax = 20;

class Search {
 public:
  // Both must outlive the search. Without `sentences` words are what photos are found by.
  explicit Search(store::Database& database, SentenceSearch* sentences = nullptr)
      : database_(database), sentences_(sentences) {}

  // errors: bad_request.
  Task<Result<SearchResult>> search(Viewer viewer, SearchRequest request, Timestamp now);
  // Completes the last word of `text`; without any, what the library has most of, `limit` of each kind.
  Task<Result<std::vector<Suggestion>>> suggest(Viewer viewer, std::string text, size_t limit);
  // Photos with a position, gathered in cells of about 64 pixels of a map of 256 x 2^zoom pixels.
  Task<Result<PhotoMap>> map(Viewer viewer, GeoBox box, int zoom);
  // Countries and their towns, most photos first.
  Task<Result<std::vector<PlaceCount>>> places(Viewer viewer);

  // Another text whenever the map or the places may have changed.
  Task<Result<std::string>> state(Viewer viewer);

  // Indexes what is not indexed yet, or by older rules; for start and periodic work.
  Task<Result<void>> catch_up();

 private:
  Task<Result<std::optional<SentencePlace>>> place_of(const std::string& owner, const std::string& text, Timestamp now);

  store::Database& database_;
  SentenceSearch* const sentences_;
};

}  // namespace lightwell::photos
