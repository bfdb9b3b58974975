#include "gate/gate.h"

#include <exception>

#include "api/directory.h"
#include "base/log.h"
#include "base/text.h"
#include "gate/errors.h"
#include "gate/service_choice.h"
#include "gate/unbuilt.h"
#include "gate/visit.h"
#include "http/errors.h"

namespace lightwell::gate {
namespace {

// What a visit is answered as before a service is known, and where none is.
constexpr wire::ServiceModel kNoService{
    .name = "-", .signing_name = "-", .endpoint_prefix = "-", .api_version = "", .protocol = wire::Protocol::json_1_0};

constexpr size_t kFormHeadMax = 16 * 1024;  // of a form for a service that is not here: enough for its Action

// Counts a request for as long as it is being answered.
class Presence {
 public:
  explicit Presence(std::atomic<size_t>& count) : count_(count), before_(count.fetch_add(1)) {}
  ~Presence() { count_.fetch_sub(1); }
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;
  size_t before() const { return before_; }

 private:
  std::atomic<size_t>& count_;
  const size_t before_;
};

bool is_trace_header(std::string_view text) {
  return text.size() <= 512 && text.find("Root=1-") != text.npos &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-=;_.: ") == text.npos;
}

// What went wrong with the connection while the body came, as AWS says it.
Error worded(Error failure) {
  if (failure.kind == &http::errors::incomplete_body) {
    return error(errors::incomplete_body).log(std::move(failure.log_words));
  }
  if (failure.kind == &http::errors::malformed_body) return error(errors::bad_request, failure.message);
  if (failure.kind == &http::errors::body_too_large) return error(errors::entity_too_large);
  if (failure.kind == &http::errors::body_timeout) return error(errors::request_timeout);
  return failure;
}

std::string host_id_from(Ids& ids) {
  std::array<std::byte, 48> bytes;
  ids.fill(bytes);
  return to_base64(bytes);
}

}  // namespace

Gate::Gate(std::vector<wire::Service> services, const Credentials& credentials, const Authorizer& authorizer,
           CorsRules* cors, const Clock& clock, Ids& ids, GateOptions options)
    : verifier_(credentials, options.auth),
      authorizer_(authorizer),
      cors_(cors),
      clock_(clock),
      ids_(ids),
      options_(std::move(options)),
      host_id_(host_id_from(ids)) {
  for (const wire::Service& service : services) {
    models_.push_back(service.model);
    entries_.push_back(
        {.service = service, .router = wire::Router(*service.model), .is_s3 = service.model->signing_name == "s3"});
  }
}

Gate::~Gate() = default;

void Gate::add_route(std::string method, std::string path, http::Handler handler) {
  routes_.insert_or_assign(std::pair(std::move(method), std::move(path)), std::move(handler));
}

std::string Gate::trace_header(const Visit& visit) const {
  const std::string_view received = visit.request.headers.get("x-amzn-trace-id");
  if (is_trace_header(received)) return std::string(received);
  const auto since = std::chrono::duration_cast<seconds>(visit.now.time_since_epoch()).count();
  return fmt::format("Root=1-{:08x}-{}", since, ids_.hex(12));
}

Task<http::Response> Gate::answer(http::Request& request) {
  const auto route = routes_.find({request.method, std::string(request.path())});
  if (route != routes_.end()) co_return co_await route->second(request);

  const Presence presence(under_way_);
  Visit visit = {.request = request, .now = clock_.now(), .request_id = ids_.request_id()};
  visit.trace = trace_header(visit);
  if (may_be_unsigned_form(request)) co_await read_form_head(visit);
  const Choice choice = choose_service(request, models_, visit.document);
  visit.entry = choice.index ? &entries_[*choice.index] : nullptr;
  visit.answers_as = visit.entry != nullptr ? visit.entry->service.model : &kNoService;

  http::Response response;
  if (presence.before() >= options_.requests_max) {
    const Error refusal = no_room(*visit.answers_as);
    response = error_answer(visit, refusal);
    visit.error_code = refusal.kind->code;
  } else if (visit.entry == nullptr) {
    response = co_await answer_unbuilt(visit, choice.named);
    visit.error_code = errors::not_implemented.code;
  } else {
    response = co_await guarded(visit);
  }
  finish(visit, response);
  co_return response;
}

// The beginning of a form, which tells the service where no signature does. The rest is read with the document.
Task<void> Gate::read_form_head(Visit& visit) {
  while (visit.request.body != nullptr && visit.document.size() < kFormHeadMax) {
    const auto block = co_await visit.request.body->read();
    if (!block || block->empty()) break;
    visit.document += as_text(*block);
  }
}

Task<http::Response> Gate::answer_unbuilt(Visit& visit, std::string_view named) {
  if (carries_form(visit.request)) co_await read_form_head(visit);
  const Unbuilt unbuilt = describe_unbuilt(visit.request, named, visit.document, api::directory());
  visit.log_words = unbuilt.message();
  co_return unbuilt_answer(unbuilt, visit.request_id, visit.is_head());
}

Task<http::Response> Gate::guarded(Visit& visit) {
  std::optional<http::Response> response;
  try {
    auto served = co_await serve(visit);
    if (served) {
      response = std::move(*served);
    } else {
      const Error failure = worded(std::move(served).error());
      visit.error_code = failure.kind->code;
      visit.log_words = failure.log_words;
      response = error_answer(visit, failure);
    }
    co_await add_cors(visit, *response);
    co_return std::move(*response);
  } catch (const std::exception& broken) {
    log::error("request {}: {} failed: {}", visit.request_id, visit.operation, broken.what());
  } catch (...) {
    log::error("request {}: {} failed with something that is no exception", visit.request_id, visit.operation);
  }
  visit.error_code = errors::internal_error.code;
  co_return error_answer(visit, error(errors::internal_error));
}

http::Response Gate::error_answer(const Visit& visit, const Error& failure) const {
  return to_response(wire::encode_error(
      *visit.answers_as, failure,
      {.request_id = visit.request_id, .host_id = host_id_, .resource = {}, .is_head = visit.is_head()}));
}

void Gate::finish(Visit& visit, http::Response& response) const {
  if (visit.dialect() == Dialect::s3) {
    response.headers.set("x-amz-request-id", visit.request_id);
    response.headers.set("x-amz-id-2", host_id_);
  } else {
    response.headers.set("x-amzn-RequestId", visit.request_id);
  }
  if (options_.shares_origin_with_pages) {
    response.headers.set("Content-Security-Policy", "sandbox");
    response.headers.set("X-Content-Type-Options", "nosniff");
  }
  const auto taken = std::chrono::steady_clock::now() - visit.started;
  const double taken_ms = std::chrono::duration<double, std::milli>(taken).count();
  const std::string_view key = visit.caller.key.id;
  log::info("{} {} {} {} {:.1f} ms key={} peer={} id={}{}{}", visit.answers_as->name, visit.operation, response.status,
            visit.error_code, taken_ms, key.empty() ? "-" : key, visit.request.peer_address, visit.request_id,
            visit.log_words.empty() ? "" : " ", visit.log_words);
}

}  // namespace lightwell::gate
