#include "site/site.h"

#include <chrono>
#include <exception>
#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "photos/errors.h"
#include "site/answers.h"
#include "site/errors.h"
#include "site/session_cookie.h"

namespace lightwell::site {
namespace {

using SteadyClock = std::chrono::steady_clock;

bool is_data_path(std::string_view path) { return path == "/health" || path == "/api" || path.starts_with("/api/"); }
bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD"; }

const ErrorKind& refusal_of(int status) {
  switch (status) {
    case 400: return photos::errors::bad_request;
    case 405: return errors::method_not_allowed;
    default: return errors::not_found;
  }
}

std::string_view media_type(const http::Headers& headers) {
  const std::string_view type = headers.get("Content-Type");
  return trim(type.substr(0, type.find(';')));
}

Result<void> check_media_type(const http::Headers& headers, BodyKind kind) {
  const std::string_view type = media_type(headers);
  if (equals_ignore_case(type, "application/json")) return {};
  if (kind == BodyKind::json) return fail(errors::not_json);
  if (equals_ignore_case(type, "application/csp-report") || equals_ignore_case(type, "application/reports+json")) {
    return {};
  }
  return fail(errors::media_type_refused);
}

Task<Result<void>> take_body(Visit& visit, BodyKind kind, uint64_t bytes_max) {
  if (kind == BodyKind::none) co_return Result<void>{};
  CO_CHECK(check_media_type(visit.request.headers, kind));
  ByteSource& source = *visit.request.body;
  if (source.length().value_or(0) > bytes_max) co_return fail(errors::body_too_large);
  auto body = co_await read_all(source, bytes_max);
  if (!body) {
    const bool is_too_large = body.error().kind == &lightwell::errors::invalid_argument;
    co_return fail(is_too_large ? error(errors::body_too_large) : std::move(body.error()));
  }
  visit.raw_body = std::move(*body);
  if (kind == BodyKind::json) {
    CO_TRY(JsonDocument document, JsonDocument::parse(visit.raw_body));
    visit.body.emplace(std::move(document));
  }
  co_return Result<void>{};
}

void write_log_line(const http::Request& request, const Visitor& visitor, const http::Response& response,
                    SteadyClock::time_point began) {
  const auto length = payload_length(response.body);
  log::info("{} {} {} {} {:.1f} ms {} {}", request.method, request.path().substr(0, 200), response.status,
            length ? std::to_string(*length) : "-",
            std::chrono::duration<double, std::milli>(SteadyClock::now() - began).count(), visitor.address,
            response.headers.get("X-Request-Id", "-"));
}

}  // namespace

std::vector<const Route*> Site::routes() {
  std::vector<const Route*> all;
  for (const auto group :
       {session_routes(), uploads_routes(), timeline_routes(), photos_routes(), people_routes(), likeness_routes(),
        jobs_routes(), downloads_routes(), events_routes(), search_routes(), server_routes()}) {
    for (const Route& route : group) all.push_back(&route);
  }
  return all;
}

Site::Site(Parts parts, Options options)
    : application_(std::move(parts), std::move(options)),
      router_([this](int status) { return refuse(refusal_of(status)); }) {
  for (const Route* route : routes()) {
    router_.add(route->method, route->path, [this, route](http::Request& request, const http::PathValues& path) {
      return serve(*route, request, path);
    });
  }
  router_.otherwise([this](http::Request& request) { return serve_page(request); });
}

http::Handler Site::handler() {
  return [this](http::Request& request) { return handle(request); };
}

void Site::stop() {
  application_.streams.stop();
  application_.parts.events.stop();
}

http::Response Site::refuse(const ErrorKind& kind) {
  return error_answer(error(kind), application_.parts.ids.request_id());
}

Task<http::Response> Site::handle(http::Request& request) {
  const auto began = SteadyClock::now();
  const Visitor visitor = visitor_of(request, application_.options.rules);
  if (is_signed(request)) {
    // Policies ask where a request comes from, and not which proxy of ours brought it.
    request.peer_address = visitor.address;
    request.is_secure = visitor.is_secure;
    http::Response response = co_await application_.parts.signed_requests(request);
    dress_signed(response);
    co_return response;
  }
  http::Response response;
  if (check_host(visitor, application_.options.rules)) {
    response = co_await router_.route(request);
  } else {
    response = refuse(errors::unknown_host);
  }
  dress(response, is_data_path(request.path()) ? Kind::data : Kind::page, visitor);
  write_log_line(request, visitor, response, began);
  co_return response;
}

Task<http::Response> Site::serve_page(http::Request& request) {
  if (is_data_path(request.path())) co_return refuse(errors::not_found);
  auto page = application_.parts.pages.serve(request);
  if (!page) co_return refuse(errors::not_found);
  page->headers.set("X-Request-Id", application_.parts.ids.request_id());
  co_return std::move(*page);
}

Task<http::Response> Site::serve(const Route& route, http::Request& request, const http::PathValues& path) {
  Visit visit{.request = request,
              .path = path,
              .visitor = visitor_of(request, application_.options.rules),
              .request_id = application_.parts.ids.request_id(),
              .now = application_.parts.clock.now()};
  try {
    auto answered = co_await answer(route, visit);
    if (answered) {
      answered->headers.set("X-Request-Id", visit.request_id);
      co_return std::move(*answered);
    }
    const Error& failure = answered.error();
    if (!failure.log_words.empty()) log::warning("{} {}: {}", visit.request_id, failure.kind->code, failure.log_words);
    co_return error_answer(failure, visit.request_id);
  } catch (const std::exception& broken) {
    log::error("{} {} {}: {}", visit.request_id, route.method, route.path, broken.what());
  }
  co_return error_answer(error(lightwell::errors::internal_error), visit.request_id);
}

Task<Result<http::Response>> Site::answer(const Route& route, Visit& visit) {
  CO_CHECK(co_await admit(route, visit));
  co_return co_await route.action(application_, visit);
}

Task<Result<void>> Site::admit(const Route& route, Visit& visit) {
  const http::Headers& headers = visit.request.headers;
  if (!is_safe(visit.request.method)) {
    CO_CHECK(check_sent_by_our_page(headers, visit.visitor));
  } else if (route.path.starts_with("/api/")) {
    CO_CHECK(check_not_embedded(headers));
  }
  if (route.entry == Entry::owner) {
    auto token = session_token(visit);
    if (!token) co_return fail(photos::errors::sign_in_required);
    CO_TRY(photos::SignedIn who, co_await application_.parts.owners.recognise(std::move(*token), visit.now));
    visit.who.emplace(std::move(who));
  }
  co_return co_await take_body(visit, route.body, route.body_bytes_max);
}

}  // namespace lightwell::site
