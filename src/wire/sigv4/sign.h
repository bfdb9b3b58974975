// Signing a request: as a header, or as the query of a URL that someone else may use for a while.

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "wire/sigv4/canonical.h"
#include "wire/sigv4/signature.h"

namespace lightwell::wire::sigv4 {

struct Credentials {
  std::string access_key_id;
  std::string secret;
  std::string session_token = {};  // empty for a long-lived key
};

// For whom and where a signature is good.
struct Signer {
  Credentials credentials;
  std::string region = "us-east-1";
  std::string service = "s3";
  Method method = Method::hmac;
  std::string region_set = {};  // of SigV4a instead of `region`: "*", "us-east-1,eu-*"
};

Scope scope_of(const Signer&, Timestamp now);
// What the signature was made with; its chunks need it again.
RequestKey key_of(const Signer&, Timestamp now);

// Answers the value of the Authorization header. Signs host, content-type, content-md5 and every x-amz-* header the
// message carries; it must already carry x-amz-date (the form of `now`), with a session token x-amz-security-token, and
// with SigV4a x-amz-region-set. `payload_hash`: a SHA-256 in hex or one of the words of canonical.h.
std::string authorization_header(const Signer&, const Message&, std::string_view payload_hash, Timestamp now);

struct PresignInput {
  std::string method = "GET";
  std::string host;                                               // with the port, as the client will send it
  std::string path;                                               // percent-encoded, from '/'
  std::vector<std::pair<std::string, std::string>> query = {};    // decoded
  std::vector<std::pair<std::string, std::string>> headers = {};  // the client must send these as they are
  std::chrono::seconds expires{900};                              // 1 s to 604,800 s
  Timestamp now;
};

// Answers path and query of a presigned request, signature last. The payload is not signed.
std::string presigned_target(const Signer&, const PresignInput&);

// Where an S3 endpoint is and how a bucket is named in it.
struct S3Endpoint {
  std::string origin;  // http://127.0.0.1:4566, without a path
  bool is_path_style = true;
};
struct S3Address {
  std::string host;
  std::string path;  // percent-encoded
};
// `key` is empty for the bucket itself, `bucket` for the account.
S3Address s3_address(const S3Endpoint&, std::string_view bucket, std::string_view key);

struct S3Presign {
  std::string method = "GET";
  std::string bucket;
  std::string key;
  std::vector<std::pair<std::string, std::string>> query = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::chrono::seconds expires{900};
};
// The whole URL.
std::string presigned_url(const Signer&, const S3Endpoint&, const S3Presign&, Timestamp now);

}  // namespace lightwell::wire::sigv4
