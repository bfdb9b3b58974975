// One request on its way through the gate. Only the gate's own files include this.

#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <vector>

#include "gate/addressing.h"
#include "gate/body.h"
#include "gate/gate.h"
#include "gate/holding.h"

namespace lightwell::gate {

struct Gate::Entry {
  wire::Service service;
  wire::Router router;
  bool is_s3;
};

struct Gate::Visit {
  http::Request& request;
  Timestamp now;
  std::string request_id;
  std::string trace;
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
  const Entry* entry = nullptr;
  const wire::ServiceModel* answers_as = nullptr;  // the protocol of the answer, before a service is known too
  S3Target target = {};
  std::deque<std::string> owned = {};  // what views below point to and the request does not hold
  std::vector<wire::sigv4::Field> received = {};
  std::vector<wire::FieldView> headers = {};  // for the codec: without aws-chunked, with what a presigned query carries
  Caller caller = {};
  Call call = {};
  std::optional<Occasion> occasion = {};  // once the operation is known
  std::unique_ptr<ByteSource> body = nullptr;
  std::string document = {};            // the body, where it was read whole
  std::optional<Holding> holding = {};  // of the document, until somebody vouches for it
  std::string_view operation = "-";
  std::string_view error_code = "-";
  std::string log_words = {};

  Dialect dialect() const { return dialect_of(*answers_as); }
  bool is_head() const { return request.method == "HEAD"; }
  wire::RequestView view() const;
};

inline http::Response to_response(wire::ResponseParts parts) {
  http::Response out;
  out.status = parts.status;
  for (wire::Field& field : parts.headers) out.headers.add(std::move(field.name), std::move(field.value));
  out.body = std::move(parts.body);
  out.content_length = parts.content_length;
  return out;
}

}  // namespace lightwell::gate
