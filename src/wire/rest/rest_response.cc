// Answers of the rest protocols, errors included.

#include <pugixml.hpp>

#include "base/text.h"
#include "wire/foreign_error.h"
#include "wire/protocols.h"
#include "wire/rest/bindings.h"
#include "wire/rest/rest_body.h"
#include "wire/rest/url_encoding.h"
#include "wire/xml/xml_reader.h"
#include "wire/xml/xml_writer.h"

namespace lightwell::wire::rest {
namespace {

std::string_view root_of(const Operation& operation, const Member* payload) {
  if (!operation.output_root.empty()) return operation.output_root;
  return payload != nullptr ? payload->wire_name : operation.name;
}

void write_payload(const Member& payload, Value& output, ResponseParts& response) {
  if (payload.is_streaming) {
    auto& stream = *static_cast<std::optional<Payload>*>(member_slot(output.data(), payload));
    if (stream) response.body = std::move(*stream);
  } else if (const void* value = find_member(output.data(), payload)) {
    response.body = *static_cast<const std::string*>(value);
  }
}

// The code and words of an XML error, with or without <ErrorResponse> around it.
std::optional<Error> error_in(const ServiceModel& model, const Operation& operation, int status,
                              const pugi::xml_node& root) {
  pugi::xml_node node = root;
  if (local_name(root.name()) == "ErrorResponse") node = child_of(root, "Error");
  if (local_name(node.name()) != "Error") return std::nullopt;
  std::vector<ErrorDetail> details;
  for (const auto& child : node.children()) {
    if (child.type() != pugi::node_element) continue;
    const std::string_view name = local_name(child.name());
    if (name == "Code" || name == "Message" || name == "Type" || name == "RequestId" || name == "HostId") continue;
    details.push_back({std::string(name), text_of(child)});
  }
  return foreign_error(model, operation, status, text_of(child_of(node, "Code")), text_of(child_of(node, "Message")),
                       std::move(details));
}

// All services but S3 put the error inside another element.
// https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html#operation-error-serialization
ResponseParts wrapped_error(const ServiceModel& model, const Error& error, const ErrorContext& context,
                            ResponseParts response) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  XmlWriter writer(out);
  writer.open("ErrorResponse", model.xml_namespace);
  writer.open("Error");
  writer.text_element("Type", error.kind->fault == Fault::sender ? "Sender" : "Receiver");
  writer.text_element("Code", error.kind->code);
  writer.text_element("Message", error.message);
  for (const ErrorDetail& detail : error.details) writer.text_element(detail.name, detail.value);
  writer.close("Error");
  writer.text_element("RequestId", context.request_id);
  writer.close("ErrorResponse");
  response.body = std::move(out);
  return response;
}

Error decode_error(const ServiceModel& model, const Operation& operation, const ResponseView& response) {
  if (model.protocol == Protocol::rest_json) return json::decode_error(model, operation, response);
  if (response.body.empty()) return bodyless_error(model, operation, response.status);
  XmlDocument document;
  if (document.parse(response.body)) {
    if (auto found = error_in(model, operation, response.status, document.root())) return std::move(*found);
  }
  return bodyless_error(model, operation, response.status)
      .log("an error that is no XML: " + std::string(response.body.substr(0, 200)));
}

Result<void> read_bare(const ServiceModel& model, const Operation& operation, const pugi::xml_node& root,
                       const Shape& shape, void* output) {
  if (shape.members.empty() || text_of(root).empty()) return {};
  const Member& only = shape.members.front();
  XmlReader reader;
  if (reader.read_value(root, *only.shape, make_member(output, only))) return {};
  return fail(unreadable_answer(model, operation, reader.problem()));
}

Result<void> read_xml(const ServiceModel& model, const Operation& operation, const ResponseView& response,
                      const Shape& shape, void* structure) {
  XmlDocument document;
  if (!document.parse(response.body)) return fail(unreadable_answer(model, operation, document.problem()));
  // A copy or a completion may fail after its 200 has been sent: the body tells.
  if (auto late = error_in(model, operation, response.status, document.root())) return fail(std::move(*late));
  if (operation.is_output_bare) return read_bare(model, operation, document.root(), shape, structure);
  XmlReader reader;
  if (reader.read_structure(document.root(), shape, structure)) return {};
  return fail(unreadable_answer(model, operation, reader.problem()));
}

Result<void> read_structure(const ServiceModel& model, const Operation& operation, const ResponseView& response,
                            const Shape& shape, void* structure) {
  if (model.protocol == Protocol::rest_xml) return read_xml(model, operation, response, shape, structure);
  std::string problem = read_body(model.protocol, response.body, shape, structure, {}, nullptr);
  if (!problem.empty()) return fail(unreadable_answer(model, operation, problem));
  return {};
}

}  // namespace

