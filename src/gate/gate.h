// The front door: turns an HTTP request into one call of one operation, and its result into an answer.
//
//   which service -> who signed -> is the signature right -> which operation -> bytes to the input struct
//   -> is it allowed -> call -> output struct to bytes
//
// Every AWS request of every door goes through here, so what holds for all of them stands here alone: request ids, one
// log line a request, the limits, the one place that catches exceptions.

#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/time.h"
#include "gate/authorizer.h"
#include "gate/cors.h"
#include "gate/credentials.h"
#include "gate/key_uses.h"
#include "gate/verifier.h"
#include "http/message.h"
#include "wire/codec.h"

namespace lightwell::gate {

struct GateOptions {
  VerifierOptions auth = {};
  size_t requests_max = 4096;                // being answered at a time; one more gets 503
  uint64_t document_bytes_max = 8ull << 20;  // of a body that is no object: XML, JSON, forms
  // Of all such bodies together, while no signature vouches for them and beyond the first 16 KiB of each; one that
  // needs more gets 503.
  uint64_t unverified_bytes_max = 128ull << 20;
  // document_bytes_max for services that take more, by name.
  std::map<std::string, uint64_t, std::less<>> large_documents = {};
  // Objects then come from the same origin as the application's pages: no script in them may run.
  bool shares_origin_with_pages = false;
  KeyUses* uses = nullptr;  // may be null; must outlive the gate
};

class Gate {
 public:
  // The handlers of `services`, and everything referred to, must outlive the gate. `cors` may be null: no bucket has
  // rules then.
  Gate(std::vector<wire::Service> services, const Credentials& credentials, const Authorizer& authorizer,
       CorsRules* cors, const Clock& clock, Ids& ids, GateOptions options = {});
  ~Gate();

  // A path of our own, under /_lightwell/, answered without a signature. Before the door opens.
  void add_route(std::string method, std::string path, http::Handler handler);

  // Never throws, never refuses: whatever goes wrong is an answer.
  Task<http::Response> answer(http::Request& request);

 private:
  struct Entry;  // a service with its router
  struct Visit;  // one request on its way through
  Task<void> read_form_head(Visit& visit);
  Task<http::Response> answer_unbuilt(Visit& visit, std::string_view named);
  Task<http::Response> guarded(Visit& visit);
  Task<Result<http::Response>> serve(Visit& visit);
  Task<Result<http::Response>> preflight(Visit& visit);
  Task<Result<void>> authenticate(Visit& visit);
  Result<void> locate(Visit& visit);
  Result<void> prepare_headers(Visit& visit);
  Result<void> prepare_body(Visit& visit);
  Task<Result<void>> read_document(Visit& visit);
  bool lets_anonymous_in(const Visit& visit, const wire::Operation& operation) const;
  void begin_call(Visit& visit, const wire::Operation& operation) const;
  Task<Result<void>> authorize(Visit& visit, const wire::Operation& operation, const void* input) const;
  Task<Error> failure_to_tell(Visit& visit, const wire::Operation& operation, const void* input, Error failure) const;
  Task<Result<wire::Value>> read_input(Visit& visit, const wire::Operation& operation);
  Task<Result<http::Response>> call(Visit& visit, const wire::Operation& operation);
  Task<void> add_cors(Visit& visit, http::Response& response);
  http::Response error_answer(const Visit& visit, const Error& failure) const;
  void finish(Visit& visit, http::Response& response) const;
  std::string trace_header(const Visit& visit) const;

  std::vector<Entry> entries_;
  std::vector<const wire::ServiceModel*> models_;
  std::map<std::pair<std::string, std::string>, http::Handler> routes_;
  Verifier verifier_;
  const Authorizer& authorizer_;
  CorsRules* const cors_;
  const Clock& clock_;
  Ids& ids_;
  const GateOptions options_;
  const std::string host_id_;
  std::atomic<size_t> under_way_ = 0;
  std::atomic<uint64_t> unverified_bytes_ = 0;
};

}  // namespace lightwell::gate
