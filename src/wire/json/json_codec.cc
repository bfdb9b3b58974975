// JSON 1.0 and 1.1: one POST to /, the operation in X-Amz-Target, input and output one object each.

#include <fmt/format.h>

#include "base/text.h"
#include "wire/constraints.h"
#include "wire/foreign_error.h"
#include "wire/json/json_reader.h"
#include "wire/json/json_writer.h"
#include "wire/members.h"
#include "wire/protocols.h"

namespace lightwell::wire::json {
namespace {

// The part of an error that every service shares, read by the same tables as all else.
struct ErrorBody {
  std::optional<std::string> type;
  std::optional<std::string> code;
  std::optional<std::string> lower_message;
  std::optional<std::string> upper_message;
};

const OptionalAccess kTextAccess{
    .emplace = [](void* text) -> void* { return &static_cast<std::optional<std::string>*>(text)->emplace(); },
    .find = [](const void* text) -> const void* {
      const auto& held = *static_cast<const std::optional<std::string>*>(text);
      return held ? &*held : nullptr;
    },
    .reset = [](void* text) { static_cast<std::optional<std::string>*>(text)->reset(); },
};
const Shape kText{.name = "Text", .type = Type::string, .optional = &kTextAccess};
const Member kErrorMembers[] = {
    {.name = "type", .wire_name = "__type", .shape = &kText, .offset = offsetof(ErrorBody, type)},
    {.name = "code", .wire_name = "code", .shape = &kText, .offset = offsetof(ErrorBody, code)},
    {.name = "message", .wire_name = "message", .shape = &kText, .offset = offsetof(ErrorBody, lower_message)},
    {.name = "Message", .wire_name = "Message", .shape = &kText, .offset = offsetof(ErrorBody, upper_message)},
};
const Shape kErrorShape{.name = "ErrorBody", .type = Type::structure, .members = kErrorMembers};

std::string content_type(Protocol protocol) {
  return protocol == Protocol::json_1_0 ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
}

std::string_view find_header(const ResponseView& response, std::string_view name) {
  for (const FieldView& field : response.headers) {
    if (equals_ignore_case(field.name, name)) return field.value;
  }
  return {};
}

// "com.amazonaws.sqs#QueueDoesNotExist:http://..." -> QueueDoesNotExist
std::string_view bare_type(std::string_view type) {
  type = type.substr(0, type.find(':'));
  const size_t hash = type.find('#');
  return hash == type.npos ? type : type.substr(hash + 1);
}

const ErrorRow* row_of(const ServiceModel& model, const ErrorKind* kind) {
  for (const ErrorRow& row : model.errors) {
    if (row.kind == kind) return &row;
  }
  return nullptr;
}

std::string_view shape_name(const ServiceModel& model, const ErrorKind* kind) {
  const ErrorRow* row = row_of(model, kind);
  return row != nullptr ? row->shape_name : kind->code;
}

}  // namespace

Result<Value> decode_request(const ServiceModel& model, const Operation& operation, const RequestView& request) {
  Value input(*operation.input);
  Findings findings;
  const std::string_view body = request.body.empty() ? "{}" : request.body;
  std::string problem = read_json(body, *operation.input, input.data(), &findings);
  if (!problem.empty()) return fail(*model.malformed_body, std::move(problem));
  if (!findings.empty()) return fail(*model.validation, findings.message());
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
  std::string type(shape_name(model, error.kind));
  if (!model.error_namespace.empty()) type = fmt::format("{}#{}", model.error_namespace, type);
  if (model.is_query_compatible) {
    response.headers.push_back(
        {"x-amzn-query-error",
         fmt::format("{};{}", error.kind->code, error.kind->fault == Fault::sender ? "Sender" : "Receiver")});
  }
  response.body = error_body(model, error, type);
  return response;
}

Error decode_error(const ServiceModel& model, const Operation& operation, const ResponseView& response) {
  ErrorBody body;
  if (!response.body.empty() && !read_json(response.body, kErrorShape, &body).empty()) body = {};
  std::string_view type = find_header(response, "x-amzn-errortype");
  if (type.empty() && body.type) type = *body.type;
  if (type.empty() && body.code) type = *body.code;
  std::string message = body.lower_message ? *body.lower_message : body.upper_message.value_or("");
  const std::string code(bare_type(type));
  if (code.empty()) return bodyless_error(model, operation, response.status);
  return foreign_error(model, operation, response.status, code, std::move(message));
}

Result<RequestParts> encode_request(const ServiceModel& model, const Operation& operation, void* input) {
  RequestParts request{.method = "POST", .path = "/"};
  request.headers.push_back({"X-Amz-Target", fmt::format("{}.{}", model.target_prefix, operation.name)});
  request.headers.push_back({"Content-Type", content_type(model.protocol)});
  std::string body;
  append_json_members(body, *operation.input, input);
  request.body = std::move(body);
  return request;
}

Result<void> decode_response(const ServiceModel& model, const Operation& operation, const ResponseView& response,
                             void* output) {
  if (response.status >= 300) return fail(decode_error(model, operation, response));
  const std::string_view body = response.body.empty() ? "{}" : response.body;
  if (auto problem = read_json(body, *operation.output, output); !problem.empty()) {
    return fail(unreadable_answer(model, operation, problem));
  }
  return {};
}

}  // namespace lightwell::wire::json
