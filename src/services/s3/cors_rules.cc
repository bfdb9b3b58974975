#include "services/s3/cors_rules.h"

#include <algorithm>
#include <array>

#include "services/s3/errors.h"

namespace lightwell::s3 {
namespace {

constexpr std::array<std::string_view, 5> kMethods = {"GET", "PUT", "HEAD", "POST", "DELETE"};
constexpr size_t kIdMax = 255;

bool has_one_wildcard_at_most(const std::string& text) { return std::count(text.begin(), text.end(), '*') <= 1; }

// The list is kept one to a line.
bool is_one_line(const std::string& text) { return !text.empty() && text.find('\n') == std::string::npos; }

Result<void> check_rule(const api::s3::CORSRule& rule) {
  if (rule.allowed_methods.empty() || rule.allowed_origins.empty()) return fail(errors::malformed_xml);
  if (rule.id && rule.id->size() > kIdMax) return fail(errors::malformed_xml);
  if (rule.max_age_seconds && *rule.max_age_seconds < 0) return fail(errors::malformed_xml);
  for (const std::string& method : rule.allowed_methods) {
    if (std::find(kMethods.begin(), kMethods.end(), method) == kMethods.end()) {
      return fail(errors::invalid_request,
                  "Found unsupported HTTP method in CORS config. Unsupported method is " + method);
    }
  }
  for (const std::string& origin : rule.allowed_origins) {
    if (!is_one_line(origin)) return fail(errors::malformed_xml);
    if (!has_one_wildcard_at_most(origin)) {
      return fail(errors::invalid_request, "AllowedOrigin \"" + origin + "\" can not have more than one wildcard.");
    }
  }
  for (const std::string& header : rule.allowed_headers.value_or(std::vector<std::string>{})) {
    if (!is_one_line(header)) return fail(errors::malformed_xml);
    if (!has_one_wildcard_at_most(header)) {
      return fail(errors::invalid_request, "AllowedHeader \"" + header + "\" can not have more than one wildcard.");
    }
  }
  for (const std::string& header : rule.expose_headers.value_or(std::vector<std::string>{})) {
    if (!is_one_line(header)) return fail(errors::malformed_xml);
    if (header.find('*') != std::string::npos) {
      return fail(errors::invalid_request, "ExposeHeader \"" + header +
                                               "\" contains wildcard. We currently do not support wildcard for "
                                               "ExposeHeader.");
    }
  }
  return {};
}

}  // namespace

Result<void> check_cors_rules(const std::vector<api::s3::CORSRule>& rules) {
  if (rules.empty()) return fail(errors::malformed_xml);
  if (rules.size() > kCorsRulesMax) {
    return fail(errors::invalid_request, "The number of CORS rules should not exceed allowed limit of 100 rules.");
  }
  for (const auto& rule : rules) REQUIRE_OK(check_rule(rule));
  return {};
}

}  // namespace lightwell::s3
