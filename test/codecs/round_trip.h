// Both ends of the wire in one process: what the client encodes, the server decodes, and back.

#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "run/spawn.h"
#include "wire/codec.h"

namespace lightwell::wire_test {

inline std::string text_of(const Payload& body) {
  if (const auto* text = std::get_if<std::string>(&body)) return *text;
  if (const auto* stream = std::get_if<std::unique_ptr<ByteSource>>(&body)) {
    return sync_wait(read_all(**stream, 1 << 20)).value();
  }
  return "(regions)";
}

inline std::string text_of(ByteSource& source) { return sync_wait(read_all(source, 1 << 20)).value(); }

inline std::vector<wire::FieldView> views(const std::vector<wire::Field>& fields) {
  std::vector<wire::FieldView> out;
  for (const wire::Field& field : fields) out.push_back({field.name, field.value});
  return out;
}

inline std::string header(const std::vector<wire::Field>& fields, std::string_view name) {
  std::string found;
  for (const wire::Field& field : fields) {
    if (equals_ignore_case(field.name, name)) found += (found.empty() ? "" : "|") + field.value;
  }
  return found;
}

// A request as text, for tables of cases.
struct Raw {
  std::string method = "GET";
  std::string path = "/";
  std::string query = {};
  std::vector<wire::Field> headers = {};
  std::string body = {};
};

// What a service answers to a request that is only routed and decoded.
class Server {
 public:
  explicit Server(const wire::ServiceModel& model) : model_(model), router_(model) {}

  Result<const wire::Operation*> route(const Raw& raw) const {
    const auto headers = views(raw.headers);
    return router_.find(view(raw, headers));
  }

  Result<wire::Value> decode(const Raw& raw) const {
    const auto headers = views(raw.headers);
    const auto request = view(raw, headers);
    TRY(const wire::Operation* operation, router_.find(request));
    std::unique_ptr<ByteSource> stream;
    if (operation->is_built() && wire::streams_input(*operation)) stream = source_of(raw.body);
    return wire::decode_request(model_, *operation, request, std::move(stream));
  }

  // The name of the operation, or the code of the error.
  std::string name_of(const Raw& raw) const {
    const auto operation = route(raw);
    return std::string(operation ? (*operation)->name : operation.error().kind->code);
  }

  // "ok", or the code of the error.
  std::string verdict(const Raw& raw) const {
    const auto input = decode(raw);
    return input ? "ok" : std::string(input.error().kind->code);
  }

 private:
  static wire::RequestView view(const Raw& raw, std::span<const wire::FieldView> headers) {
    return {.method = raw.method, .path = raw.path, .query = raw.query, .headers = headers, .body = raw.body};
  }

  const wire::ServiceModel& model_;
  wire::Router router_;
};

// The client's encoding of an input, as text.
inline Raw encoded(const wire::ServiceModel& model, std::string_view operation, void* input) {
  auto parts = wire::encode_request(model, *model.find_operation(operation), input);
  REQUIRE(parts);
  return {parts->method, parts->path, parts->query, parts->headers, text_of(parts->body)};
}

// The input as the server receives it from the client.
template <class Input>
wire::Value sent(const wire::ServiceModel& model, std::string_view operation, Input& input) {
  const Raw raw = encoded(model, operation, &input);
  const Server server(model);
  CHECK(server.name_of(raw) == operation);
  auto received = server.decode(raw);
  if (!received) FAIL(received.error().kind->code << ": " << received.error().message << received.error().log_words);
  return std::move(*received);
}

struct Answer {
  int status = 200;
  std::vector<wire::Field> headers;
  std::string body;
  std::optional<uint64_t> content_length;
};

// The server's encoding of an output, which is moved from.
template <class Output>
Answer answered(const wire::ServiceModel& model, std::string_view operation, Output output) {
  const wire::Operation& row = *model.find_operation(operation);
  wire::Value value(*row.output);
  value.as<Output>() = std::move(output);
  auto parts = wire::encode_response(model, row, value, "REQUEST1");
  return {parts.status, parts.headers, text_of(parts.body), parts.content_length};
}

inline Answer refused(const wire::ServiceModel& model, const Error& error, bool is_head = false) {
  auto parts = wire::encode_error(model, error,
                                  {.request_id = "REQUEST1", .host_id = "HOST", .resource = {}, .is_head = is_head});
  return {parts.status, parts.headers, text_of(parts.body), parts.content_length};
}

// The output as the client reads it from an answer.
template <class Output>
Result<Output> received(const wire::ServiceModel& model, std::string_view operation, const Answer& answer) {
  const auto headers = views(answer.headers);
  const wire::Operation& row = *model.find_operation(operation);
  Output output;
  std::optional<Payload> stream;
  if (wire::streams_output(row)) stream = answer.body;
  REQUIRE_OK(wire::decode_response(model, row, {.status = answer.status, .headers = headers, .body = answer.body},
                                   &output, std::move(stream)));
  return output;
}

}  // namespace lightwell::wire_test
