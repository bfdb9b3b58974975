#include "wire/codec.h"

#include "wire/protocols.h"

namespace lightwell::wire {
namespace {

bool is_rest(const ServiceModel& model) {
  return model.protocol == Protocol::rest_xml || model.protocol == Protocol::rest_json;
}

bool streams(const Shape* shape) {
  return shape != nullptr && shape->payload >= 0 && shape->members[size_t(shape->payload)].is_streaming;
}

void name_request(const ServiceModel& model, std::string_view request_id, std::string_view host_id,
                  ResponseParts& response) {
  if (request_id.empty()) return;
  const bool is_s3 = model.protocol == Protocol::rest_xml;
  response.headers.push_back({is_s3 ? "x-amz-request-id" : "x-amzn-RequestId", std::string(request_id)});
  if (is_s3 && !host_id.empty()) response.headers.push_back({"x-amz-id-2", std::string(host_id)});
}

}  // namespace

bool streams_input(const Operation& operation) { return streams(operation.input); }
bool streams_output(const Operation& operation) { return streams(operation.output); }

Result<Value> decode_request(const ServiceModel& model, const Operation& operation, const RequestView& request,
                             std::unique_ptr<ByteSource> stream) {
  if (!operation.is_built()) return fail(*model.not_implemented);
  if (is_rest(model)) return rest::decode_request(model, operation, request, std::move(stream));
  if (model.protocol == Protocol::query) return query::decode_request(model, operation, request);
  return json::decode_request(model, operation, request);
}

ResponseParts encode_response(const ServiceModel& model, const Operation& operation, Value& output,
                              std::string_view request_id) {
  ResponseParts response = is_rest(model) ? rest::encode_response(model, operation, output)
                           : model.protocol == Protocol::query
                               ? query::encode_response(model, operation, output, request_id)
                               : json::encode_response(model, operation, output);
  name_request(model, request_id, {}, response);
  return response;
}

ResponseParts encode_error(const ServiceModel& model, const Error& error, const ErrorContext& context) {
  ResponseParts response = is_rest(model)                      ? rest::encode_error(model, error, context)
                           : model.protocol == Protocol::query ? query::encode_error(model, error, context)
                                                               : json::encode_error(model, error);
  name_request(model, context.request_id, context.host_id, response);
  if (context.is_head) response.body = std::string();
  return response;
}

Result<RequestParts> encode_request(const ServiceModel& model, const Operation& operation, void* input) {
  if (!operation.is_built()) return fail(*model.not_implemented);
  if (is_rest(model)) return rest::encode_request(model, operation, input);
  if (model.protocol == Protocol::query) return query::encode_request(model, operation, input);
  return json::encode_request(model, operation, input);
}

Result<void> decode_response(const ServiceModel& model, const Operation& operation, const ResponseView& response,
                             void* output, std::optional<Payload> stream) {
  if (is_rest(model)) return rest::decode_response(model, operation, response, output, std::move(stream));
  if (model.protocol == Protocol::query) return query::decode_response(model, operation, response, output);
  return json::decode_response(model, operation, response, output);
}

}  // namespace lightwell::wire
