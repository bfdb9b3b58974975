// Sets of photos, read from the rows that say who, when and which; and what ranking and covers need to know of them.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/search/dates.h"
#include "photos/search/hits.h"
#include "photos/search/interpretation.h"
#include "photos/search/search.h"
#include "store/sql/database.h"

namespace lightwell::photos {

Result<Hits> photos_taken(store::Reader& reader, const std::string& owner, const std::vector<DateSpan>& spans);
Result<Hits> photos_that_are(store::Reader& reader, const std::string& owner, IsWhat what);
Result<Hits> photos_in_trash(store::Reader& reader, const std::string& owner);
Result<Hits> all_photos(store::Reader& reader, const std::string& owner);
Result<Hits> photos_in_box(store::Reader& reader, const std::string& owner, const GeoBox& box);

struct Spot {
  double latitude = 0, longitude = 0;
  Timestamp taken;
  int64_t number = 0;
};
// Photos with a position that are not in the trash. `visit` answers false to end.
Result<void> each_spot(store::Reader& reader, const std::string& owner, const GeoBox& box,
                       const std::function<void(const Spot&)>& visit);

// What decides the order of what was found.
struct Ranked {
  int64_t number = 0;
  int weight = 0;
  Timestamp taken;
};
Result<std::vector<Ranked>> with_dates(store::Reader& reader, const std::string& owner, const Hits& hits);

struct Cover {
  std::string photo_id;
  int64_t version = 0;
  bool has_picture = false;  // it could be read
};
Result<std::optional<Cover>> cover_of(store::Reader& reader, int64_t number);
// Those in which photos of the timeline were taken, the last first; at most `count_max`.
Result<std::vector<int>> years_with_photos(store::Reader& reader, const std::string& owner, size_t count_max);
// Of the first and last photo; nothing when there is none.
Result<std::optional<std::pair<int, int>>> years_of(store::Reader& reader, const std::string& owner);

}  // namespace lightwell::photos
