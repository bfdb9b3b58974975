// Requests of the rest protocols: labels, query and headers first, then the body.

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "wire/constraints.h"
#include "wire/protocols.h"
#include "wire/rest/bindings.h"
#include "wire/rest/rest_body.h"

namespace lightwell::wire::rest {
namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

Error malformed(const ServiceModel& model, std::string problem) {
  if (model.protocol == Protocol::rest_xml) return error(*model.malformed_body).log(std::move(problem));
  return error(*model.malformed_body, std::move(problem));
}

// What S3 answers for a parameter that breaks the model: a code of its own for some, InvalidArgument for the rest.
Error broken_parameter(const ServiceModel& model, const Member& member, const void* value, std::string text) {
  const Constraints* own = member.shape->constraints;
  const ErrorKind* kind = own != nullptr && own->error != nullptr ? own->error : model.invalid_parameter;
  if (own != nullptr && !own->error_message.empty()) {
    text = own->error_message;
  } else if (kind != model.invalid_parameter) {
    text = kind->message;
  }
  auto failure = error(*kind, std::move(text)).with("ArgumentName", std::string(member.wire_name));
  if (!member.shape->is_sensitive) failure.details.push_back({"ArgumentValue", quoted(*member.shape, value)});
  return failure;
}

Result<void> check_parameters(const ServiceModel& model, const Shape& shape, const void* input, const Seen& seen) {
  for (size_t i = 0; i < shape.members.size(); ++i) {
    const Member& member = shape.members[i];
    if (member.location == Location::body) continue;
    if (!seen.test(i)) {
      if (!member.is_required) continue;
      return fail(*model.missing_parameter, fmt::format("Missing required parameter: {}", member.wire_name));
    }
    const void* value = find_member(input, member);
    if (value == nullptr) continue;
    if (auto broken = broken_constraints(*member.shape, value); !broken.empty()) {
      return fail(broken_parameter(model, member, value, std::move(broken.front().text)));
    }
  }
  return {};
}

void read_stream(const Member& payload, void* input, std::unique_ptr<ByteSource> stream) {
  auto& slot = *static_cast<std::unique_ptr<ByteSource>*>(member_slot(input, payload));
  slot = stream != nullptr ? std::move(stream) : source_of(std::string());
}

Result<void> read_payload(const ServiceModel& model, const Member& payload, std::string_view body, void* input,
                          Findings& findings) {
  const Shape& shape = *payload.shape;
  if (is_raw(shape)) {
    if (shape.type == Type::string && !is_utf8(body)) return fail(malformed(model, "The body is not UTF-8."));
    if (!body.empty() || payload.is_required) *static_cast<std::string*>(make_member(input, payload)) = body;
    return {};
  }
  if (is_blank(body)) {
    if (payload.is_required) return fail(*model.missing_body);
    return {};
  }
  findings.set_root(payload);
  std::string problem =
      read_body(model.protocol, body, shape, make_member(input, payload), payload.wire_name, &findings);
  if (!problem.empty()) return fail(malformed(model, std::move(problem)));
  return {};
}

Result<void> read_request_body(const ServiceModel& model, const Operation& operation, std::string_view body,
                               void* input, Findings& findings) {
  const Shape& shape = *operation.input;
  if (const Member* payload = payload_of(shape)) return read_payload(model, *payload, body, input, findings);
  if (!has_body_members(shape)) return {};
  if (is_blank(body)) {
    findings.check(shape, input, Seen(), [] { return std::string(); });
    return {};
  }
  std::string problem = read_body(model.protocol, body, shape, input, operation.input_root, &findings);
  if (!problem.empty()) return fail(malformed(model, std::move(problem)));
  return {};
}

// A member may have told what it is.
void send_raw(RequestParts& request, Payload body, std::string_view otherwise) {
  request.body = std::move(body);
  const auto is_type = [](const Field& field) { return equals_ignore_case(field.name, "Content-Type"); };
  if (std::ranges::none_of(request.headers, is_type))
    request.headers.push_back({"Content-Type", std::string(otherwise)});
}

}  // namespace

Result<Value> decode_request(const ServiceModel& model, const Operation& operation, const RequestView& request,
                             std::unique_ptr<ByteSource> stream) {
  Value input(*operation.input);
  Seen seen;
  REQUIRE_OK(read_request_bindings(model, operation, request, input.data(), seen));
  Findings findings;
  if (model.protocol == Protocol::rest_xml) {
    auto checked = check_parameters(model, *operation.input, input.data(), seen);
    if (!checked) input.set_broken(std::move(checked).error());
  } else {
    findings.check(*operation.input, input.data(), seen, [] { return std::string(); }, Asked::bindings);
  }
  const Member* payload = payload_of(*operation.input);
  if (payload == nullptr || !payload->is_streaming) {
    REQUIRE_OK(read_request_body(model, operation, request.body, input.data(), findings));
  } else if (!is_event_stream(*payload)) {
    read_stream(*payload, input.data(), std::move(stream));
  }
  if (findings.empty() || input.broken() != nullptr) return input;
  const bool is_s3 = model.protocol == Protocol::rest_xml && !model.wraps_errors;
  input.set_broken(is_s3 ? malformed(model, findings.message()) : error(*model.validation, findings.message()));
  return input;
}

Result<RequestParts> encode_request(const ServiceModel& model, const Operation& operation, void* input) {
  RequestParts request;
  REQUIRE_OK(write_request_bindings(model, operation, input, request));
  const Shape& shape = *operation.input;
  const Member* payload = payload_of(shape);
  if (payload != nullptr && is_event_stream(*payload)) return request;
  if (payload != nullptr && payload->is_streaming) {
    auto& stream = *static_cast<std::unique_ptr<ByteSource>*>(member_slot(input, *payload));
    if (stream != nullptr) send_raw(request, std::move(stream), "application/octet-stream");
    return request;
  }
  if (payload != nullptr && is_raw(*payload->shape)) {
    const bool is_text = payload->shape->type == Type::string;
    if (const void* value = find_member(input, *payload)) {
      send_raw(request, *static_cast<const std::string*>(value), is_text ? "text/plain" : "application/octet-stream");
    }
    return request;
  }
  const void* structure = payload != nullptr ? find_member(input, *payload) : input;
  if (payload == nullptr && !has_body_members(shape)) return request;
  if (structure == nullptr) {
    if (model.protocol == Protocol::rest_xml) return request;
    request.body = std::string("{}");
    request.headers.push_back({"Content-Type", std::string(content_type(model.protocol))});
    return request;
  }
  BodyOptions options{.root = payload != nullptr ? payload->wire_name : operation.input_root,
                      .xml_namespace = model.xml_namespace};
  if (payload != nullptr && !payload->xml_namespace.empty()) {
    options.xml_namespace = payload->xml_namespace;
    options.xml_prefix = payload->xml_prefix;
  }
  request.body = write_body(model.protocol, payload != nullptr ? *payload->shape : shape, structure, options);
  request.headers.push_back({"Content-Type", std::string(content_type(model.protocol))});
  return request;
}

}  // namespace lightwell::wire::rest
