// Bytes to values and back, for any service, in both directions.
//
//   the gate:          spoken -> Router::find -> read_request -> check_constraints -> Operation::invoke
//                      -> encode_response | encode_error
//   the remote client: encode_request -> send -> decode_response
//
// A service may speak several protocols; each has a row of its own, chained by ServiceModel::also. The functions below
// speak the one of the row they are given.
//
// Nothing here knows sockets or HTTP messages: both sides hand over and receive the parts below.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "run/bytes.h"
#include "wire/model.h"

namespace lightwell::wire {

struct FieldView {
  std::string_view name;
  std::string_view value;
};

struct Field {
  std::string name;
  std::string value;
};

// A request as it came in. The views must outlive the call that reads them.
struct RequestView {
  std::string_view method;
  std::string_view path;   // percent-encoded, bucket first: a host-style bucket is put in front of it by the caller
  std::string_view query;  // percent-encoded, without '?'
  // As they came, save that Content-Length tells the decoded length and Content-Encoding has no aws-chunked.
  std::span<const FieldView> headers;
  std::string_view body;  // whole; empty where the operation streams its input
};

// A request to be sent.
struct RequestParts {
  std::string method;
  std::string path;   // percent-encoded
  std::string query;  // percent-encoded, without '?'
  std::vector<Field> headers;
  Payload body;
};

// An answer to be sent.
struct ResponseParts {
  int status = 200;
  std::vector<Field> headers;  // without Content-Length
  Payload body;
  std::optional<uint64_t> content_length;  // stated by the output itself: what a HEAD answers
};

// An answer as it came in.
struct ResponseView {
  int status = 200;
  std::span<const FieldView> headers;
  std::string_view body;  // whole; empty where the output streams and the status is a success
};

// The row of the protocol that a request speaks, by its headers and, where those leave it open, its form. `model` where
// none fits.
const ServiceModel& spoken(const ServiceModel& model, const RequestView& request);
// The row of a certain protocol; null where the service does not speak it.
const ServiceModel* in_protocol(const ServiceModel& model, Protocol protocol);

// Which operation a request is meant for, in any of the service's protocols.
class Router {
 public:
  explicit Router(const ServiceModel& model);
  ~Router();
  Router(Router&&) noexcept;
  Router& operator=(Router&&) noexcept;
  // By method, path and query for the rest protocols, by X-Amz-Target for JSON, by Action (in the query or the form
  // body) for query and EC2, by /service/NAME/operation/NAME for CBOR. The operation may be one that is not built.
  // Errors: the model's method_not_allowed, unknown_operation or invalid_parameter.
  Result<const Operation*> find(const RequestView& request) const;

 private:
  struct Tables;
  std::unique_ptr<const Tables> tables_;
};

// Whether the input's body is handed over as a stream; the body need not, and should not, be read then.
bool streams_input(const Operation& operation);
bool streams_output(const Operation& operation);

// The input struct, which may still break the model's constraints. `stream` becomes the body of an operation that
// streams; null stands for an empty one. Errors: the rows that the model names for malformed bodies and for parameters
// that cannot be read.
Result<Value> read_request(const ServiceModel& model, const Operation& operation, const RequestView& request,
                           std::unique_ptr<ByteSource> stream = nullptr);
// What AWS answers for an input that breaks constraints: "1 validation error detected: ...". AWS says who may not call
// before it says what is wrong with a call.
Result<void> check_constraints(const Value& input);
// Both.
Result<Value> decode_request(const ServiceModel& model, const Operation& operation, const RequestView& request,
                             std::unique_ptr<ByteSource> stream = nullptr);

// Moves the output's streaming payload out of it.
ResponseParts encode_response(const ServiceModel& model, const Operation& operation, Value& output,
                              std::string_view request_id);

struct ErrorContext {
  std::string_view request_id;
  std::string_view host_id = {};   // S3's <HostId>
  std::string_view resource = {};  // S3's <Resource>, left out when empty
  bool is_head = false;            // no body
};
ResponseParts encode_error(const ServiceModel& model, const Error& error, const ErrorContext& context);

// `input` is a struct of the operation's input shape; its stream is moved out of it. Errors: the model's
// invalid_parameter for what cannot travel (an empty label, a header value with a line break).
Result<RequestParts> encode_request(const ServiceModel& model, const Operation& operation, void* input);

// The same for an operation whose input is a stream of events. What the RPC protocols say of the input beside the
// stream comes as its first message, which is waited for.
Task<Result<Value>> read_event_request(const ServiceModel& model, const Operation& operation,
                                       const RequestView& request, std::unique_ptr<ByteSource> stream);
bool streams_event_input(const Operation& operation);
bool streams_event_output(const Operation& operation);

// Fills `output`, or answers the error that the service answered: with the model's own row where the code is known,
// else with a row made for it. `stream` becomes the payload of an output that streams.
Result<void> decode_response(const ServiceModel& model, const Operation& operation, const ResponseView& response,
                             void* output, std::optional<Payload> stream = std::nullopt);
// The same for an operation whose output is a stream of events.
Task<Result<void>> decode_event_response(const ServiceModel& model, const Operation& operation,
                                         const ResponseView& response, void* output,
                                         std::unique_ptr<ByteSource> stream);

}  // namespace lightwell::wire
