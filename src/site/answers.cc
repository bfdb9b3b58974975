#include "site/answers.h"

#include <fmt/format.h>

#include <map>

#include "photos/errors.h"

namespace lightwell::site {
namespace {

// img: blob: and data: for thumbhash placeholders and for files about to be uploaded.
constexpr std::string_view kPagePolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; worker-src 'self'; font-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'; report-uri /api/csp-report; report-to csp";
constexpr std::string_view kDataPolicy = "default-src 'none'; frame-ancestors 'none'";
constexpr std::string_view kFilePolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";
constexpr std::string_view kPermissions =
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "midi=(), payment=(), usb=()";

void set_default(http::Headers& headers, std::string_view name, std::string_view value) {
  if (!headers.find(name)) headers.add(std::string(name), std::string(value));
}

// Details of one name are joined: {"Part":"2,3"}.
std::map<std::string, std::string> joined(const std::vector<ErrorDetail>& details) {
  std::map<std::string, std::string> by_name;
  for (const ErrorDetail& detail : details) {
    std::string& value = by_name[detail.name];
    if (!value.empty()) value += ',';
    value += detail.value;
  }
  return by_name;
}

}  // namespace

http::Response json_answer(int status, JsonWriter body) {
  http::Response response{.status = status, .body = std::move(body).take()};
  response.headers.add("Content-Type", "application/json");
  return response;
}

http::Response json_answer(JsonWriter body) { return json_answer(200, std::move(body)); }

http::Response empty_answer(int status) { return {.status = status, .body = std::string()}; }

http::Response error_answer(const Error& error, std::string_view request_id) {
  const auto details = joined(error.details);
  std::string message = error.message.empty() ? std::string(error.kind->message) : error.message;
  if (message.empty()) message = error.kind->code;
  const auto wait = details.find("RetryAfterSeconds");
  if (error.kind == &photos::errors::too_many_attempts && wait != details.end()) {
    message = fmt::format("Too many attempts. Try again in {} second{}.", wait->second, wait->second == "1" ? "" : "s");
  }
  JsonWriter body;
  body.open_object().key("error").open_object();
  body.key("code").text(error.kind->code).key("message").text(message);
  if (!details.empty()) {
    body.key("details").open_object();
    for (const auto& [name, value] : details) body.key(name).text(value);
    body.close_object();
  }
  body.close_object().key("request_id").text(request_id).close_object();

  http::Response response = json_answer(error.kind->http_status, std::move(body));
  response.headers.set("X-Request-Id", std::string(request_id));
  if (wait != details.end()) {
    response.headers.add("Retry-After", wait->second);
  } else if (error.kind->http_status == 503 || error.kind == &photos::errors::preview_not_ready) {
    response.headers.add("Retry-After", "2");
  }
  return response;
}

void forbid_active_content(http::Response& response) {
  response.headers.set("Content-Security-Policy", std::string(kFilePolicy));
}

void dress(http::Response& response, Kind kind, const Visitor& visitor) {
  http::Headers& headers = response.headers;
  set_default(headers, "Content-Security-Policy", kind == Kind::page ? kPagePolicy : kDataPolicy);
  set_default(headers, "X-Content-Type-Options", "nosniff");
  set_default(headers, "Referrer-Policy", "no-referrer");
  set_default(headers, "Cross-Origin-Resource-Policy", "same-origin");
  set_default(headers, "Cross-Origin-Opener-Policy", "same-origin");
  set_default(headers, "Permissions-Policy", kPermissions);
  if (kind == Kind::page) set_default(headers, "Reporting-Endpoints", "csp=\"/api/csp-report\"");
  set_default(headers, "Cache-Control", kind == Kind::page ? "no-cache" : "no-store");
  // Not for bare addresses and localhost: it would bind every other server there to HTTPS too.
  if (visitor.is_secure && !is_ip_address(visitor.host_name) && !is_loopback_name(visitor.host_name)) {
    set_default(headers, "Strict-Transport-Security", "max-age=31536000");
  }
}

void dress_signed(http::Response& response) {
  set_default(response.headers, "Content-Security-Policy", kFilePolicy);
  set_default(response.headers, "X-Content-Type-Options", "nosniff");
  set_default(response.headers, "Cross-Origin-Resource-Policy", "same-origin");
}

}  // namespace lightwell::site
