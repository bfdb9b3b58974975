// Bytes: previews, which a browser keeps; originals, which it only ever saves; and ZIP files of many originals.
//
// Neither a preview nor an original may be embedded by another site (Sec-Fetch-Site is checked with every request, and
// Cross-Origin-Resource-Policy says it to the browser), and an original never acts as a page of ours: it is an
// attachment under a policy that forbids everything.

#include <utility>

#include "http/conditions.h"
#include "http/content_disposition.h"
#include "http/range.h"
#include "photos/errors.h"
#include "site/answers.h"
#include "site/application.h"
#include "site/errors.h"
#include "site/requests.h"
#include "site/routes.h"

namespace lightwell::site {
namespace {

constexpr uint64_t kIdsBytesMax = 1024 * 1024;
constexpr std::string_view kKept = "private, max-age=31536000, immutable";
constexpr std::string_view kAskedAgain = "private, no-cache";

http::Response not_modified(std::string_view e_tag, std::string_view cache_control) {
  http::Response response = empty_answer(304);
  response.headers.add("ETag", std::string(e_tag));
  response.headers.add("Cache-Control", std::string(cache_control));
  return response;
}

Result<int> preview_edge(const Visit& visit) {
  const std::string& pixels = visit.path["pixels"];
  if (pixels == "256") return 256;
  if (pixels == "1440") return 1440;
  return fail(JsonField(nullptr, "pixels").complaint("must be 256 or 1440"));
}

// A preview that is not there: still being made, or never to be.
Task<Error> why_no_preview(Application& application, Visit& visit, std::string id, Error failure) {
  if (failure.kind != &photos::errors::preview_not_ready) co_return failure;
  const auto photo = co_await application.parts.library.find(visit.viewer(), std::move(id));
  if (!photo || photo->state != photos::PhotoState::failed) co_return failure;
  co_return error(errors::preview_failed);
}

// The URL of the page carries the photo's version; only an answer of that very version may be kept for ever.
Task<Result<bool>> is_of_asked_version(Application& application, Visit& visit, std::string id) {
  CO_TRY(const auto version, visit.query_integer("v"));
  if (!version) co_return false;
  CO_TRY(const photos::Photo photo, co_await application.parts.library.find(visit.viewer(), std::move(id)));
  co_return photo.version == *version;
}

Task<Result<http::Response>> get_preview(Application& application, Visit& visit) {
  CO_TRY(const std::string id, visit.id("photo_id", photos::errors::photo_not_found));
  CO_TRY(const int edge, preview_edge(visit));
  CO_TRY(const bool is_asked_version, co_await is_of_asked_version(application, visit, id));
  auto preview = co_await application.parts.library.preview(visit.viewer(), id, edge);
  if (!preview) co_return fail(co_await why_no_preview(application, visit, id, std::move(preview.error())));

  const std::string_view cache_control = is_asked_version ? kKept : kAskedAgain;
  const http::Condition condition =
      http::check_conditions(visit.request.headers, visit.request.method, {.etag = preview->e_tag});
  if (condition == http::Condition::not_modified) co_return not_modified(preview->e_tag, cache_control);
  if (condition == http::Condition::failed) co_return fail(errors::precondition_failed);
  http::Response response{.body = std::move(preview->body)};
  response.headers.add("Content-Type", preview->type);
  response.headers.add("ETag", preview->e_tag);
  response.headers.add("Cache-Control", std::string(cache_control));
  forbid_active_content(response);
  co_return response;
}

http::Response original_answer(photos::Original original) {
  http::Response response{.status = original.content_range ? 206 : 200, .body = std::move(original.body)};
  http::Headers& headers = response.headers;
  headers.add("Content-Type", original.type.empty() ? "application/octet-stream" : original.type);
  headers.add("Content-Disposition", http::content_disposition(http::Disposition::attachment, original.name));
  headers.add("ETag", original.e_tag);
  headers.add("Last-Modified", http_date(original.last_modified));
  headers.add("Accept-Ranges", "bytes");
  headers.add("Cache-Control", std::string(kAskedAgain));
  if (original.content_range) headers.add("Content-Range", *original.content_range);
  forbid_active_content(response);
  return response;
}

http::Response unsatisfied(const Visit& visit, uint64_t size) {
  http::Response response = error_answer(error(errors::range_not_satisfiable), visit.request_id);
  response.headers.add("Content-Range", http::unsatisfied_content_range(size));
  return response;
}

Task<Result<http::Response>> get_original(Application& application, Visit& visit) {
  CO_TRY(const std::string id, visit.id("photo_id", photos::errors::photo_not_found));
  photos::Library& library = application.parts.library;
  // The whole first: opening a file costs little, and the conditions are about the whole.
  CO_TRY(photos::Original whole, co_await library.original(visit.viewer(), id, std::nullopt));
  const http::Headers& headers = visit.request.headers;
  const http::Validators validators{.etag = whole.e_tag, .last_modified = whole.last_modified};
  const http::Condition condition = http::check_conditions(headers, visit.request.method, validators);
  if (condition == http::Condition::not_modified) co_return not_modified(whole.e_tag, kAskedAgain);
  if (condition == http::Condition::failed) co_return fail(errors::precondition_failed);

  const auto asked = http::parse_range(headers.get("Range"));
  if (!asked || !http::range_applies(headers, validators)) co_return original_answer(std::move(whole));
  const auto range = http::resolve(*asked, whole.size);
  if (!range) co_return unsatisfied(visit, whole.size);
  CO_TRY(photos::Original part, co_await library.original(visit.viewer(), id, std::string(headers.get("Range"))));
  co_return original_answer(std::move(part));
}

Task<Result<http::Response>> prepare_download(Application& application, Visit& visit) {
  CO_TRY(std::vector<std::string> ids, read_selection(*visit.body, kDownloadMax));
  CO_TRY(const std::string download_id, co_await application.parts.library.prepare_download(
                                            visit.viewer(), visit.who->session_id, std::move(ids), visit.now));
  JsonWriter out;
  out.open_object().key("url").text("/api/downloads/" + download_id).close_object();
  co_return json_answer(201, std::move(out));
}

Task<Result<http::Response>> get_download(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("download_id", photos::errors::download_not_found));
  CO_TRY(photos::Download download, co_await application.parts.library.open_download(
                                        visit.viewer(), visit.who->session_id, std::move(id), visit.now));
  http::Response response{.body = std::move(download.body)};
  response.headers.add("Content-Type", "application/zip");
  response.headers.add("Content-Disposition",
                       http::content_disposition(http::Disposition::attachment, download.file_name));
  forbid_active_content(response);
  co_return response;
}

constexpr Route kRoutes[] = {
    {"GET", "/api/photos/{photo_id}/preview/{pixels}", get_preview},
    {"GET", "/api/photos/{photo_id}/original", get_original},
    {"POST", "/api/downloads", prepare_download, Entry::owner, BodyKind::json, kIdsBytesMax},
    {"GET", "/api/downloads/{download_id}", get_download},
};

}  // namespace

std::span<const Route> downloads_routes() { return kRoutes; }

}  // namespace lightwell::site