ResponseParts encode_response(const ServiceModel& model, const Operation& operation, Value& output) {
  ResponseParts response{.status = operation.status};
  const Shape& shape = *operation.output;
  write_response_bindings(shape, output.data(), response);
  const Member* payload = payload_of(shape);
  if (payload != nullptr && is_event_stream(*payload)) return response;
  if (payload != nullptr && (payload->is_streaming || is_raw(*payload->shape))) {
    write_payload(*payload, output, response);
    return response;
  }
  const void* structure = payload != nullptr ? find_member(output.data(), *payload) : output.data();
  if (structure == nullptr || (payload == nullptr && !has_body_members(shape))) return response;
  response.body = write_body(model.protocol, payload != nullptr ? *payload->shape : shape, structure,
                             {.root = root_of(operation, payload),
                              .xml_namespace = model.xml_namespace,
                              .is_url_encoded = is_url_encoded(shape, output.data()),
                              .is_bare = operation.is_output_bare,
                              .tells_millis = !model.wraps_errors});
  response.headers.push_back({"Content-Type", std::string(content_type(model.protocol))});
  return response;
}

ResponseParts encode_error(const ServiceModel& model, const Error& error, const ErrorContext& context) {
  ResponseParts response{.status = error.kind->http_status};
  if (response.status == 304) {
    // No body: what a cache has to know travels in the fields that name it (RFC 9110, 15.4.5).
    for (const ErrorDetail& detail : error.details) response.headers.push_back({detail.name, detail.value});
    return response;
  }
  if (context.is_head) return response;
  response.headers.push_back({"Content-Type", std::string(content_type(model.protocol))});
  if (model.protocol == Protocol::rest_json) {
    response.headers.push_back({"x-amzn-errortype", std::string(error.kind->code)});
    response.body = json::error_body(model, error, {});
    return response;
  }
  if (model.wraps_errors) return wrapped_error(model, error, context, std::move(response));
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>";
  XmlWriter writer(out);
  writer.text_element("Code", error.kind->code);
  writer.text_element("Message", error.message);
  for (const ErrorDetail& detail : error.details) writer.text_element(detail.name, detail.value);
  if (!context.resource.empty()) writer.text_element("Resource", context.resource);
  writer.text_element("RequestId", context.request_id);
  writer.text_element("HostId", context.host_id);
  out += "</Error>";
  response.body = std::move(out);
  return response;
}

Result<void> decode_response(const ServiceModel& model, const Operation& operation, const ResponseView& response,
                             void* output, std::optional<Payload> stream) {
  if (response.status >= 300) return fail(decode_error(model, operation, response));
  const Shape& shape = *operation.output;
  read_response_bindings(shape, response, output);
  const Member* payload = payload_of(shape);
  if (payload != nullptr && is_event_stream(*payload)) return {};
  if (payload != nullptr && payload->is_streaming) {
    auto& slot = *static_cast<std::optional<Payload>*>(member_slot(output, *payload));
    slot = stream ? std::move(*stream) : Payload(std::string(response.body));
    return {};
  }
  if (response.body.empty()) return {};
  if (payload == nullptr) {
    if (!has_body_members(shape)) return {};
    REQUIRE_OK(read_structure(model, operation, response, shape, output));
    if (is_url_encoded(shape, output)) url_decode_members(shape, output);
    return {};
  }
  if (!is_raw(*payload->shape)) {
    return read_structure(model, operation, response, *payload->shape, make_member(output, *payload));
  }
  *static_cast<std::string*>(make_member(output, *payload)) = response.body;
  return {};
}

}  // namespace lightwell::wire::rest
