// Jobs: how far reading and analysing have come, what failed, and pause, resume, again.

#include <utility>

#include "photos/errors.h"
#include "site/answers.h"
#include "site/application.h"
#include "site/eyes_json.h"
#include "site/eyes_requests.h"
#include "site/requests.h"
#include "site/routes.h"

namespace lightwell::site {
namespace {

constexpr uint64_t kIdsBytesMax = 128 * 1024;

photos::JobQueue& queue_of(Application& application, photos::JobKind kind) {
  if (kind == photos::JobKind::reading) return application.parts.processing;
  return application.parts.analysis;
}

Task<Result<http::Response>> get_jobs(Application& application, Visit& visit) {
  JsonWriter out;
  out.open_object().key("queues").open_array();
  for (const photos::JobKind kind : {photos::JobKind::reading, photos::JobKind::analysing}) {
    CO_TRY(const auto status, co_await queue_of(application, kind).status(visit.viewer()));
    write_queue(out, status);
  }
  out.close_array().close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> get_failures(Application& application, Visit& visit) {
  CO_TRY(const auto kind, read_job_kind(visit));
  CO_TRY(const auto failures, co_await queue_of(application, kind).failures(visit.viewer()));
  JsonWriter out;
  out.open_object().key("failures").open_array();
  for (const photos::JobFailure& failure : failures) {
    out.open_object().key("photo_id").text(failure.photo_id).key("name").text(failure.name);
    out.key("message").text(failure.message).key("at").text(iso8601_seconds(failure.at)).close_object();
  }
  out.close_array().close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> queue_answer(Application& application, Visit& visit, photos::JobKind kind) {
  CO_TRY(const auto status, co_await queue_of(application, kind).status(visit.viewer()));
  JsonWriter out;
  write_queue(out, status);
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> pause_jobs(Application& application, Visit& visit) {
  CO_TRY(const auto kind, read_job_kind(visit));
  CO_CHECK(co_await queue_of(application, kind).pause(visit.viewer(), visit.now));
  co_return co_await queue_answer(application, visit, kind);
}

Task<Result<http::Response>> resume_jobs(Application& application, Visit& visit) {
  CO_TRY(const auto kind, read_job_kind(visit));
  CO_CHECK(co_await queue_of(application, kind).resume(visit.viewer(), visit.now));
  co_return co_await queue_answer(application, visit, kind);
}

http::Response changed_answer(int64_t changed) {
  JsonWriter out;
  out.open_object().key("changed").integer(changed).close_object();
  return json_answer(std::move(out));
}

Task<Result<http::Response>> retry_jobs(Application& application, Visit& visit) {
  CO_TRY(const auto kind, read_job_kind(visit));
  CO_TRY(auto ids, read_trash_selection(*visit.body));
  CO_TRY(const int64_t changed, co_await queue_of(application, kind).retry(visit.viewer(), std::move(ids), visit.now));
  co_return changed_answer(changed);
}

Task<Result<http::Response>> analyse_again(Application& application, Visit& visit) {
  CO_TRY(auto ids, read_trash_selection(*visit.body));
  CO_TRY(const int64_t changed, co_await application.parts.analysis.repeat(visit.viewer(), std::move(ids), visit.now));
  co_return changed_answer(changed);
}

constexpr Route kRoutes[] = {
    {"GET", "/api/jobs", get_jobs},
    {"POST", "/api/jobs/analysing/again", analyse_again, Entry::owner, BodyKind::json, kIdsBytesMax},
    {"GET", "/api/jobs/{kind}/failures", get_failures},
    {"POST", "/api/jobs/{kind}/pause", pause_jobs, Entry::owner, BodyKind::json},
    {"POST", "/api/jobs/{kind}/resume", resume_jobs, Entry::owner, BodyKind::json},
    {"POST", "/api/jobs/{kind}/retry", retry_jobs, Entry::owner, BodyKind::json, kIdsBytesMax},
};

}  // namespace

std::span<const Route> jobs_routes() { return kRoutes; }

}  // namespace lightwell::site
