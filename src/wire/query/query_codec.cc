// The query protocol, and EC2's kind of it: a form with Action and Version, answered in XML.

#include <fmt/format.h>

#include <pugixml.hpp>

#include "wire/constraints.h"
#include "wire/foreign_error.h"
#include "wire/protocols.h"
#include "wire/query/query_reader.h"
#include "wire/query/query_writer.h"
#include "wire/xml/xml_reader.h"
#include "wire/xml/xml_writer.h"

namespace lightwell::wire::query {
namespace {

constexpr std::string_view kContentType = "text/xml;charset=UTF-8";

bool is_ec2(const ServiceModel& model) { return model.protocol == Protocol::ec2; }
// EC2's answers name members by the wire's names, its forms by others.
Naming answer_naming(const ServiceModel& model) { return is_ec2(model) ? Naming::wire : Naming::form; }

pugi::xml_node error_node(const ServiceModel& model, const XmlDocument& document) {
  const auto parent = is_ec2(model) ? child_of(document.root(), "Errors") : document.root();
  return child_of(parent, "Error");
}

Error decode_error(const ServiceModel& model, const Operation& operation, const ResponseView& response) {
  XmlDocument document;
  if (!document.parse(response.body)) return bodyless_error(model, operation, response.status);
  const auto node = error_node(model, document);
  if (!node) return bodyless_error(model, operation, response.status);
  std::vector<ErrorDetail> details;
  for (const auto& child : node.children()) {
    const std::string_view name = local_name(child.name());
    if (child.type() != pugi::node_element || name == "Code" || name == "Message" || name == "Type") continue;
    if (const std::string text = text_of(child); !text.empty()) details.push_back({std::string(name), text});
  }
  return foreign_error(model, operation, response.status, text_of(child_of(node, "Code")),
                       text_of(child_of(node, "Message")), std::move(details));
}

}  // namespace

Result<Value> decode_request(const ServiceModel& model, const Operation& operation, const RequestView& request) {
  Parameters parameters;
  if (!parameters.add(request.query) || !parameters.add(request.body)) {
    return fail(*model.malformed_body, "The request parameters cannot be read.");
  }
  parameters.seal();
  if (const std::string* name = parameters.repeated()) {
    return fail(*model.malformed_body, fmt::format("The parameter '{}' may only be specified once.", *name));
  }
  Value input(*operation.input);
  Findings findings;
  QueryReader reader(parameters, model.protocol, &findings);
  if (!reader.read_structure("", *operation.input, input.data())) return fail(*model.malformed_body, reader.problem());
  if (!findings.empty()) input.set_broken(error(*model.validation, findings.message()));
  return input;
}

ResponseParts encode_response(const ServiceModel& model, const Operation& operation, Value& output,
                              std::string_view request_id) {
  ResponseParts response{.status = 200};
  response.headers.push_back({"Content-Type", std::string(kContentType)});
  const std::string root = std::string(operation.name) + "Response";
  std::string out;
  XmlWriter writer(out, false, answer_naming(model));
  writer.open(root, model.xml_namespace);
  if (is_ec2(model)) {
    writer.text_element("requestId", request_id);
    writer.members(*operation.output, output.data());
  } else {
    if (!operation.output_root.empty()) writer.open(operation.output_root);
    writer.members(*operation.output, output.data());
    if (!operation.output_root.empty()) writer.close(operation.output_root);
    writer.open("ResponseMetadata");
    writer.text_element("RequestId", request_id);
    writer.close("ResponseMetadata");
  }
  writer.close(root);
  response.body = std::move(out);
  return response;
}

ResponseParts encode_error(const ServiceModel& model, const Error& error, const ErrorContext& context) {
  ResponseParts response{.status = error.kind->http_status};
  response.headers.push_back({"Content-Type", std::string(kContentType)});
  std::string out;
  XmlWriter writer(out);
  if (is_ec2(model)) {
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    writer.open("Response");
    writer.open("Errors");
    writer.open("Error");
    writer.text_element("Code", error.kind->code);
    writer.text_element("Message", error.message);
    writer.close("Error");
    writer.close("Errors");
    writer.text_element("RequestID", context.request_id);
    writer.close("Response");
    response.body = std::move(out);
    return response;
  }
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

Result<RequestParts> encode_request(const ServiceModel& model, const Operation& operation, void* input) {
  RequestParts request{.method = "POST", .path = "/"};
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  std::string body;
  append_parameter(body, "Action", operation.name);
  append_parameter(body, "Version", model.api_version);
  append_query_members(body, model.protocol, "", *operation.input, input);
  request.body = std::move(body);
  return request;
}

Result<void> decode_response(const ServiceModel& model, const Operation& operation, const ResponseView& response,
                             void* output) {
  if (response.status >= 300) return fail(decode_error(model, operation, response));
  if (response.body.empty() && operation.output->members.empty()) return {};
  XmlDocument document;
  if (!document.parse(response.body)) return fail(unreadable_answer(model, operation, document.problem()));
  pugi::xml_node node = document.root();
  if (!is_ec2(model) && !operation.output_root.empty()) node = child_of(node, operation.output_root);
  if (!node) return fail(unreadable_answer(model, operation, "there is no result in it"));
  XmlReader reader(nullptr, answer_naming(model));
  if (!reader.read_structure(node, *operation.output, output)) {
    return fail(unreadable_answer(model, operation, reader.problem()));
  }
  return {};
}

}  // namespace lightwell::wire::query
