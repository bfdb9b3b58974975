#include "gate/unbuilt.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.h"
#include "gate/errors.h"
#include "gate/visit.h"
#include "wire/codec.h"
#include "wire/sigv4/canonical.h"

namespace lightwell::gate {
namespace {

using wire::KnownService;
using wire::Protocol;
using wire::ServiceModel;
using wire::WireForm;

constexpr size_t kNameBytesMax = 100;  // of what a request wrote, shown in an answer

// What came from outside, as an answer may repeat it.
std::string shown(std::string_view text) {
  std::string out(text.substr(0, kNameBytesMax));
  std::ranges::replace_if(out, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return out;
}

std::string form_value(std::string_view form, std::string_view name) {
  return wire::sigv4::query_parameter(form, name).value_or("");
}

// "/service/Textract/operation/DetectDocumentText" -> Textract, DetectDocumentText.
struct RpcPath {
  std::string_view service;
  std::string_view operation;
};
std::optional<RpcPath> rpc_path(const http::Request& request) {
  if (request.headers.get("smithy-protocol") != "rpc-v2-cbor") return std::nullopt;
  const auto parts = wire::sigv4::split(request.path(), '/');
  if (parts.size() < 5 || parts[parts.size() - 4] != "service" || parts[parts.size() - 2] != "operation") {
    return std::nullopt;
  }
  return RpcPath{parts[parts.size() - 3], parts.back()};
}

const KnownService* with_target(std::span<const KnownService> services, std::string_view prefix) {
  const auto found = std::ranges::find(services, prefix, &KnownService::target_prefix);
  return prefix.empty() || found == services.end() ? nullptr : &*found;
}

// Where several share a signing name, a form's Version tells them apart, and the shortest name is the oldest service.
const KnownService* with_signing_name(std::span<const KnownService> services, std::string_view name,
                                      std::string_view version) {
  const KnownService* found = nullptr;
  for (const KnownService& service : services) {
    if (service.signing_name != name) continue;
    if (!version.empty() && service.api_version == version) return &service;
    if (found == nullptr || service.name.size() < found->name.size()) found = &service;
  }
  return found;
}

WireForm form_without_service(const http::Request& request) {
  return carries_form(request) ? WireForm::query : WireForm::rest_json;
}

ServiceModel model_for(const Unbuilt& unbuilt) {
  ServiceModel model{.name = "aws", .signing_name = "aws", .endpoint_prefix = "aws", .api_version = ""};
  switch (unbuilt.form) {
    case WireForm::rest_xml: model.protocol = Protocol::rest_xml; break;
    case WireForm::rest_json: model.protocol = Protocol::rest_json; break;
    case WireForm::query: model.protocol = Protocol::query; break;
    case WireForm::ec2: model.protocol = Protocol::ec2; break;
    case WireForm::cbor: model.protocol = Protocol::cbor; break;
    default: model.protocol = unbuilt.json_version == "1.1" ? Protocol::json_1_1 : Protocol::json_1_0;
  }
  model.xml_namespace = unbuilt.xml_namespace;
  return model;
}

}  // namespace

bool carries_form(const http::Request& request) {
  return request.headers.get("content-type").starts_with("application/x-www-form-urlencoded");
}

std::string Unbuilt::message() const {
  if (operation.empty()) return fmt::format("{} is not implemented.", service);
  return fmt::format("{} of {} is not implemented.", operation, service);
}

Unbuilt describe_unbuilt(const http::Request& request, std::string_view named, std::string_view form_body,
                         std::span<const KnownService> services) {
  Unbuilt unbuilt{.service = fmt::format("The service of this request ({})", shown(named)),
                  .form = form_without_service(request)};
  const KnownService* service = nullptr;
  const std::string_view target = request.headers.get("x-amz-target");
  if (!target.empty()) {
    const size_t dot = target.rfind('.');
    service = with_target(services, target.substr(0, dot));
    if (service != nullptr && dot != target.npos) unbuilt.operation = shown(target.substr(dot + 1));
    unbuilt.form = WireForm::json;
    if (request.headers.get("content-type").starts_with("application/x-amz-json-1.1")) unbuilt.json_version = "1.1";
  } else if (const auto path = rpc_path(request)) {
    service = with_target(services, path->service);
    if (service != nullptr) unbuilt.operation = shown(path->operation);
    unbuilt.form = WireForm::cbor;
  } else {
    const std::string_view form = carries_form(request) ? form_body : request.query();
    service = with_signing_name(services, named, form_value(form, "Version"));
    unbuilt.operation = shown(form_value(form, "Action"));
    const bool is_query = !unbuilt.operation.empty() || carries_form(request);
    if (service != nullptr && !is_query)
      unbuilt.operation = shown(fmt::format("{} {}", request.method, request.path()));
    if (service != nullptr) unbuilt.form = is_query && service->form != WireForm::ec2 ? WireForm::query : service->form;
  }
  if (service == nullptr) {
    unbuilt.operation.clear();
    return unbuilt;
  }
  unbuilt.service = service->name;
  unbuilt.xml_namespace = service->xml_namespace;
  return unbuilt;
}

http::Response unbuilt_answer(const Unbuilt& unbuilt, std::string_view request_id, bool is_head) {
  const Error failure = error(errors::not_implemented, unbuilt.message());
  const ServiceModel model = model_for(unbuilt);
  return to_response(wire::encode_error(model, failure, {.request_id = request_id, .is_head = is_head}));
}

}  // namespace lightwell::gate
