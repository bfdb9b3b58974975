// JSON 1.0 and 1.1: one POST to /, the operation in X-Amz-Target, input and output one object each.

#include <fmt/format.h>

#include "wire/constraints.h"
#include "wire/foreign_error.h"
#include "wire/json/json_reader.h"
#include "wire/json/json_writer.h"
#include "wire/protocols.h"
#include "wire/typed_error.h"

namespace lightwell::wire::json {
namespace {

std::string content_type(Protocol protocol) {
  return protocol == Protocol::json_1_0 ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
}

}  // namespace

Result<Value> decode_request(const ServiceModel& model, const Operation& operation, const RequestView& request) {
  Value input(*operation.input);
  Findings findings;
  const std::string_view body = request.body.empty() ? "{}" : request.body;
  std::string problem = read_json(body, *operation.input, input.data(), &findings);
  if (!problem.empty()) return fail(*model.malformed_body, std::move(problem));
  if (!findings.empty()) input.set_broken(error(*model.validation, findings.message()));
  return input;
}

ResponseParts encode_response(const ServiceModel& model, const Operation& operation, Value& output) {
  ResponseParts response{.status = 200};
  response.headers.push_back({"Content-Type", content_type(model.protocol)});
  std::string body;
  append_json_members(body, *operation.output, output.data());
  response.body = std::move(body);
  return response;
}

// An empty `type` leaves __type out, as REST-JSON does, where a header names the error.
std::string error_body(const ServiceModel&, const Error& error, std::string_view type) {
  std::string body = "{";
  const auto add = [&body](std::string_view name, std::string_view value) {
    if (body.size() > 1) body += ',';
    append_json_text(body, name);
    body += ':';
    append_json_text(body, value);
  };
  if (!type.empty()) add("__type", type);
  add("message", error.message);
  for (const ErrorDetail& detail : error.details) add(detail.name, detail.value);
  return body + "}";
}

ResponseParts encode_error(const ServiceModel& model, const Error& error) {
  ResponseParts response{.status = error.kind->http_status};
  response.headers.push_back({"Content-Type", content_type(model.protocol)});
  add_query_error(model, *error.kind, response.headers);
  response.body = error_body(model, error, error_type(model, *error.kind));
  return response;
}

Error decode_error(const ServiceModel& model, const Operation& operation, const ResponseView& response) {
  ErrorBody body;
  if (!response.body.empty() && !read_json(response.body, kErrorBody, &body).empty()) body = {};
  return typed_error(model, operation, response, body);
}

Result<RequestParts> encode_request(const ServiceModel& model, const Operation& operation, void* input) {
  RequestParts request{.method = "POST", .path = "/"};
  request.headers.push_back({"X-Amz-Target", fmt::format("{}.{}", model.target_prefix, operation.name)});
  request.headers.push_back({"Content-Type", content_type(model.protocol)});
  if (model.is_query_compatible) request.headers.push_back({"x-amzn-query-mode", "true"});
  std::string body;
  append_json_members(body, *operation.input, input);
  request.body = std::move(body);
  return request;
}

Result<void> decode_response(const ServiceModel& model, const Operation& operation, const ResponseView& response,
                             void* output) {
  if (response.status >= 300) return fail(decode_error(model, operation, response));
  // What comes where nothing is to be said may be no JSON at all.
  if (operation.output->members.empty()) return {};
  const std::string_view body = response.body.empty() ? "{}" : response.body;
  if (auto problem = read_json(body, *operation.output, output); !problem.empty()) {
    return fail(unreadable_answer(model, operation, problem));
  }
  return {};
}

}  // namespace lightwell::wire::json
