// RPC v2 CBOR: one POST to /service/NAME/operation/NAME, input and output one map each.
// https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html

#include <fmt/format.h>

#include "wire/cbor/cbor_reader.h"
#include "wire/cbor/cbor_writer.h"
#include "wire/constraints.h"
#include "wire/foreign_error.h"
#include "wire/protocols.h"
#include "wire/typed_error.h"

namespace lightwell::wire::cbor {
namespace {

constexpr std::string_view kContentType = "application/cbor";
constexpr std::string_view kNothing = "\xa0";  // a map of no entries

void add_fields(std::vector<Field>& headers) {
  headers.push_back(protocol_field());
  headers.push_back({"Content-Type", std::string(kContentType)});
}

}  // namespace

Field protocol_field() { return {"smithy-protocol", "rpc-v2-cbor"}; }

Result<Value> decode_request(const ServiceModel& model, const Operation& operation, const RequestView& request) {
  Value input(*operation.input);
  Findings findings;
  const std::string_view body = request.body.empty() ? kNothing : request.body;
  std::string problem = read_cbor(body, *operation.input, input.data(), &findings);
  if (!problem.empty()) return fail(*model.malformed_body, std::move(problem));
  if (!findings.empty()) input.set_broken(error(*model.validation, findings.message()));
  return input;
}

ResponseParts encode_response(const ServiceModel&, const Operation& operation, Value& output) {
  ResponseParts response{.status = 200};
  add_fields(response.headers);
  std::string body;
  append_cbor_members(body, *operation.output, output.data());
  response.body = std::move(body);
  return response;
}

ResponseParts encode_error(const ServiceModel& model, const Error& error) {
  ResponseParts response{.status = error.kind->http_status};
  add_fields(response.headers);
  add_query_error(model, *error.kind, response.headers);
  std::string body;
  const auto add = [&body](std::string_view name, std::string_view value) {
    append_cbor_text(body, name);
    append_cbor_text(body, value);
  };
  append_cbor_map(body, 2 + error.details.size());
  add("__type", error_type(model, *error.kind));
  add("message", error.message);
  for (const ErrorDetail& detail : error.details) add(detail.name, detail.value);
  response.body = std::move(body);
  return response;
}

Result<RequestParts> encode_request(const ServiceModel& model, const Operation& operation, void* input) {
  RequestParts request{.method = "POST",
                       .path = fmt::format("/service/{}/operation/{}", model.target_prefix, operation.name)};
  add_fields(request.headers);
  request.headers.push_back({"Accept", std::string(kContentType)});
  if (model.is_query_compatible) request.headers.push_back({"x-amzn-query-mode", "true"});
  std::string body;
  append_cbor_members(body, *operation.input, input);
  request.body = std::move(body);
  return request;
}

Result<void> decode_response(const ServiceModel& model, const Operation& operation, const ResponseView& response,
                             void* output) {
  if (response.status >= 300) {
    ErrorBody body;
    if (!response.body.empty() && !read_cbor(response.body, kErrorBody, &body).empty()) body = {};
    return fail(typed_error(model, operation, response, body));
  }
  const std::string_view body = response.body.empty() ? kNothing : response.body;
  if (auto problem = read_cbor(body, *operation.output, output); !problem.empty()) {
    return fail(unreadable_answer(model, operation, problem));
  }
  return {};
}

}  // namespace lightwell::wire::cbor
