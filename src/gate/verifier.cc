#include "gate/verifier.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "gate/errors.h"
#include "wire/sigv2/presigned.h"

namespace lightwell::gate {
namespace {

namespace sigv2 = wire::sigv2;
namespace sigv4 = wire::sigv4;

constexpr seconds kS3SkewMax{15 * 60};
constexpr seconds kSkewMax{5 * 60};

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
         });
}

std::optional<PayloadForm> payload_form(std::string_view text) {
  if (text == sigv4::kUnsignedPayload) return PayloadForm::unsigned_plain;
  if (text == sigv4::kStreamingSigned) return PayloadForm::chunked_signed;
  if (text == sigv4::kStreamingSignedTrailer) return PayloadForm::chunked_signed_trailer;
  if (text == sigv4::kStreamingEcdsa) return PayloadForm::chunked_signed;
  if (text == sigv4::kStreamingEcdsaTrailer) return PayloadForm::chunked_signed_trailer;
  if (text == sigv4::kStreamingEvents) return PayloadForm::signed_events;
  if (text == sigv4::kStreamingUnsignedTrailer) return PayloadForm::chunked_unsigned_trailer;
  if (is_sha256(text)) return PayloadForm::digested;
  return std::nullopt;
}

void claim_payload(Caller& caller, std::string_view stated) {
  caller.payload = payload_form(stated).value_or(PayloadForm::unsigned_plain);
  if (caller.payload == PayloadForm::digested) caller.payload_sha256 = to_lower(stated);
}

Error bad_payload_form(std::string_view value) {
  return error(errors::invalid_argument,
               "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, "
               "STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, "
               "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid "
               "sha256 value.")
      .with("ArgumentName", "x-amz-content-sha256")
      .with("ArgumentValue", std::string(value));
}

Result<void> check_expiry(Dialect dialect, const sigv4::Presigned& presigned, Timestamp now) {
  const Timestamp expires_at = presigned.signed_at + seconds(presigned.expires_seconds);
  if (presigned.signed_at > now + kS3SkewMax) {
    return fail(error(errors::access_denied, "Request is not yet valid")
                    .with("X-Amz-Date", presigned.timestamp)
                    .with("ServerTime", iso8601_seconds(now)));
  }
  if (now <= expires_at) return {};
  if (dialect != Dialect::s3) {
    return fail(skewed(dialect, presigned.timestamp, presigned.signed_at, now, seconds(presigned.expires_seconds)));
  }
  return fail(error(errors::access_denied, "Request has expired")
                  .with("X-Amz-Expires", std::to_string(presigned.expires_seconds))
                  .with("Expires", iso8601_seconds(expires_at))
                  .with("ServerTime", iso8601_seconds(now)));
}

Result<void> check_token(Dialect dialect, const AccessKey& key, std::string_view token, Timestamp now) {
  if (!equals_constant_time(key.session_token.value_or(""), token)) return fail(bad_token(dialect, token));
  if (key.expires_at && *key.expires_at < now) return fail(expired_token(dialect, token));
  return {};
}

bool is_named(std::string_view signed_headers, std::string_view name) {
  for (const std::string_view one : sigv4::split(signed_headers, ';')) {
    if (one == name) return true;
  }
  return false;
}

// Host and every x-amz-* field must be signed: an unsigned one could have been put there by anybody.
Result<void> check_headers_signed(Dialect dialect, const Evidence& evidence, std::string_view signed_headers) {
  std::vector<std::string> unsigned_names;
  for (const sigv4::Field& field : evidence.headers) {
    std::string name = to_lower(field.name);
    if ((name != "host" && !name.starts_with("x-amz-")) || is_named(signed_headers, name)) continue;
    unsigned_names.push_back(std::move(name));
  }
  if (unsigned_names.empty()) return {};
  return fail(unsigned_headers(dialect, unsigned_names));
}

constexpr size_t kRegionMax = 64;

