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

// Whether a service has this row, in whichever of its protocols.
template <class Fits>
std::optional<size_t> first_with(std::span<const ServiceModel* const> models, const Fits& fits) {
  for (size_t i = 0; i < models.size(); ++i) {
    for (const ServiceModel* row = models[i]; row != nullptr; row = row->also) {
      if (fits(*row)) return i;
    }
  }
  return std::nullopt;
}

std::optional<size_t> with_target(std::string_view prefix, std::span<const ServiceModel* const> models) {
  if (prefix.empty()) return std::nullopt;
  return first_with(models, [&](const ServiceModel& row) { return row.target_prefix == prefix; });
}

std::optional<size_t> with_signing_name(std::string_view name, std::span<const ServiceModel* const> models) {
  return first_with(models, [&](const ServiceModel& row) { return row.signing_name == name; });
}

// "/service/NAME/operation/NAME", as CBOR's requests are addressed.
std::string_view rpc_service(const http::Request& request) {
  constexpr std::string_view kService = "/service/";
  const std::string_view path = request.path();
  if (!request.headers.find("smithy-protocol") || !path.starts_with(kService)) return {};
  const std::string_view rest = path.substr(kService.size());
  return rest.substr(0, rest.find('/'));
}

bool speaks_forms(const ServiceModel& row) { return row.protocol == Protocol::query || row.protocol == Protocol::ec2; }

// By the action and the version of a request that nobody signed: some operations let anyone call them.
std::optional<size_t> with_action(std::string_view form, std::span<const ServiceModel* const> models) {
  const auto action = wire::sigv4::query_parameter(form, "Action");
  const auto version = wire::sigv4::query_parameter(form, "Version");
  if (!action || !version) return std::nullopt;
  return first_with(models, [&](const ServiceModel& row) {
    return speaks_forms(row) && row.api_version == *version && row.find_operation(*action) != nullptr;
  });
}

// sts.us-east-1.amazonaws.com, sts.localhost.
std::optional<size_t> with_host(std::string_view host, std::span<const ServiceModel* const> models) {
  const std::string_view label = host.substr(0, host.find('.'));
  if (label.size() == host.size()) return std::nullopt;
  return first_with(models, [&](const ServiceModel& row) { return speaks_forms(row) && row.endpoint_prefix == label; });
}

// Nobody signed it, or the header cannot be read: what it is meant for, the form alone can tell.
bool has_no_scope(const http::Request& request) {
  const std::string_view authorization = request.headers.get("authorization");
  if (authorization.starts_with("AWS ") || wire::sigv4::parse_authorization(authorization)) return false;
  return !wire::sigv4::is_presigned(request.query()) && !wire::sigv2::is_presigned(request.query());
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

bool may_be_unsigned_form(const http::Request& request) {
  return request.method == "POST" && request.path() == "/" && is_form(request) && has_no_scope(request);
}

Choice choose_service(const http::Request& request, std::span<const ServiceModel* const> models,
                      std::string_view form) {
  if (const std::string_view target = request.headers.get("x-amz-target"); !target.empty()) {
    return {.index = with_target(target.substr(0, target.rfind('.')), models), .named = std::string(target)};
  }
  if (const std::string_view service = rpc_service(request); !service.empty()) {
    if (const auto found = with_target(service, models)) return {.index = found, .named = std::string(service)};
  }
  const std::string named = scope_service(request);
  if (!named.empty() && named != "s3") {
    Choice choice = {.index = with_signing_name(named, models), .named = named};
    // A request made for S3 but signed for another service: S3 itself says what is wrong with it.
    const bool speaks_s3 = request.headers.find("x-amz-content-sha256") && !is_form(request) && !has_json(request);
    if (!choice.index && speaks_s3) choice.index = with_signing_name("s3", models);
    return choice;
  }
  if (named.empty() && has_no_scope(request)) {
    auto found = with_action(form.empty() ? request.query() : form, models);
    if (!found && may_be_unsigned_form(request)) found = with_host(request.headers.get("host"), models);
    if (found) return {.index = found, .named = std::string(models[*found]->signing_name)};
  }
  return {.index = with_signing_name("s3", models), .named = "s3"};
}

bool is_aws_request(const http::Request& request) {
  const std::string_view authorization = request.headers.get("authorization");
  return authorization.starts_with("AWS4-") || authorization.starts_with("AWS ") ||
         request.headers.find("x-amz-target") || wire::sigv4::is_presigned(request.query()) ||
         wire::sigv2::is_presigned(request.query());
}

}  // namespace lightwell::gate
