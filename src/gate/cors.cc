#include "gate/cors.h"

#include <algorithm>

#include "base/text.h"
#include "gate/errors.h"

namespace lightwell::gate {
namespace {

constexpr std::string_view kVary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";
constexpr std::string_view kNotAllowed =
    "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method "
    "/ Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS "
    "spec.";

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out.append(out.empty() ? "" : ", ").append(word);
  return out;
}

bool allows_origin(const CorsRule& rule, std::string_view origin) {
  return std::any_of(rule.allowed_origins.begin(), rule.allowed_origins.end(),
                     [&](const std::string& pattern) { return matches_wildcard(pattern, origin); });
}

bool allows_header(const CorsRule& rule, const std::string& name) {
  return std::any_of(rule.allowed_headers.begin(), rule.allowed_headers.end(),
                     [&](const std::string& pattern) { return matches_wildcard(to_lower(pattern), name); });
}

bool allows_every_origin(const CorsRule& rule) {
  return std::find(rule.allowed_origins.begin(), rule.allowed_origins.end(), "*") != rule.allowed_origins.end();
}

bool is_cors_method(std::string_view method) {
  return method == "GET" || method == "PUT" || method == "POST" || method == "DELETE" || method == "HEAD";
}

}  // namespace

std::vector<std::string> header_names(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const size_t comma = list.find(',');
    const std::string_view name = trim(list.substr(0, comma));
    if (!name.empty()) names.push_back(to_lower(name));
    list = comma == list.npos ? std::string_view{} : list.substr(comma + 1);
  }
  return names;
}

bool matches_wildcard(std::string_view pattern, std::string_view text) {
  size_t p = 0, t = 0, star = pattern.npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != pattern.npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

const CorsRule* matching_rule(const std::vector<CorsRule>& rules, const CorsRequest& request) {
  for (const CorsRule& rule : rules) {
    if (!allows_origin(rule, request.origin)) continue;
    if (std::find(rule.allowed_methods.begin(), rule.allowed_methods.end(), request.method) ==
        rule.allowed_methods.end()) {
      continue;
    }
    if (std::all_of(request.requested_headers.begin(), request.requested_headers.end(),
                    [&](const std::string& name) { return allows_header(rule, name); })) {
      return &rule;
    }
  }
  return nullptr;
}

void add_cors_headers(http::Headers& headers, const CorsRule& rule, const CorsRequest& request) {
  const bool every_origin = allows_every_origin(rule);
  headers.set("Access-Control-Allow-Origin", every_origin ? "*" : std::string(request.origin));
  headers.set("Access-Control-Allow-Methods", joined(rule.allowed_methods));
  if (!request.requested_headers.empty()) {
    headers.set("Access-Control-Allow-Headers", joined(request.requested_headers));
  }
  if (!rule.expose_headers.empty()) headers.set("Access-Control-Expose-Headers", joined(rule.expose_headers));
  if (rule.max_age_seconds) headers.set("Access-Control-Max-Age", std::to_string(*rule.max_age_seconds));
  if (!every_origin) headers.set("Access-Control-Allow-Credentials", "true");
  headers.set("Vary", std::string(kVary));
}

Result<http::Response> answer_preflight(const std::optional<std::vector<CorsRule>>& rules, const http::Headers& request,
                                        bool names_object) {
  const std::string_view origin = request.get("origin"), method = request.get("access-control-request-method");
  if (origin.empty()) return fail(errors::bad_request, "Insufficient information. Origin request header needed.");
  if (!is_cors_method(method)) {
    return fail(errors::bad_request,
                "Invalid Access-Control-Request-Method: " + (method.empty() ? "null" : std::string(method)));
  }
  const auto refuse = [&](std::string_view words) {
    return fail(error(errors::access_forbidden, std::string(words))
                    .with("Method", std::string(method))
                    .with("ResourceType", names_object ? "OBJECT" : "BUCKET"));
  };
  if (!rules) return refuse(errors::access_forbidden.message);
  const CorsRequest asked = {.origin = origin,
                             .method = method,
                             .requested_headers = header_names(request.get("access-control-request-headers"))};
  const CorsRule* rule = matching_rule(*rules, asked);
  if (rule == nullptr) return refuse(kNotAllowed);
  http::Response response;
  add_cors_headers(response.headers, *rule, asked);
  return response;
}

}  // namespace lightwell::gate
