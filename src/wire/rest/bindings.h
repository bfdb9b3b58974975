// What the rest protocols carry outside the body: labels of the path, query parameters, headers, the status.

#pragma once

#include "base/result.h"
#include "wire/codec.h"
#include "wire/members.h"
#include "wire/model.h"

namespace lightwell::wire {

// Fills the members that the path, the query and the headers carry. Errors: the model's invalid_parameter, for text of
// the wrong type, with ArgumentName and ArgumentValue.
Result<void> read_request_bindings(const ServiceModel& model, const Operation& operation, const RequestView& request,
                                   void* input, Seen& seen);

// Method, path, query and headers. Errors: invalid_parameter for an empty label or a header with a line break.
Result<void> write_request_bindings(const ServiceModel& model, const Operation& operation, const void* input,
                                    RequestParts& request);

// Headers and status of an answer. Control characters in values become spaces.
void write_response_bindings(const Shape& output, const void* structure, ResponseParts& response);

// Values that cannot be read are passed over: an answer is not refused for an odd header.
void read_response_bindings(const Shape& output, const ResponseView& response, void* structure);

}  // namespace lightwell::wire
