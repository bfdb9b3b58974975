// What JSON and CBOR share of errors: a type and a message in the body, and for services that spoke query once, the
// code of those days in a header.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "wire/codec.h"
#include "wire/model.h"

namespace lightwell::wire {

struct ErrorBody {
  std::optional<std::string> type;
  std::optional<std::string> code;
  std::optional<std::string> lower_message;
  std::optional<std::string> upper_message;
};
extern const Shape kErrorBody;

// __type: the shape's name, behind the service's namespace if it has one.
std::string error_type(const ServiceModel& model, const ErrorKind& kind);

// x-amzn-query-error, where the service sends it.
void add_query_error(const ServiceModel& model, const ErrorKind& kind, std::vector<Field>& headers);

// The error of an answer whose body was read.
Error typed_error(const ServiceModel& model, const Operation& operation, const ResponseView& response,
                  const ErrorBody& body);

}  // namespace lightwell::wire
