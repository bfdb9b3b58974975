// The canonical request: one text that signer and verifier both make of a request, whatever proxies did to it.
//
// S3 takes the path as it is, and encodes what a client should have; every other service removes dot segments and
// double slashes and encodes the path that was already encoded a second time.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lightwell::wire::sigv4 {

struct Field {
  std::string_view name;
  std::string_view value;
};

// A request as far as a signature sees it. `path` and `query` are still percent-encoded, as they travel.
struct Message {
  std::string_view method;
  std::string_view path;
  std::string_view query;
  std::span<const Field> headers;
};

enum class PathRule { s3, normalised };

inline PathRule path_rule(std::string_view service) { return service == "s3" ? PathRule::s3 : PathRule::normalised; }

// Nothing for a path or query whose percent-encoding is broken.
std::optional<std::string> canonical_path(std::string_view path, PathRule);
// Whether a session's token in the query was there when it was signed: some services have it put behind the signature.
enum class Token { is_signed, comes_after };
// Sorted by encoded name, then value; X-Amz-Signature is left out. '+' counts as a space.
std::optional<std::string> canonical_query(std::string_view query, Token token = Token::is_signed);
// Runs of white space become one space, the ends are trimmed.
std::string canonical_value(std::string_view value);

// `signed_headers`: lower-case names with ';' between, in the order the signer wrote them. A name that the request
// does not carry gives an empty line, which makes the signature differ.
std::optional<std::string> canonical_request(const Message&, std::string_view signed_headers,
                                             std::string_view payload_hash, PathRule, Token token = Token::is_signed);

std::vector<std::string_view> split(std::string_view text, char separator);

// What x-amz-content-sha256 may say instead of a digest.
inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
inline constexpr std::string_view kStreamingSigned = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
inline constexpr std::string_view kStreamingSignedTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
inline constexpr std::string_view kStreamingUnsignedTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
inline constexpr std::string_view kStreamingEcdsa = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD";
inline constexpr std::string_view kStreamingEcdsaTrailer = "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER";
inline constexpr std::string_view kStreamingEvents = "STREAMING-AWS4-HMAC-SHA256-EVENTS";
inline constexpr std::string_view kEmptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

}  // namespace lightwell::wire::sigv4
