// Photos that are alike, and photos that are nearly the same.

#include <utility>

#include "photos/errors.h"
#include "site/answers.h"
#include "site/application.h"
#include "site/eyes_json.h"
#include "site/eyes_requests.h"
#include "site/photo_json.h"
#include "site/routes.h"

namespace lightwell::site {
namespace {

constexpr size_t kSimilarUsual = 60;
constexpr size_t kGroupsUsual = 20;
constexpr size_t kGroupMax = 200;
constexpr uint64_t kIdsBytesMax = 64 * 1024;

Task<Result<http::Response>> get_similar(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("photo_id", photos::errors::photo_not_found));
  CO_TRY(const auto page, read_page(visit, kSimilarUsual));
  CO_TRY(const auto found,
         co_await application.parts.likeness.similar(visit.viewer(), std::move(id), page.limit, visit.now));
  JsonWriter out;
  out.open_object();
  write_tiles(out, found.tiles);
  out.key("similarity").open_array();
  for (const double similarity : found.similarities) out.number(similarity);
  out.close_array().close_object();
  co_return json_answer(std::move(out));
}

void write_duplicate(JsonWriter& out, const photos::DuplicatePhoto& duplicate) {
  out.open_object();
  write_photo_members(out, duplicate.photo);
  if (duplicate.sharpness) out.key("sharpness").number(*duplicate.sharpness);
  out.key("best").boolean(duplicate.is_best).close_object();
}

Task<Result<http::Response>> list_duplicates(Application& application, Visit& visit) {
  CO_TRY(const auto page, read_page(visit, kGroupsUsual));
  CO_TRY(const auto found, co_await application.parts.likeness.duplicates(visit.viewer(), page));
  JsonWriter out;
  out.open_object().key("groups").open_array();
  for (const photos::DuplicateGroup& group : found.groups) {
    out.open_object().key("id").text(group.id).key("photos").open_array();
    for (const photos::DuplicatePhoto& photo : group.photos) write_duplicate(out, photo);
    out.close_array().close_object();
  }
  out.close_array().key("total").integer(found.total);
  write_next(out, found.next);
  out.close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> resolve_duplicates(Application& application, Visit& visit) {
  CO_TRY(auto ids, read_id_list(*visit.body, "ids", kGroupMax));
  CO_TRY(auto keep, read_id_list(*visit.body, "keep", kGroupMax));
  CO_TRY(const int64_t trashed,
         co_await application.parts.likeness.resolve(visit.viewer(), std::move(ids), std::move(keep), visit.now));
  JsonWriter out;
  out.open_object().key("trashed").integer(trashed).close_object();
  co_return json_answer(std::move(out));
}

constexpr Route kRoutes[] = {
    {"GET", "/api/photos/{photo_id}/similar", get_similar},
    {"GET", "/api/duplicates", list_duplicates},
    {"POST", "/api/duplicates/resolve", resolve_duplicates, Entry::owner, BodyKind::json, kIdsBytesMax},
};

}  // namespace

std::span<const Route> likeness_routes() { return kRoutes; }

}  // namespace lightwell::site
