#include "wire/codec.h"

#include "base/digest.h"
#include "wire/eventstream/events.h"
#include "wire/members.h"
#include "wire/protocols.h"

namespace lightwell::wire {
namespace {

bool is_rest(const ServiceModel& model) {
  return model.protocol == Protocol::rest_xml || model.protocol == Protocol::rest_json;
}
bool is_form(const ServiceModel& model) { return model.protocol == Protocol::query || model.protocol == Protocol::ec2; }

bool streams(const Shape* shape) {
  return shape != nullptr && shape->payload >= 0 && shape->members[size_t(shape->payload)].is_streaming;
}

bool speaks_as_s3(const ServiceModel& model) { return model.protocol == Protocol::rest_xml && !model.wraps_errors; }

void name_request(const ServiceModel& model, std::string_view request_id, std::string_view host_id,
                  ResponseParts& response) {
  if (request_id.empty()) return;
  const bool is_s3 = speaks_as_s3(model);
  response.headers.push_back({is_s3 ? "x-amz-request-id" : "x-amzn-RequestId", std::string(request_id)});
  if (is_s3 && !host_id.empty()) response.headers.push_back({"x-amz-id-2", std::string(host_id)});
}

void tell_crc32(const ServiceModel& model, ResponseParts& response) {
  const auto* body = std::get_if<std::string>(&response.body);
  if (!model.tells_crc32 || body == nullptr) return;
  response.headers.push_back({"x-amz-crc32", std::to_string(crc32(0, as_bytes(*body)))});
}

// What a stream of events looks like before its first event. `initial`: the message the RPC protocols begin with.
Payload event_body(const ServiceModel& model, const Shape& shape, void* structure, std::string_view initial) {
  const Member& member = *event_stream_of(shape);
  std::optional<EventFrame> first;
  if (!is_rest(model)) first = encode_initial(model.protocol, shape, structure, initial);
  auto events = member.shape->events->take(member_slot(structure, member));
  if (events == nullptr) return std::string();
  return encoded_events(model, *member.shape, std::move(events), std::move(first));
}

void put_events(const ServiceModel& model, const Operation& operation, const Shape& shape, void* structure,
                std::unique_ptr<FrameSource> frames) {
  const Member& member = *event_stream_of(shape);
  member.shape->events->put(member_slot(structure, member),
                            decoded_events(model, operation, *member.shape, std::move(frames)));
}

Result<Value> read_plain(const ServiceModel& model, const Operation& operation, const RequestView& request,
                         std::unique_ptr<ByteSource> stream) {
  if (is_rest(model)) return rest::decode_request(model, operation, request, std::move(stream));
  if (is_form(model)) return query::decode_request(model, operation, request);
  if (model.protocol == Protocol::cbor) return cbor::decode_request(model, operation, request);
  return json::decode_request(model, operation, request);
}

// The members of a stream's struct that travel before it: the rest protocols have places for them in the request.
Task<Result<void>> read_initial(const ServiceModel& model, const Shape& shape, void* structure, FrameSource& frames) {
  if (is_rest(model)) co_return Result<void>{};
  CO_TRY(std::optional<EventFrame> first, co_await frames.next());
  if (!first) co_return Result<void>{};
  if (!is_initial(*first)) {
    frames.put_back(std::move(*first));
    co_return Result<void>{};
  }
  std::string problem = decode_initial(model.protocol, *first, shape, structure);
  if (!problem.empty()) co_return fail(*model.malformed_body, std::move(problem));
  co_return Result<void>{};
}

}  // namespace

bool streams_input(const Operation& operation) { return streams(operation.input); }
bool streams_output(const Operation& operation) { return streams(operation.output); }
bool streams_event_input(const Operation& operation) {
  return operation.input != nullptr && event_stream_of(*operation.input) != nullptr;
}
bool streams_event_output(const Operation& operation) {
  return operation.output != nullptr && event_stream_of(*operation.output) != nullptr;
}

const ServiceModel* in_protocol(const ServiceModel& model, Protocol protocol) {
  for (const ServiceModel* row = &model; row != nullptr; row = row->also) {
    if (row->protocol == protocol) return row;
  }
  return nullptr;
}

Result<Value> read_request(const ServiceModel& model, const Operation& operation, const RequestView& request,
                           std::unique_ptr<ByteSource> stream) {
  if (!operation.is_built()) return fail(*model.not_implemented);
  if (!streams_event_input(operation)) return read_plain(model, operation, request, std::move(stream));
  TRY(Value input, is_rest(model) ? read_plain(model, operation, request, nullptr) : Value(*operation.input));
  if (stream == nullptr) stream = source_of(std::string(request.body));
  put_events(model, operation, *operation.input, input.data(), std::make_unique<FrameSource>(std::move(stream)));
  return input;
}

Result<void> check_constraints(const Value& input) {
  if (input.broken() != nullptr) return fail(Error(*input.broken()));
  return {};
}

Result<Value> decode_request(const ServiceModel& model, const Operation& operation, const RequestView& request,
                             std::unique_ptr<ByteSource> stream) {
  auto input = read_request(model, operation, request, std::move(stream));
  if (input) REQUIRE_OK(check_constraints(*input));
  return input;
}

Task<Result<Value>> read_event_request(const ServiceModel& model, const Operation& operation,
                                       const RequestView& request, std::unique_ptr<ByteSource> stream) {
  if (!operation.is_built()) co_return fail(*model.not_implemented);
  const bool has_places = is_rest(model);
  CO_TRY(Value input, has_places ? read_plain(model, operation, request, nullptr) : Value(*operation.input));
  if (stream == nullptr) stream = source_of(std::string(request.body));
  auto frames = std::make_unique<FrameSource>(std::move(stream));
  CO_CHECK(co_await read_initial(model, *operation.input, input.data(), *frames));
  put_events(model, operation, *operation.input, input.data(), std::move(frames));
  co_return input;
}

ResponseParts encode_response(const ServiceModel& model, const Operation& operation, Value& output,
                              std::string_view request_id) {
  ResponseParts response;
  if (is_rest(model)) {
    response = rest::encode_response(model, operation, output);
  } else if (streams_event_output(operation)) {
    if (model.protocol == Protocol::cbor) response.headers.push_back(cbor::protocol_field());
  } else if (is_form(model)) {
    response = query::encode_response(model, operation, output, request_id);
  } else if (model.protocol == Protocol::cbor) {
    response = cbor::encode_response(model, operation, output);
  } else {
    response = json::encode_response(model, operation, output);
  }
  if (streams_event_output(operation)) {
    response.body = event_body(model, *operation.output, output.data(), "initial-response");
    std::erase_if(response.headers, [](const Field& field) { return equals_ignore_case(field.name, "content-type"); });
    response.headers.push_back({"Content-Type", std::string(kEventStreamType)});
  }
  name_request(model, request_id, {}, response);
  tell_crc32(model, response);
  return response;
}

ResponseParts encode_error(const ServiceModel& model, const Error& error, const ErrorContext& context) {
  ResponseParts response = is_rest(model)                     ? rest::encode_error(model, error, context)
                           : is_form(model)                   ? query::encode_error(model, error, context)
                           : model.protocol == Protocol::cbor ? cbor::encode_error(model, error)
                                                              : json::encode_error(model, error);
  name_request(model, context.request_id, context.host_id, response);
  if (context.is_head) response.body = std::string();
  tell_crc32(model, response);
  return response;
}

Result<RequestParts> encode_request(const ServiceModel& model, const Operation& operation, void* input) {
  if (!operation.is_built()) return fail(*model.not_implemented);
  TRY(RequestParts request, is_rest(model)                     ? rest::encode_request(model, operation, input)
                            : is_form(model)                   ? query::encode_request(model, operation, input)
                            : model.protocol == Protocol::cbor ? cbor::encode_request(model, operation, input)
                                                               : json::encode_request(model, operation, input));
  if (streams_event_input(operation)) {
    request.body = event_body(model, *operation.input, input, "initial-request");
    std::erase_if(request.headers, [](const Field& field) { return equals_ignore_case(field.name, "content-type"); });
    request.headers.push_back({"Content-Type", std::string(kEventStreamType)});
  }
  return request;
}

Result<void> decode_response(const ServiceModel& model, const Operation& operation, const ResponseView& response,
                             void* output, std::optional<Payload> stream) {
  const bool is_success = response.status < 300;
  if (is_success && streams_event_output(operation)) {
    if (is_rest(model)) REQUIRE_OK(rest::decode_response(model, operation, response, output, std::nullopt));
    auto bytes = stream ? source_of(std::move(*stream)) : source_of(std::string(response.body));
    put_events(model, operation, *operation.output, output, std::make_unique<FrameSource>(std::move(bytes)));
    return {};
  }
  if (is_rest(model)) return rest::decode_response(model, operation, response, output, std::move(stream));
  if (is_form(model)) return query::decode_response(model, operation, response, output);
  if (model.protocol == Protocol::cbor) return cbor::decode_response(model, operation, response, output);
  return json::decode_response(model, operation, response, output);
}

Task<Result<void>> decode_event_response(const ServiceModel& model, const Operation& operation,
                                         const ResponseView& response, void* output,
                                         std::unique_ptr<ByteSource> stream) {
  if (is_rest(model)) CO_CHECK(rest::decode_response(model, operation, response, output, std::nullopt));
  auto frames = std::make_unique<FrameSource>(std::move(stream));
  CO_CHECK(co_await read_initial(model, *operation.output, output, *frames));
  put_events(model, operation, *operation.output, output, std::move(frames));
  co_return Result<void>{};
}

}  // namespace lightwell::wire
