// One codec a protocol; codec.cc chooses among them.

#pragma once

#include "wire/codec.h"
#include "wire/model.h"

namespace lightwell::wire {

namespace rest {
Result<Value> decode_request(const ServiceModel&, const Operation&, const RequestView&, std::unique_ptr<ByteSource>);
ResponseParts encode_response(const ServiceModel&, const Operation&, Value& output);
ResponseParts encode_error(const ServiceModel&, const Error&, const ErrorContext&);
Result<RequestParts> encode_request(const ServiceModel&, const Operation&, void* input);
Result<void> decode_response(const ServiceModel&, const Operation&, const ResponseView&, void* output,
                             std::optional<Payload> stream);
}  // namespace rest

namespace json {
Result<Value> decode_request(const ServiceModel&, const Operation&, const RequestView&);
ResponseParts encode_response(const ServiceModel&, const Operation&, Value& output);
ResponseParts encode_error(const ServiceModel&, const Error&);
Result<RequestParts> encode_request(const ServiceModel&, const Operation&, void* input);
Result<void> decode_response(const ServiceModel&, const Operation&, const ResponseView&, void* output);
// The error of an answer in JSON, by its body and its x-amzn-errortype.
Error decode_error(const ServiceModel&, const Operation&, const ResponseView&);
std::string error_body(const ServiceModel&, const Error&, std::string_view type);
}  // namespace json

namespace cbor {
Result<Value> decode_request(const ServiceModel&, const Operation&, const RequestView&);
ResponseParts encode_response(const ServiceModel&, const Operation&, Value& output);
ResponseParts encode_error(const ServiceModel&, const Error&);
Result<RequestParts> encode_request(const ServiceModel&, const Operation&, void* input);
Result<void> decode_response(const ServiceModel&, const Operation&, const ResponseView&, void* output);
Field protocol_field();  // smithy-protocol: rpc-v2-cbor
}  // namespace cbor

namespace query {  // EC2's kind of it too
Result<Value> decode_request(const ServiceModel&, const Operation&, const RequestView&);
ResponseParts encode_response(const ServiceModel&, const Operation&, Value& output, std::string_view request_id);
ResponseParts encode_error(const ServiceModel&, const Error&, const ErrorContext&);
Result<RequestParts> encode_request(const ServiceModel&, const Operation&, void* input);
Result<void> decode_response(const ServiceModel&, const Operation&, const ResponseView&, void* output);
}  // namespace query

}  // namespace lightwell::wire
