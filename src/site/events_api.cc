// /api/events: one page follows its owner's library.
//
// The stream is pulled, not pushed: each time the connection has room it asks the store what came after the last event
// it sent, and waits when there is nothing. So a slow page costs no queue, a reconnect resumes from the number it
// names, and nothing is told before it is committed.

#include <chrono>
#include <optional>
#include <utility>

#include "base/log.h"
#include "http/event_stream.h"
#include "photos/errors.h"
#include "site/answers.h"
#include "site/application.h"
#include "site/errors.h"
#include "site/eyes_json.h"
#include "site/routes.h"
#include "site/session_cookie.h"

namespace lightwell::site {
namespace {

constexpr std::chrono::seconds kPingEvery{20};
constexpr size_t kEventsEach = 200;

std::string photo_event(const photos::Event& event) {
  JsonWriter data;
  data.open_object().key("id").text(event.photo_id).key("month").text(event.month);
  data.key("change").text(to_text(event.change)).close_object();
  return http::to_wire({.id = std::to_string(event.sequence), .name = "photo", .data = std::move(data).take()});
}

std::string processing_event(const photos::JobCounts& summary) {
  JsonWriter data;
  data.open_object().key("waiting").integer(summary.waiting).key("running").integer(summary.running);
  data.key("failed").integer(summary.failed).close_object();
  return http::to_wire({.name = "processing", .data = std::move(data).take()});
}

std::string jobs_event(const photos::QueueStatus& reading, const photos::QueueStatus& analysing) {
  JsonWriter data;
  data.open_object().key("queues").open_array();
  write_queue(data, reading);
  write_queue(data, analysing);
  data.close_array().close_object();
  return http::to_wire({.name = "jobs", .data = std::move(data).take()});
}

std::string people_event(int64_t version) {
  JsonWriter data;
  data.open_object().key("version").integer(version).close_object();
  return http::to_wire({.name = "people", .data = std::move(data).take()});
}

class PageEvents final : public ByteSource {
 public:
  PageEvents(Application& application, photos::Viewer viewer, std::string token,
             std::unique_ptr<Streams::Ticket> ticket, int64_t after)
      : application_(application),
        viewer_(std::move(viewer)),
        token_(std::move(token)),
        ticket_(std::move(ticket)),
        watch_(application.parts.events.watch(viewer_)),
        after_(after) {}

  Task<Result<Bytes>> read() override {
    text_.clear();
    if (!std::exchange(has_begun_, true)) {
      text_ = "retry: 2000\n\n";
      co_return as_bytes(text_);
    }
    while (!has_ended()) {
      CO_CHECK(co_await gather());
      if (!text_.empty()) co_return as_bytes(text_);
      const bool has_changed = co_await watch_->wait(application_.parts.timer, kPingEvery, ticket_->stop_token());
      if (has_changed || has_ended()) continue;
      if (!co_await is_still_signed_in()) break;
      text_ = http::to_wire({.name = "ping", .data = "{}"});
      co_return as_bytes(text_);
    }
    co_return Bytes{};
  }

  void interrupt() override { ticket_->end(); }

 private:
  bool has_ended() const { return ticket_->stop_token().stop_requested() || watch_->has_ended(); }

  // What happened since the last event sent.
  Task<Result<void>> gather() {
    CO_TRY(const photos::EventBatch batch, co_await application_.parts.events.since(viewer_, after_, kEventsEach));
    if (batch.has_gap) {
      after_ = batch.last;
      text_ += http::to_wire({.id = std::to_string(after_), .name = "resync", .data = "{}"});
    } else {
      for (const photos::Event& event : batch.events) {
        text_ += photo_event(event);
        after_ = event.sequence;
      }
    }
    CO_TRY(const auto reading, co_await application_.parts.processing.status(viewer_));
    CO_TRY(const auto analysing, co_await application_.parts.analysis.status(viewer_));
    CO_TRY(const int64_t people, co_await application_.parts.people.version(viewer_));
    tell(processing_event(reading.counts), last_processing_);
    tell(jobs_event(reading, analysing), last_jobs_);
    tell(people_event(people), last_people_);
    co_return Result<void>{};
  }

  // What stands now, unless the page knows it.
  void tell(std::string event, std::string& last) {
    if (event == last) return;
    text_ += event;
    last = std::move(event);
  }

  // A session may end on another node, or by its time.
  Task<bool> is_still_signed_in() {
    co_return (co_await application_.parts.owners.recognise(token_, application_.parts.clock.now())).has_value();
  }

  Application& application_;
  const photos::Viewer viewer_;
  const std::string token_;
  const std::unique_ptr<Streams::Ticket> ticket_;
  const std::unique_ptr<photos::Watch> watch_;
  int64_t after_;
  bool has_begun_ = false;
  std::string text_;
  std::string last_processing_;
  std::string last_jobs_;
  std::string last_people_;
};

// The number of the last event the page has: from its reconnect, or from the timeline it has loaded.
Task<Result<int64_t>> resume_point(Application& application, Visit& visit) {
  if (const auto header = visit.request.headers.find("Last-Event-ID"); header && !header->empty()) {
    const auto number = parse_unsigned(*header);
    if (!number || *number > uint64_t(IntegerRange{}.max)) {
      co_return fail(JsonField(nullptr, "Last-Event-ID").complaint("must be a whole number"));
    }
    co_return int64_t(*number);
  }
  CO_TRY(const auto since, visit.query_integer("since"));
  if (since) co_return *since;
  co_return co_await application.parts.events.newest(visit.viewer());
}

Task<Result<http::Response>> get_events(Application& application, Visit& visit) {
  CO_TRY(const int64_t after, co_await resume_point(application, visit));
  CO_TRY(auto ticket, application.streams.open(visit.viewer().person, visit.who->session_id));
  http::Response response{.body = std::make_unique<PageEvents>(application, visit.viewer(),
                                                               session_token(visit).value_or(""), std::move(ticket),
                                                               after)};
  response.headers.add("Content-Type", "text/event-stream");
  response.headers.add("X-Accel-Buffering", "no");  // nginx would hold events back
  co_return response;
}

constexpr Route kRoutes[] = {{"GET", "/api/events", get_events}};

}  // namespace

std::span<const Route> events_routes() { return kRoutes; }

}  // namespace lightwell::site
