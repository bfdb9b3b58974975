// The remote client: carries a call of any service to AWS or to whatever answers AWS's API, and its answer back.
//
// The generated RemoteS3 (and its siblings) turn each method into one send() of this: encode by the tables, sign, send,
// decode by the same tables. A caller cannot tell it from the embedded service.

#pragma once

#include <string>

#include "base/ids.h"
#include "base/time.h"
#include "http/client.h"
#include "remote/endpoint.h"
#include "remote/retry.h"
#include "run/timer.h"
#include "wire/codec.h"
#include "wire/sigv4/sign.h"

namespace lightwell::remote {

struct RemoteOptions {
  Endpoint endpoint;
  wire::sigv4::Credentials credentials;
  std::string region = "us-east-1";
  // Signs with SigV4a for these regions: "*", "us-east-1,eu-*". Empty: SigV4, for `region` alone.
  std::string region_set = {};
  RetryPolicy retry = {};
  // Off for stores that know no trailing checksums: streams then go with UNSIGNED-PAYLOAD over TLS.
  bool sends_trailers = true;
  uint64_t document_bytes_max = 64ull << 20;  // of an answer that is no object
};

class Remote final : public wire::Sender {
 public:
  // All references must outlive it.
  Remote(http::Client& client, const Clock& clock, Timer& timer, Ids& ids, RemoteOptions options);

  // Errors: what the far side answered; errors::internal_error when it could not be reached, after the retries.
  Task<Result<void>> send(const wire::ServiceModel& model, const wire::Operation& operation, const Call& call,
                          void* input, void* output) override;

 private:
  struct Attempt;
  struct BodyPlan;
  Task<Result<void>> attempt(Attempt attempt, void* output);
  Task<Result<void>> receive(const Attempt& attempt, http::Response response, void* output) const;
  void name_once(const wire::Operation& operation, void* input);
  wire::sigv4::Signer signer_for(const wire::ServiceModel& model) const;
  Result<http::Request> prepare(Attempt& attempt, Target& target) const;
  BodyPlan plan_body(const Attempt& attempt, const ByteSource* stream) const;
  void add_fields(Attempt& attempt, const BodyPlan& plan, const ByteSource* stream, const Target& target,
                  Timestamp now) const;
  std::unique_ptr<ByteSource> dress(std::unique_ptr<ByteSource> stream, const BodyPlan& plan,
                                    const wire::sigv4::Signer& signer, std::string_view authorization,
                                    Timestamp now) const;

  http::Client& client_;
  const Clock& clock_;
  Timer& timer_;
  Ids& ids_;
  const RemoteOptions options_;
};

}  // namespace lightwell::remote
