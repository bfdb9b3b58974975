#include "photos/library/library_rules.h"

#include <fmt/format.h>

#include "base/text.h"
#include "photos/errors.h"
#include "photos/library/name_date.h"

namespace lightwell::photos {
namespace {

std::chrono::year_month_day date_of(Timestamp local) { return std::chrono::floor<std::chrono::days>(local); }

}  // namespace

std::string_view to_text(PhotoState state) {
  switch (state) {
    case PhotoState::processing: return "processing";
    case PhotoState::ready: return "ready";
    case PhotoState::failed: return "failed";
  }
  return "failed";
}

std::string_view to_text(PhotoKind kind) {
  switch (kind) {
    case PhotoKind::image: return "image";
    case PhotoKind::animation: return "animation";
    case PhotoKind::raw: return "raw";
  }
  return "image";
}

std::string_view to_text(TakenFrom from) {
  switch (from) {
    case TakenFrom::exif: return "exif";
    case TakenFrom::file: return "file";
    case TakenFrom::upload: return "upload";
    case TakenFrom::name: return "name";
  }
  return "upload";
}

std::optional<View> parse_view(std::string_view text) {
  if (text == "photos") return View::photos;
  if (text == "favourites") return View::favourites;
  if (text == "archive") return View::archive;
  if (text == "trash") return View::trash;
  return std::nullopt;
}

int month_of(Timestamp local) {
  const auto date = date_of(local);
  return int(date.year()) * 100 + int(unsigned(date.month()));
}

std::string month_text(int month) { return fmt::format("{:04}-{:02}", month / 100, month % 100); }

std::optional<int> parse_month(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  const auto year = parse_unsigned(text.substr(0, 4));
  const auto month = parse_unsigned(text.substr(5));
  if (!year || !month || *month < 1 || *month > 12) return std::nullopt;
  return int(*year * 100 + *month);
}

bool is_plausible_date(Timestamp local) {
  const int year = int(date_of(local).year());
  return year >= 1826 && year <= 2199 && local != Timestamp{};
}

Taken taken_without_camera(std::string_view name, std::optional<Timestamp> last_modified, Timestamp uploaded_at) {
  const auto named = date_in_name(name);
  if (named && *named <= uploaded_at + std::chrono::hours(24)) return {.local = *named, .from = TakenFrom::name};
  const bool is_true = last_modified && *last_modified > from_micros(0) + std::chrono::hours(24 * 365) &&
                       *last_modified <= uploaded_at + std::chrono::hours(24);
  if (is_true) return {.local = *last_modified, .from = TakenFrom::file};
  return {.local = uploaded_at, .from = TakenFrom::upload};
}

Place place_of(bool is_archived, bool is_trashed) {
  return is_trashed ? Place::trash : is_archived ? Place::archive : Place::library;
}

Standing standing_of(const Photo& photo) {
  return {.month = month_of(photo.taken.local),
          .place = place_of(photo.is_archived, photo.trashed_at.has_value()),
          .is_favourite = photo.is_favourite};
}

std::vector<View> views_of(const Standing& standing) {
  std::vector<View> views;
  switch (standing.place) {
    case Place::library: views.push_back(View::photos); break;
    case Place::archive: views.push_back(View::archive); break;
    case Place::trash: views.push_back(View::trash); break;
  }
  if (standing.is_favourite && standing.place != Place::trash) views.push_back(View::favourites);
  return views;
}

Result<void> check_ids(const std::vector<std::string>& ids, size_t ids_max) {
  if (ids.empty()) return fail(errors::bad_request, "No photo was named.");
  if (ids.size() > ids_max) {
    return fail(errors::bad_request, fmt::format("At most {} photos can be named at once.", ids_max));
  }
  for (const std::string& id : ids) {
    if (id.empty() || id.size() > 64 || id.find(' ') != std::string::npos) {
      return fail(errors::bad_request, "A photo's id is not well formed.");
    }
  }
  return {};
}

Result<void> check_changes(const PhotoChanges& changes) {
  if (!changes.is_favourite && !changes.is_archived && !changes.rating) {
    return fail(errors::bad_request, "Nothing to change was named.");
  }
  if (changes.rating && (*changes.rating < 0 || *changes.rating > 5)) {
    return fail(errors::bad_request, "A rating is between 0 and 5.");
  }
  return {};
}

}  // namespace lightwell::photos
