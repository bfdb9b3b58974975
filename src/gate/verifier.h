// Who signed a request, and whether the signature is right.
//
// enforce: signature and authorisation. verify: the signature alone. off: neither; whoever is named is believed.
// In testing mode a key nobody declared is an administrator of 123456789012, and its signature, whose secret nobody
// knows, is not compared.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gate/credentials.h"
#include "gate/signature_words.h"
#include "wire/sigv4/authorization.h"
#include "wire/sigv4/canonical.h"
#include "wire/sigv4/ecdsa.h"
#include "wire/sigv4/signature.h"

namespace lightwell::gate {

enum class AuthMode { enforce, verify, off };

inline constexpr std::string_view kTestingAccount = "123456789012";

// What a request claims of its own body.
enum class PayloadForm {
  unsigned_plain,  // nothing
  digested,        // its SHA-256
  chunked_signed,  // aws-chunked, each chunk signed
  chunked_signed_trailer,
  chunked_unsigned_trailer,
  signed_events,  // application/vnd.amazon.eventstream, each message signed
};

// What the signatures of the chunks build on. `key` is not known for an undeclared key in testing mode.
struct ChunkChain {
  std::string access_key_id;
  std::optional<wire::sigv4::RequestKey> key;
  std::string timestamp;
  wire::sigv4::Scope scope;
  std::string signature;  // of the request
};

struct Caller {
  AccessKey key;
  std::string region;
  bool is_anonymous = false;
  bool is_presigned = false;
  PayloadForm payload = PayloadForm::unsigned_plain;
  std::string payload_sha256 = {};  // lower-case hex, of a digested one
  ChunkChain chain = {};
};

struct Evidence {
  std::string_view method;
  std::string_view path;   // as it came
  std::string_view query;  // as it came
  std::span<const wire::sigv4::Field> headers;
  std::optional<std::string_view> body = {};  // of the services that digest it: all but S3
  std::string_view resource_path = {};        // of S3: encoded, bucket first also where the host named it
  std::string_view region = {};               // the one the host names; empty: any

  std::string_view header(std::string_view name) const;
};

struct VerifierOptions {
  AuthMode mode = AuthMode::enforce;
  bool testing = false;
  std::string default_account = "000000000000";
  std::string default_region = "us-east-1";
  std::string only_region = {};  // when set, a request signed for another is refused
};

// What a request says of itself, well-formed and in time, not yet believed.
struct Claim {
  wire::sigv4::Authorization authorization;
  Place place = Place::header;
  std::string region;  // where the call is meant for
  std::string timestamp;
  std::string token;
  std::string payload_hash;  // empty: the body's own, which has not been read yet
};

// Who a request says it is from. The key exists and is good; the signature is not yet compared.
struct Claimant {
  Caller caller;
  std::optional<Claim> claim = {};  // to be compared; none: nothing is left to do
};

class Verifier {
 public:
  Verifier(const Credentials& credentials, VerifierOptions options);
  const VerifierOptions& options() const { return options_; }

  // All that can be told without the body. `service`: the name its credential scope must carry.
  Task<Result<Claimant>> identify(Evidence evidence, Dialect dialect, std::string_view service, Timestamp now) const;
  // Compares the signature. The evidence has the body now, where the service digests it.
  Result<Caller> confirm(Claimant claimant, const Evidence& evidence, Dialect dialect) const;
  // Both.
  Task<Result<Caller>> verify(Evidence evidence, Dialect dialect, std::string_view service, Timestamp now) const;

 private:
  Result<Claim> read_claim(const Evidence&, Dialect, std::string_view service, Timestamp now) const;
  Result<std::string> region_of(const Evidence&, const Claim&, Dialect) const;
  Result<void> read_place(const Evidence&, Dialect, Timestamp now, Claim&) const;
  Result<void> check_time(const Evidence&, Dialect, Timestamp now, Claim&) const;
  Result<void> check_signature(const Evidence&, Dialect, const Claim&, const AccessKey&, Caller&) const;
  Task<Result<std::optional<AccessKey>>> find_key(const std::string& access_key_id, const std::string& token,
                                                  Dialect dialect) const;
  Task<Result<Caller>> verify_version_2(Evidence evidence, Timestamp now) const;
  Caller anonymous(const Evidence&) const;
  AccessKey believed(std::string_view access_key_id) const;

  const Credentials& credentials_;
  const VerifierOptions options_;
  mutable wire::sigv4::SigningKeys keys_;
  mutable wire::sigv4::EcdsaKeys ecdsa_keys_;
};

}  // namespace lightwell::gate
