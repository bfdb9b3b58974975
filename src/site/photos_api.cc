// One photo and its previews, and what is done to many at once. Ids that are not the viewer's are passed over or not
// found, as if they did not exist.

#include <utility>

#include "photos/errors.h"
#include "site/answers.h"
#include "site/application.h"
#include "site/errors.h"
#include "site/eyes_json.h"
#include "site/eyes_requests.h"
#include "site/photo_json.h"
#include "site/requests.h"
#include "site/routes.h"

namespace lightwell::site {
namespace {

constexpr uint64_t kIdsBytesMax = 128 * 1024;

Task<Result<http::Response>> get_photo(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("photo_id", photos::errors::photo_not_found));
  CO_TRY(const photos::Photo photo, co_await application.parts.library.find(visit.viewer(), id));
  CO_TRY(photos::Findings findings, co_await application.parts.labels.find(visit.viewer(), id));
  CO_TRY(const auto faces, co_await application.parts.people.faces_on(visit.viewer(), std::move(id)));
  if (findings.analysis.state == photos::AnalysisState::waiting) {
    findings.analysis.message = application.parts.analysis.what_hinders().value_or("");
  }
  JsonWriter out;
  out.open_object();
  write_photo_members(out, photo);
  write_findings(out, findings);
  write_faces(out, faces);
  out.close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> get_neighbours(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("photo_id", photos::errors::photo_not_found));
  CO_TRY(const photos::View view, visit.view());
  CO_TRY(const photos::Neighbours neighbours,
         co_await application.parts.library.neighbours(visit.viewer(), view, std::move(id)));
  JsonWriter out;
  out.open_object().key("previous");
  neighbours.previous ? out.text(*neighbours.previous) : out.null();
  out.key("next");
  neighbours.next ? out.text(*neighbours.next) : out.null();
  out.close_object();
  co_return json_answer(std::move(out));
}

http::Response count_answer(std::string_view name, int64_t count) {
  JsonWriter out;
  out.open_object().key(name).integer(count).close_object();
  return json_answer(std::move(out));
}

Task<Result<http::Response>> change_photos(Application& application, Visit& visit) {
  CO_TRY(std::vector<std::string> ids, read_selection(*visit.body, kSelectionMax));
  CO_TRY(const photos::PhotoChanges changes, read_changes(*visit.body));
  CO_TRY(const int64_t changed,
         co_await application.parts.library.change(visit.viewer(), std::move(ids), changes, visit.now));
  co_return count_answer("changed", changed);
}

Task<Result<http::Response>> change_labels(Application& application, Visit& visit) {
  CO_TRY(std::vector<std::string> ids, read_selection(*visit.body, kSelectionMax));
  CO_TRY(photos::LabelChanges changes, read_label_changes(*visit.body));
  CO_TRY(const int64_t changed,
         co_await application.parts.labels.change(visit.viewer(), std::move(ids), std::move(changes), visit.now));
  co_return count_answer("changed", changed);
}

Task<Result<http::Response>> trash_photos(Application& application, Visit& visit) {
  CO_TRY(std::vector<std::string> ids, read_selection(*visit.body, kSelectionMax));
  CO_TRY(const int64_t changed, co_await application.parts.library.trash(visit.viewer(), std::move(ids), visit.now));
  co_return count_answer("changed", changed);
}

Task<Result<http::Response>> restore_photos(Application& application, Visit& visit) {
  CO_TRY(std::vector<std::string> ids, read_selection(*visit.body, kSelectionMax));
  CO_TRY(const int64_t changed, co_await application.parts.library.restore(visit.viewer(), std::move(ids), visit.now));
  co_return count_answer("changed", changed);
}

Task<Result<http::Response>> retry_photos(Application& application, Visit& visit) {
  CO_TRY(std::vector<std::string> ids, read_selection(*visit.body, kSelectionMax));
  CO_TRY(const int64_t changed, co_await application.parts.processing.retry(visit.viewer(), std::move(ids), visit.now));
  co_return count_answer("changed", changed);
}

Task<Result<http::Response>> empty_trash(Application& application, Visit& visit) {
  CO_TRY(auto ids, read_trash_selection(*visit.body));
  CO_TRY(const int64_t removed,
         co_await application.parts.library.empty_trash(visit.viewer(), std::move(ids), visit.now));
  co_return count_answer("removed", removed);
}

Task<Result<http::Response>> get_processing(Application& application, Visit& visit) {
  photos::Processing& processing = application.parts.processing;
  CO_TRY(const auto summary, co_await processing.summary(visit.viewer()));
  CO_TRY(const auto failures, co_await processing.failures(visit.viewer()));
  JsonWriter out;
  out.open_object().key("waiting").integer(summary.waiting).key("running").integer(summary.running);
  out.key("failed").integer(summary.failed).key("failures").open_array();
  for (const photos::JobFailure& failure : failures) {
    out.open_object().key("photo_id").text(failure.photo_id).key("name").text(failure.name);
    out.key("message").text(failure.message).key("at").text(iso8601_seconds(failure.at)).close_object();
  }
  out.close_array().close_object();
  co_return json_answer(std::move(out));
}

constexpr Route kRoutes[] = {
    {"PATCH", "/api/photos", change_photos, Entry::owner, BodyKind::json, kIdsBytesMax},
    {"PATCH", "/api/photos/labels", change_labels, Entry::owner, BodyKind::json, kIdsBytesMax},
    {"POST", "/api/photos/trash", trash_photos, Entry::owner, BodyKind::json, kIdsBytesMax},
    {"POST", "/api/photos/restore", restore_photos, Entry::owner, BodyKind::json, kIdsBytesMax},
    {"POST", "/api/photos/retry", retry_photos, Entry::owner, BodyKind::json, kIdsBytesMax},
    {"POST", "/api/trash/empty", empty_trash, Entry::owner, BodyKind::json, kIdsBytesMax},
    {"GET", "/api/photos/{photo_id}", get_photo},
    {"GET", "/api/photos/{photo_id}/neighbours", get_neighbours},
    {"GET", "/api/processing", get_processing},
};

}  // namespace

std::span<const Route> photos_routes() { return kRoutes; }

}  // namespace lightwell::site
