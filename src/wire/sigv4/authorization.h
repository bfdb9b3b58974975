// What a request says about its own signature: the Authorization header, or the query of a presigned URL.
//
// The parsers name the first rule that is broken and the text that broke it; each service words that in its own way.

#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace lightwell::wire::sigv4 {

inline constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
inline constexpr std::string_view kTerminal = "aws4_request";
inline constexpr int64_t kExpiresMax = 604'800;  // seconds: a week

enum class Method : uint8_t { hmac, ecdsa };  // SigV4, SigV4a

// Where and when a key is good: 20130524/us-east-1/s3/aws4_request.
struct Scope {
  std::string date;    // yyyyMMdd
  std::string region;  // empty with SigV4a, whose regions stand in X-Amz-Region-Set
  std::string service;

  std::string text() const {
    const std::string place = region.empty() ? service : region + "/" + service;
    return date + "/" + place + "/" + std::string(kTerminal);
  }
};

struct Authorization {
  Method method = Method::hmac;
  std::string access_key_id;
  Scope scope;
  std::string signed_headers;  // as written: lower-case names, ';' between
  std::string signature;       // as written; 64 hexadecimal digits when it is right, up to 144 with SigV4a
};

struct Presigned {
  Authorization authorization;
  std::string timestamp;  // X-Amz-Date as written
  Timestamp signed_at;
  int64_t expires_seconds = 0;                // 0 to 604,800
  std::optional<std::string> security_token;  // X-Amz-Security-Token
  std::string region_set = {};                // X-Amz-Region-Set, of SigV4a
};

enum class Problem {
  unsupported_algorithm,
  missing_components,  // Credential, SignedHeaders or Signature is not there; `value` says which
  malformed_credential,
  empty_access_key,
  malformed_date,  // of the scope
  wrong_terminal,
  missing_parameters,  // of the query
  malformed_timestamp,
  expires_not_a_number,
  expires_negative,
  expires_too_large,
  date_differs,        // the scope's date is not the timestamp's
  repeated_parameter,  // of the query: it stands there twice; `value` says which
};

struct ParseProblem {
  Problem problem;
  std::string value = {};
};

std::expected<Authorization, ParseProblem> parse_authorization(std::string_view header);

// True where the query carries any of the parameters that make a request presigned.
bool is_presigned(std::string_view query);
std::expected<Presigned, ParseProblem> parse_presigned(std::string_view query);

// The name of a parameter of the signature that stands in the query more than once; "" where there is none.
std::string_view repeated_parameter(std::string_view query);

// The decoded value of the first parameter of that name (compared exactly).
std::optional<std::string> query_parameter(std::string_view query, std::string_view name);

}  // namespace lightwell::wire::sigv4
