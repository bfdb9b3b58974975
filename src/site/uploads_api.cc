// Resumable uploads: the page offers files, gets signed URLs for their parts, and completes.

#include <utility>

#include "photos/errors.h"
#include "site/answers.h"
#include "site/application.h"
#include "site/errors.h"
#include "site/photo_json.h"
#include "site/requests.h"
#include "site/routes.h"

namespace lightwell::site {
namespace {

constexpr uint64_t kOfferBytesMax = 4 * 1024 * 1024;  // 500 names of 1,024 characters
constexpr uint64_t kPartsBytesMax = 64 * 1024;

void write_received(JsonWriter& out, const std::vector<photos::ReceivedPart>& parts) {
  out.key("parts").open_array();
  for (const photos::ReceivedPart& part : parts) {
    out.open_object().key("number").integer(part.number).key("size").integer(int64_t(part.size)).close_object();
  }
  out.close_array();
}

void write_planned(JsonWriter& out, const photos::OfferAnswer& answer) {
  using Kind = photos::OfferAnswer::Kind;
  out.open_object().key("client_id").text(answer.client_id);
  switch (answer.kind) {
    case Kind::upload:
      out.key("result").text("upload").key("upload_id").text(answer.upload.id);
      out.key("part_size").integer(int64_t(answer.upload.part_size));
      write_received(out, answer.upload.parts);
      break;
    case Kind::duplicate:
      out.key("result").text("duplicate").key("photo_id").text(answer.photo_id);
      out.key("in_trash").boolean(answer.in_trash);
      break;
    case Kind::refused: {
      const Error refusal = answer.refusal.value_or(error(photos::errors::bad_request));
      out.key("result").text("refused").key("code").text(refusal.kind->code).key("message").text(refusal.message);
      break;
    }
  }
  out.close_object();
}

Task<Result<http::Response>> plan_uploads(Application& application, Visit& visit) {
  CO_TRY(auto files, read_offer(*visit.body));
  CO_TRY(const auto answers, co_await application.parts.uploads.offer(visit.viewer(), std::move(files), visit.now));
  JsonWriter out;
  out.open_object().key("files").open_array();
  for (const photos::OfferAnswer& answer : answers) write_planned(out, answer);
  out.close_array().close_object();
  co_return json_answer(std::move(out));
}

void write_open(JsonWriter& out, const photos::OpenUpload& upload) {
  out.open_object().key("upload_id").text(upload.id).key("name").text(upload.name);
  out.key("size").integer(int64_t(upload.size)).key("sha256").text(upload.sha256);
  out.key("part_size").integer(int64_t(upload.part_size));
  write_received(out, upload.parts);
  out.key("created_at").text(iso8601_seconds(upload.created_at)).close_object();
}

Task<Result<http::Response>> list_uploads(Application& application, Visit& visit) {
  CO_TRY(const auto uploads, co_await application.parts.uploads.open_uploads(visit.viewer()));
  JsonWriter out;
  out.open_object().key("uploads").open_array();
  for (const photos::OpenUpload& upload : uploads) write_open(out, upload);
  out.close_array().close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> get_upload(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("upload_id", photos::errors::upload_not_found));
  CO_TRY(const photos::OpenUpload upload, co_await application.parts.uploads.find(visit.viewer(), std::move(id)));
  JsonWriter out;
  write_open(out, upload);
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> cancel_upload(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("upload_id", photos::errors::upload_not_found));
  CO_CHECK(co_await application.parts.uploads.cancel(visit.viewer(), std::move(id)));
  co_return empty_answer();
}

Task<Result<http::Response>> presign_parts(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("upload_id", photos::errors::upload_not_found));
  CO_TRY(auto parts, read_parts(*visit.body));
  CO_TRY(const auto links, co_await application.parts.uploads.sign_parts(
                               visit.viewer(), std::move(id), std::move(parts), visit.visitor.origin(), visit.now));
  JsonWriter out;
  out.open_object().key("parts").open_array();
  for (const photos::PartLink& link : links) {
    out.open_object().key("number").integer(link.number).key("url").text(link.url).key("headers").open_object();
    for (const auto& [name, value] : link.headers) out.key(name).text(value);
    out.close_object().close_object();
  }
  out.close_array().close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> complete_upload(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("upload_id", photos::errors::upload_not_found));
  CO_TRY(const photos::Completed completed,
         co_await application.parts.uploads.complete(visit.viewer(), std::move(id), visit.now));
  JsonWriter out;
  out.open_object();
  if (completed.is_duplicate) {
    out.key("result").text("duplicate").key("photo_id").text(completed.photo_id);
    out.key("in_trash").boolean(completed.in_trash);
  } else {
    CO_TRY(const photos::Photo photo, co_await application.parts.library.find(visit.viewer(), completed.photo_id));
    out.key("result").text("added").key("photo");
    write_photo(out, photo);
  }
  out.close_object();
  co_return json_answer(std::move(out));
}

constexpr Route kRoutes[] = {
    {"GET", "/api/uploads", list_uploads},
    {"POST", "/api/uploads", plan_uploads, Entry::owner, BodyKind::json, kOfferBytesMax},
    {"GET", "/api/uploads/{upload_id}", get_upload},
    {"DELETE", "/api/uploads/{upload_id}", cancel_upload},
    {"POST", "/api/uploads/{upload_id}/parts", presign_parts, Entry::owner, BodyKind::json, kPartsBytesMax},
    {"POST", "/api/uploads/{upload_id}/complete", complete_upload, Entry::owner, BodyKind::json},
};

}  // namespace

std::span<const Route> uploads_routes() { return kRoutes; }

}  // namespace lightwell::site