// Regions become part of ARNs that policies are held against: a colon in one would move all that follows.
bool is_region(std::string_view text) {
  return !text.empty() && text.size() <= kRegionMax && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace

std::string_view Evidence::header(std::string_view name) const {
  for (const sigv4::Field& field : headers) {
    if (equals_ignore_case(field.name, name)) return field.value;
  }
  return {};
}

Verifier::Verifier(const Credentials& credentials, VerifierOptions options)
    : credentials_(credentials), options_(std::move(options)) {}

Caller Verifier::anonymous(const Evidence& evidence) const {
  Caller caller = {.key = believed(""), .region = options_.default_region};
  caller.is_anonymous = true;
  if (options_.mode != AuthMode::off) caller.key.principal = {.kind = PrincipalKind::anonymous};
  claim_payload(caller, evidence.header("x-amz-content-sha256"));
  return caller;
}

AccessKey Verifier::believed(std::string_view access_key_id) const {
  const std::string account = options_.testing ? std::string(kTestingAccount) : options_.default_account;
  AccessKey key;
  key.id = access_key_id;
  key.principal = {
      .account = account, .arn = root_arn(account), .access_key_id = std::string(access_key_id), .id = account};
  return key;
}

namespace {

// The time a header-signed request was made, in the form its signature uses.
Result<std::pair<std::string, Timestamp>> request_time(const Evidence& evidence, Dialect dialect) {
  const std::string_view amz_date = evidence.header("x-amz-date");
  if (const auto time = parse_iso8601_basic(amz_date)) return std::pair(std::string(amz_date), *time);
  if (!amz_date.empty()) return fail(missing_date(dialect));
  const std::string_view date = evidence.header("date");
  if (const auto time = parse_iso8601_basic(date)) return std::pair(std::string(date), *time);
  if (const auto time = parse_http_date(date)) return std::pair(iso8601_basic(*time), *time);
  return fail(missing_date(dialect));
}

std::string payload_hash_of(const Evidence& evidence, Dialect dialect, bool presigned) {
  const std::string_view header = evidence.header("x-amz-content-sha256");
  if (!header.empty()) return std::string(header);
  if (presigned) {
    if (auto parameter = sigv4::query_parameter(evidence.query, "X-Amz-Content-Sha256")) return *parameter;
    if (dialect == Dialect::s3) return std::string(sigv4::kUnsignedPayload);
  }
  return {};
}

}  // namespace

// Where the signature stands, and what it says there.
Result<void> Verifier::read_place(const Evidence& evidence, Dialect dialect, Timestamp now, Claim& claim) const {
  const std::string_view header = evidence.header("authorization");
  claim.place = header.empty() ? Place::query : Place::header;
  if (claim.place == Place::header) {
    auto parsed = sigv4::parse_authorization(header);
    if (!parsed) return fail(signature_problem(dialect, Place::header, parsed.error(), evidence.header("x-amz-date")));
    claim.authorization = std::move(*parsed);
    claim.token = evidence.header("x-amz-security-token");
    claim.region = evidence.header("x-amz-region-set");
    return {};
  }
  auto parsed = sigv4::parse_presigned(evidence.query);
  if (!parsed) {
    const auto date = sigv4::query_parameter(evidence.query, "X-Amz-Date").value_or("");
    return fail(signature_problem(dialect, Place::query, parsed.error(), date));
  }
  REQUIRE_OK(check_expiry(dialect, *parsed, now));
  claim.authorization = std::move(parsed->authorization);
  claim.timestamp = std::move(parsed->timestamp);
  claim.token = parsed->security_token.value_or("");
  claim.region = std::move(parsed->region_set);
  return {};
}

// Of a signature in the header; that of a query has its own expiry.
Result<void> Verifier::check_time(const Evidence& evidence, Dialect dialect, Timestamp now, Claim& claim) const {
  const sigv4::Scope& scope = claim.authorization.scope;
  TRY(auto time, request_time(evidence, dialect));
  if (!time.first.starts_with(scope.date)) {
    return fail(signature_problem(dialect, claim.place, {sigv4::Problem::date_differs, scope.date}, time.first));
  }
  const seconds skew_max = dialect == Dialect::s3 ? kS3SkewMax : kSkewMax;
  if (std::chrono::abs(now - time.second) > skew_max) {
    return fail(skewed(dialect, time.first, time.second, now, skew_max));
  }
  claim.timestamp = std::move(time.first);
  return {};
}

Result<Claim> Verifier::read_claim(const Evidence& evidence, Dialect dialect, std::string_view service,
                                   Timestamp now) const {
  Claim claim;
  REQUIRE_OK(read_place(evidence, dialect, now, claim));
  const sigv4::Scope& scope = claim.authorization.scope;
  if (scope.service != service) return fail(wrong_service(dialect, claim.place, scope.service, service));
  TRY(claim.region, region_of(evidence, claim, dialect));
  if (claim.place == Place::header) REQUIRE_OK(check_time(evidence, dialect, now, claim));
  claim.payload_hash = payload_hash_of(evidence, dialect, claim.place == Place::query);
  if (claim.payload_hash.empty()) {
    if (dialect != Dialect::s3) return claim;
    return fail(errors::invalid_request, "Missing required header for this request: x-amz-content-sha256");
  }
  if (!payload_form(claim.payload_hash)) return fail(bad_payload_form(claim.payload_hash));
  return claim;
}

// SigV4a is good in every region of its set: ours if that is among them, else the first that is named.
Result<std::string> Verifier::region_of(const Evidence& evidence, const Claim& claim, Dialect dialect) const {
  const bool is_set = claim.authorization.method == sigv4::Method::ecdsa;
  const std::string& named = is_set ? claim.region : claim.authorization.scope.region;
  const auto covers = [&](std::string_view region) {
    return is_set ? sigv4::region_set_covers(named, region) : named == region;
  };
  if (is_set && named.empty()) return fail(missing_region_set(dialect, claim.place));
  // Test suites may call every host by any region.
  const std::string_view hosts = options_.testing ? std::string_view() : evidence.region;
  const std::string_view only = options_.only_region.empty() ? hosts : std::string_view(options_.only_region);
  if (!only.empty() && !covers(only)) return fail(wrong_region(dialect, claim.place, named, only));
  if (is_set && !only.empty()) return std::string(only);
  if (is_set && covers(options_.default_region)) return options_.default_region;
  const std::string_view region = is_set ? sigv4::first_region(named) : std::string_view(named);
  if (!is_region(region)) return fail(wrong_region(dialect, claim.place, named, options_.default_region));
  return std::string(region);
}

Result<void> Verifier::check_signature(const Evidence& evidence, Dialect dialect, const Claim& claim,
                                       const AccessKey& key, Caller& caller) const {
  const sigv4::Authorization& authorization = claim.authorization;
  REQUIRE_OK(check_headers_signed(dialect, evidence, authorization.signed_headers));
  const sigv4::Message message = {
      .method = evidence.method, .path = evidence.path, .query = evidence.query, .headers = evidence.headers};
  const sigv4::Scope& scope = authorization.scope;
  const sigv4::RequestKey request_key = authorization.method == sigv4::Method::hmac
                                            ? sigv4::RequestKey(keys_.get(key.id, key.secret, scope))
                                            : sigv4::RequestKey(ecdsa_keys_.get(key.id, key.secret));
  caller.chain.key = request_key;
  const std::string payload_hash =
      claim.payload_hash.empty() ? sha256_hex(evidence.body.value_or("")) : claim.payload_hash;
  const auto canonical_with = [&](sigv4::Token token) {
    return sigv4::canonical_request(message, authorization.signed_headers, payload_hash,
                                    sigv4::path_rule(scope.service), token);
  };
  const auto canonical = canonical_with(sigv4::Token::is_signed);
  if (!canonical) return fail(errors::invalid_uri);
  const std::string text = sigv4::string_to_sign(claim.timestamp, scope, *canonical, authorization.method);
  if (request_key.verify(text, authorization.signature)) return {};
  // Clients of some services put the token behind the signature.
  if (dialect != Dialect::s3 && claim.place == Place::query && !claim.token.empty()) {
    const auto bare = canonical_with(sigv4::Token::comes_after);
    const std::string shorter = sigv4::string_to_sign(claim.timestamp, scope, *bare, authorization.method);
    if (request_key.verify(shorter, authorization.signature)) return {};
  }
  return fail(mismatch(dialect, key.id, text, authorization.signature, *canonical));
}

// A token that nobody gave stops nobody where any credentials do.
Task<Result<std::optional<AccessKey>>> Verifier::find_key(const std::string& access_key_id, const std::string& token,
                                                          Dialect dialect) const {
  auto found = co_await credentials_.find(access_key_id, token);
  if (found || found.error().kind != &errors::invalid_token) co_return found;
  if (options_.testing || options_.mode == AuthMode::off) co_return std::nullopt;
  co_return fail(bad_token(dialect, token));
}

Task<Result<Claimant>> Verifier::identify(Evidence evidence, Dialect dialect, std::string_view service,
                                          Timestamp now) const {
  const std::string_view header = evidence.header("authorization");
  const bool presigned = sigv4::is_presigned(evidence.query);
  const bool is_version_2 = dialect == Dialect::s3 && sigv2::is_presigned(evidence.query);
  if (!header.empty() && (presigned || is_version_2)) {
    co_return fail(error(errors::invalid_argument,
                         "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query "
                         "string parameter or the Authorization header should be specified")
                       .with("ArgumentName", "Authorization")
                       .with("ArgumentValue", std::string(header.substr(0, header.find(' ')))));
  }
  const bool is_off = options_.mode == AuthMode::off;
  if (header.empty() && !presigned) {
    if (!is_version_2) co_return Claimant{anonymous(evidence)};
    CO_TRY(Caller caller, co_await verify_version_2(evidence, now));
    co_return Claimant{std::move(caller)};
  }
  auto claim = read_claim(evidence, dialect, service, now);
  if (!claim && is_off) co_return Claimant{anonymous(evidence)};
  if (!claim) co_return std::unexpected(std::move(claim).error());

  const std::string& id = claim->authorization.access_key_id;
  CO_TRY(auto found, co_await find_key(id, claim->token, dialect));
  if (!found && !options_.testing && !is_off) co_return fail(unknown_access_key(dialect, id));
  Caller caller = {.key = found ? *found : believed(id), .region = claim->region};
  caller.is_presigned = presigned;
  claim_payload(caller, claim->payload_hash);
  caller.chain = {.access_key_id = id,
                  .key = std::nullopt,
                  .timestamp = claim->timestamp,
                  .scope = claim->authorization.scope,
                  .signature = claim->authorization.signature};
  if (!found || is_off) co_return Claimant{std::move(caller)};
  CO_CHECK(check_token(dialect, *found, claim->token, now));
  co_return Claimant{.caller = std::move(caller), .claim = *std::move(claim)};
}

Result<Caller> Verifier::confirm(Claimant claimant, const Evidence& evidence, Dialect dialect) const {
  Caller caller = std::move(claimant.caller);
  if (claimant.claim) {
    const AccessKey key = caller.key;
    REQUIRE_OK(check_signature(evidence, dialect, *claimant.claim, key, caller));
  }
  return caller;
}

Task<Result<Caller>> Verifier::verify(Evidence evidence, Dialect dialect, std::string_view service,
                                      Timestamp now) const {
  CO_TRY(Claimant claimant, co_await identify(evidence, dialect, service, now));
  co_return confirm(std::move(claimant), evidence, dialect);
}

Task<Result<Caller>> Verifier::verify_version_2(Evidence evidence, Timestamp now) const {
  const bool is_off = options_.mode == AuthMode::off;
  const auto parsed = sigv2::parse_presigned(evidence.query);
  if (!parsed) {
    if (is_off) co_return anonymous(evidence);
    co_return fail(errors::access_denied,
                   parsed.error() == sigv2::Problem::missing_parameters
                       ? "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters"
                       : "Invalid date (should be seconds since epoch)");
  }
  if (now > parsed->expires_at) {
    co_return fail(error(errors::access_denied, "Request has expired")
                       .with("Expires", iso8601_seconds(parsed->expires_at))
                       .with("ServerTime", iso8601_seconds(now)));
  }
  const std::string& id = parsed->access_key_id;
  CO_TRY(auto found, co_await find_key(id, parsed->security_token, Dialect::s3));
  if (!found && !options_.testing && !is_off) co_return fail(unknown_access_key(Dialect::s3, id));
  Caller caller = {.key = found ? *found : believed(id), .region = options_.default_region};
  caller.is_presigned = true;
  claim_payload(caller, evidence.header("x-amz-content-sha256"));
  if (!found || is_off) co_return caller;
  CO_CHECK(check_token(Dialect::s3, *found, parsed->security_token, now));
  const sigv4::Message message = {
      .method = evidence.method, .path = evidence.path, .query = evidence.query, .headers = evidence.headers};
  const std::string text = sigv2::string_to_sign(message, evidence.resource_path, parsed->expires_text);
  if (!equals_constant_time(sigv2::sign(found->secret, text), parsed->signature)) {
    co_return fail(mismatch(Dialect::s3, id, text, parsed->signature, ""));
  }
  co_return caller;
}

}  // namespace lightwell::gate
