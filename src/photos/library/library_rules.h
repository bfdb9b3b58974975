// The rules of the library: months, views, places. Pure.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/library/library.h"
#include "photos/library/photo.h"

namespace lightwell::photos {

// A month as it is kept: 202405.
int month_of(Timestamp local);
std::string month_text(int month);                 // "2024-05"
std::optional<int> parse_month(std::string_view);  // strict

// Cameras whose clock was never set write 0000 or 1970; such a date says nothing.
bool is_plausible_date(Timestamp local);
// The date of a photo without a camera's: that in its name, else the file's own, if it can be true, else the upload's.
Taken taken_without_camera(std::string_view name, std::optional<Timestamp> last_modified, Timestamp uploaded_at);

// Where a photo lies. The number is the column's.
enum class Place { library = 0, archive = 1, trash = 2 };

// What decides in which months of which views a photo is counted.
struct Standing {
  int month = 0;
  Place place = Place::library;
  bool is_favourite = false;
  friend bool operator==(const Standing&, const Standing&) = default;
};
Standing standing_of(const Photo& photo);
Place place_of(bool is_archived, bool is_trashed);
std::vector<View> views_of(const Standing& standing);

inline constexpr size_t kIdsMax = 1000;         // in one change
inline constexpr size_t kDownloadMax = 10'000;  // photos in one ZIP
inline constexpr std::chrono::hours kTrashLife{24 * 30};
inline constexpr std::chrono::minutes kDownloadLife{5};  // after its bytes were last on their way

// Refuses with errors::bad_request: none, too many, or one that cannot be an id.
Result<void> check_ids(const std::vector<std::string>& ids, size_t ids_max = kIdsMax);
Result<void> check_changes(const PhotoChanges& changes);

}  // namespace lightwell::photos
