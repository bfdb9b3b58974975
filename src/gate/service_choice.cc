#include "gate/service_choice.h"

#include "wire/sigv2/presigned.h"
#include "wire/sigv4/authorization.h"
#include "wire/sigv4/canonical.h"

namespace lightwell::gate {
namespace {

using wire::Protocol;
using wire::ServiceModel;

bool is_form(const http::Request& request) {
  return request.headers.get("content-type").starts_with("application/x-www-form-urlencoded");
}

bool has_json(const http::Request& request) {
  const std::string_view type = request.headers.get("content-type");
  return type.starts_with("application/json") || type.starts_with("application/x-amz-json");
}

std::optional<size_t> with_target(std::string_view target, std::span<const ServiceModel* const> models) {
  const std::string_view prefix = target.substr(0, target.rfind('.'));
  for (size_t i = 0; i < models.size(); ++i) {
    if (!models[i]->target_prefix.empty() && models[i]->target_prefix == prefix) return i;
  }
  return std::nullopt;
}

// Where one signing name stands for a model in each protocol, a form asks for the query one.
std::optional<size_t> with_signing_name(std::string_view name, bool form, std::span<const ServiceModel* const> models) {
  std::optional<size_t> found;
  for (size_t i = 0; i < models.size(); ++i) {
    if (models[i]->signing_name != name) continue;
    if (!found || (form && models[i]->protocol == Protocol::query)) found = i;
  }
  return found;
}

}  // namespace

std::string scope_service(const http::Request& request) {
  if (const auto parsed = wire::sigv4::parse_authorization(request.headers.get("authorization"))) {
    return parsed->scope.service;
  }
  const auto credential = wire::sigv4::query_parameter(request.query(), "X-Amz-Credential");
  if (!credential) return {};
  const auto parts = wire::sigv4::split(*credential, '/');
  return parts.size() == 5 ? std::string(parts[3]) : std::string();
}

Choice choose_service(const http::Request& request, std::span<const ServiceModel* const> models) {
  if (const std::string_view target = request.headers.get("x-amz-target"); !target.empty()) {
    return {.index = with_target(target, models), .named = std::string(target)};
  }
  const std::string named = scope_service(request);
  if (!named.empty() && named != "s3") {
    const bool form = is_form(request);
    Choice choice = {.index = with_signing_name(named, form, models), .named = named};
    // A request made for S3 but signed for another service: S3 itself says what is wrong with it.
    const bool speaks_s3 = request.headers.find("x-amz-content-sha256") && !form && !has_json(request);
    if (!choice.index && speaks_s3) choice.index = with_signing_name("s3", false, models);
    return choice;
  }
  return {.index = with_signing_name("s3", false, models), .named = "s3"};
}

bool is_aws_request(const http::Request& request) {
  const std::string_view authorization = request.headers.get("authorization");
  return authorization.starts_with("AWS4-") || authorization.starts_with("AWS ") ||
         request.headers.find("x-amz-target") || wire::sigv4::is_presigned(request.query()) ||
         wire::sigv2::is_presigned(request.query());
}

}  // namespace lightwell::gate
