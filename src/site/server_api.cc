// Health, the machine as an EC2 instance, the OpenAPI document, and what browsers report of our content policy.

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "base/log.h"
#include "site/answers.h"
#include "site/application.h"
#include "site/errors.h"
#include "site/routes.h"
#include "site/site.h"

namespace lightwell::site {
namespace {

Task<Result<http::Response>> get_health(Application& application, Visit&) {
  const auto answers =
      co_await ask_stores(application.parts.timer, application.parts.stores, application.options.probe_patience);
  const bool is_well = are_well(answers);
  JsonWriter out;
  out.open_object().key("status").text(is_well ? "ok" : "unavailable").key("stores").open_object();
  for (const ProbeAnswer& answer : answers) out.key(answer.name).text(to_text(answer.state));
  out.close_object().key("services").open_array();
  for (const std::string& service : application.options.services) out.text(service);
  out.close_array().key("version").text(application.options.version).close_object();
  co_return json_answer(is_well ? 200 : 503, std::move(out));
}

Task<Result<http::Response>> get_instance(Application& application, Visit&) {
  const InstanceFacts facts = application.parts.instance();
  JsonWriter out;
  out.open_object().key("facts").open_array();
  for (const auto& [name, value] : facts.facts) {
    out.open_object().key("name").text(name).key("value").text(value).close_object();
  }
  out.close_array().key("tags").open_array();
  for (const auto& [key, value] : facts.tags) {
    out.open_object().key("key").text(key).key("value").text(value).close_object();
  }
  out.close_array().key("launched_at").text(iso8601_seconds(facts.launched_at));
  out.key("metadata").open_object().key("url");
  facts.metadata_url.empty() ? out.null() : out.text(facts.metadata_url);
  out.key("token_required").boolean(facts.is_token_required).key("profile");
  facts.profile.empty() ? out.null() : out.text(facts.profile);
  out.close_object().close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> get_openapi(Application&, Visit&) {
  http::Response response{.body = std::string(openapi_document())};
  response.headers.add("Content-Type", "application/json");
  co_return response;
}

// Printable ASCII of a report's field, shortened: what comes from outside does not write our log.
std::string harmless(const boost::json::value* field) {
  std::string text;
  if (field == nullptr || !field->is_string()) return "-";
  for (const char c : std::string_view(field->get_string())) {
    if (text.size() == 200) break;
    text += c > 0x20 && c < 0x7f ? c : '?';
  }
  return text.empty() ? "-" : text;
}

// {"csp-report":{"violated-directive","blocked-uri","source-file"}} of report-uri, or the list of {"type","body":
// {"effectiveDirective","blockedURL","sourceFile"}} of the Reporting API.
void log_report(const boost::json::value& report) {
  const boost::json::object* body = nullptr;
  if (const auto* outer = report.if_object()) {
    for (const char* name : {"csp-report", "body"}) {
      if (const auto* inner = outer->if_contains(name)) body = inner->if_object();
      if (body != nullptr) break;
    }
  }
  if (body == nullptr) return;
  const auto either = [&](const char* old_name, const char* name) {
    const auto* field = body->if_contains(old_name);
    return harmless(field != nullptr ? field : body->if_contains(name));
  };
  log::warning("content policy: {} stopped {} in {}", either("violated-directive", "effectiveDirective"),
               either("blocked-uri", "blockedURL"), either("source-file", "sourceFile"));
}

Task<Result<http::Response>> take_csp_report(Application& application, Visit& visit) {
  boost::system::error_code failure;
  const boost::json::value report = boost::json::parse(visit.raw_body, failure, {}, {.max_depth = 8});
  if (failure) co_return fail(errors::malformed_json);
  if (application.reports.take(visit.now)) {
    if (const auto* list = report.if_array()) {
      if (!list->empty()) log_report(list->front());
    } else {
      log_report(report);
    }
  }
  co_return empty_answer();
}

constexpr Route kRoutes[] = {
    {"GET", "/health", get_health, Entry::anyone},
    {"GET", "/api/instance", get_instance},
    {"GET", "/api/openapi.json", get_openapi, Entry::anyone},
    {"POST", "/api/csp-report", take_csp_report, Entry::anyone, BodyKind::report},
};

}  // namespace

std::span<const Route> server_routes() { return kRoutes; }

}  // namespace lightwell::site
