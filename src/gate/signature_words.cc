#include "gate/signature_words.h"

#include <fmt/format.h>

#include "base/text.h"
#include "gate/errors.h"

namespace lightwell::gate {
namespace {

using wire::sigv4::ParseProblem;
using wire::sigv4::Problem;

constexpr std::string_view kCredentialForm =
    "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".";

Error malformed(Place place, std::string_view words) {
  if (place == Place::header) {
    return error(errors::authorization_header_malformed,
                 fmt::format("The authorization header is malformed; {}", words));
  }
  return error(errors::authorization_query_parameters_error,
               fmt::format("Error parsing the X-Amz-Credential parameter; {}", words));
}

Error query_error(std::string_view words) {
  return error(errors::authorization_query_parameters_error, std::string(words));
}

Error s3_unsupported(Place place, std::string_view value) {
  if (place == Place::query) return query_error("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
  if (value.starts_with("AWS ")) {
    return error(errors::invalid_request,
                 "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
  }
  return error(errors::invalid_argument, "Unsupported Authorization Type")
      .with("ArgumentName", "Authorization")
      .with("ArgumentValue", std::string(value));
}

Error s3_problem(Place place, const ParseProblem& found, std::string_view amz_date) {
  const std::string_view value = found.value;
  switch (found.problem) {
    case Problem::unsupported_algorithm: return s3_unsupported(place, value);
    case Problem::missing_components:
      return malformed(place,
                       "the authorization header requires three components: Credential, SignedHeaders, and "
                       "Signature.");
    case Problem::malformed_credential: return malformed(place, kCredentialForm);
    case Problem::empty_access_key:
      return malformed(place, "a non-empty Access Key (AKID) must be provided in the credential.");
    case Problem::malformed_date:
      return malformed(place, fmt::format("incorrect date format \"{}\". This date in the credential must be in the "
                                          "format \"yyyyMMdd\".",
                                          value));
    case Problem::wrong_terminal:
      return malformed(place, fmt::format("incorrect terminal \"{}\". This endpoint uses \"aws4_request\".", value));
    case Problem::missing_parameters: return error(errors::authorization_query_parameters_error);
    case Problem::malformed_timestamp:
      return query_error("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    case Problem::repeated_parameter: return error(errors::authorization_query_parameters_error);
    case Problem::expires_not_a_number: return query_error("X-Amz-Expires should be a number");
    case Problem::expires_negative: return query_error("X-Amz-Expires must be non-negative");
    case Problem::expires_too_large:
      return query_error(
          "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must "
          "be less than 604800 seconds");
    case Problem::date_differs:
      return malformed(place, fmt::format("Invalid credential date \"{}\". This date is not the same as X-Amz-Date: "
                                          "\"{}\".",
                                          value, amz_date.substr(0, 8)));
  }
  return error(errors::access_denied);
}

const ErrorKind& incomplete(Dialect dialect) {
  return dialect == Dialect::json ? errors::incomplete_signature_exception : errors::incomplete_signature;
}

const ErrorKind& invalid_signature(Dialect dialect) {
  if (dialect == Dialect::s3) return errors::signature_does_not_match;
  return dialect == Dialect::json ? errors::invalid_signature_exception : errors::signature_does_not_match_query;
}

std::string required_words(Place place, std::string_view missing) {
  std::string out;
  while (!missing.empty()) {
    const size_t comma = missing.find(',');
    out += fmt::format("{}{} requires '{}' parameter.", out.empty() ? "" : " ",
                       place == Place::header ? "Authorization header" : "AWS query-string parameters",
                       missing.substr(0, comma));
    missing = comma == missing.npos ? std::string_view{} : missing.substr(comma + 1);
  }
  return out;
}

Error common_problem(Dialect dialect, Place place, const ParseProblem& found, std::string_view amz_date) {
  const std::string_view value = found.value;
  switch (found.problem) {
    case Problem::unsupported_algorithm:
      return error(incomplete(dialect),
                   fmt::format("Unsupported AWS 'algorithm': '{}'.", value.substr(0, value.find(' '))));
    case Problem::missing_components: return error(incomplete(dialect), required_words(place, value));
    case Problem::missing_parameters:
      return error(incomplete(dialect), std::string(errors::authorization_query_parameters_error.message));
    case Problem::repeated_parameter:
      return error(incomplete(dialect), fmt::format("AWS query-string parameters must not repeat '{}'.", value));
    case Problem::malformed_credential:
    case Problem::empty_access_key:
      return error(incomplete(dialect), fmt::format("Credential must have exactly 5 slash-delimited elements, e.g. "
                                                    "keyid/date/region/service/term, got '{}'",
                                                    value));
    case Problem::wrong_terminal:
      return error(
          invalid_signature(dialect),
          fmt::format("Credential should be scoped with a valid terminator: 'aws4_request', not '{}'.", value));
    case Problem::malformed_date:
    case Problem::date_differs:
      return error(invalid_signature(dialect),
                   fmt::format("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
                               "HTTP: '{}' != '{}', from '{}'.",
                               value, amz_date.substr(0, 8), amz_date));
    case Problem::malformed_timestamp:
      return error(incomplete(dialect), fmt::format("Date must be in ISO-8601 'basic format'. Got '{}'. See "
                                                    "http://en.wikipedia.org/wiki/ISO_8601",
                                                    value));
    case Problem::expires_not_a_number:
    case Problem::expires_negative:
    case Problem::expires_too_large:
      return error(incomplete(dialect),
                   fmt::format("X-Amz-Expires must be between 1 and 604800 seconds, not '{}'.", value));
  }
  return error(incomplete(dialect));
}

// S3 shows the bytes it signed as hexadecimal pairs with a space between.
std::string spaced_hex(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(text.size() * 3);
  for (const char c : text) {
    if (!out.empty()) out.push_back(' ');
    out.push_back(digits[uint8_t(c) >> 4]);
    out.push_back(digits[uint8_t(c) & 15]);
  }
  return out;
}

}  // namespace

Dialect dialect_of(const wire::ServiceModel& model) {
  switch (model.protocol) {
    case wire::Protocol::rest_xml: return model.wraps_errors ? Dialect::query : Dialect::s3;
    case wire::Protocol::query: return Dialect::query;
    case wire::Protocol::ec2: return Dialect::ec2;
    default: return Dialect::json;
  }
}

Error signature_problem(Dialect dialect, Place place, const ParseProblem& found, std::string_view amz_date) {
  return dialect == Dialect::s3 ? s3_problem(place, found, amz_date) : common_problem(dialect, place, found, amz_date);
}

Error wrong_service(Dialect dialect, Place place, std::string_view scope_service, std::string_view expected) {
  if (dialect == Dialect::s3) {
    return malformed(
        place, fmt::format("incorrect service \"{}\". This endpoint belongs to \"{}\".", scope_service, expected));
  }
  return error(invalid_signature(dialect),
               fmt::format("Credential should be scoped to correct service: '{}'.", expected));
}

Error wrong_region(Dialect dialect, Place place, std::string_view scope_region, std::string_view expected) {
  if (dialect == Dialect::s3) {
    return malformed(place, fmt::format("the region '{}' is wrong; expecting '{}'", scope_region, expected))
        .with("Region", std::string(expected));
  }
  return error(invalid_signature(dialect),
               fmt::format("Credential should be scoped to a valid region, not '{}'.", scope_region));
}

Error missing_region_set(Dialect dialect, Place place) {
  constexpr std::string_view words = "the request needs X-Amz-Region-Set to be signed with AWS4-ECDSA-P256-SHA256.";
  return dialect == Dialect::s3 ? malformed(place, words) : error(incomplete(dialect), std::string(words));
}

Error unsigned_headers(Dialect dialect, const std::vector<std::string>& names) {
  if (dialect == Dialect::s3) {
    return error(errors::access_denied, "There were headers present in the request which were not signed")
        .with("HeadersNotSigned", fmt::format("{}", fmt::join(names, ", ")));
  }
  const std::string& first = names.front();
  return error(invalid_signature(dialect),
               fmt::format("{} must be a 'SignedHeader' in the AWS Authorization.",
                           first == "host" ? std::string("'Host' or ':authority'") : "'" + first + "'"));
}

Error missing_authentication(Dialect dialect) {
  switch (dialect) {
    case Dialect::s3: return error(errors::access_denied);
    case Dialect::json: return error(errors::missing_authentication_token_exception);
    default: return error(errors::missing_authentication_token);
  }
}

Error missing_date(Dialect dialect) {
  if (dialect == Dialect::s3) {
    return error(errors::access_denied, "AWS authentication requires a valid Date or x-amz-date header");
  }
  return error(incomplete(dialect),
               "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
}

Error unknown_access_key(Dialect dialect, std::string_view access_key_id) {
  switch (dialect) {
    case Dialect::s3: return error(errors::invalid_access_key_id).with("AWSAccessKeyId", std::string(access_key_id));
    case Dialect::json: return error(errors::unrecognized_client);
    case Dialect::ec2: return error(errors::auth_failure);
    default: return error(errors::invalid_client_token_id);
  }
}

Error bad_token(Dialect dialect, std::string_view token) {
  switch (dialect) {
    case Dialect::s3: return error(errors::invalid_token).with("Token-0", std::string(token));
    case Dialect::json: return error(errors::unrecognized_client);
    case Dialect::ec2: return error(errors::auth_failure);
    default: return error(errors::invalid_client_token_id);
  }
}

Error expired_token(Dialect dialect, std::string_view token) {
  if (dialect == Dialect::ec2) return error(errors::request_expired);
  Error out = error(errors::expired_token);
  if (dialect == Dialect::s3) return std::move(out).with("Token-0", std::string(token));
  out.message = "The security token included in the request is expired";
  return out;
}

Error skewed(Dialect dialect, std::string_view timestamp, Timestamp signed_at, Timestamp now, seconds max_skew) {
  if (dialect == Dialect::s3) {
    return error(errors::request_time_too_skewed)
        .with("RequestTime", std::string(timestamp))
        .with("ServerTime", iso8601_seconds(now))
        .with("MaxAllowedSkewMilliseconds", std::to_string(milliseconds(max_skew).count()));
  }
  if (dialect == Dialect::ec2 && signed_at < now) return error(errors::request_expired);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(max_skew).count();
  if (signed_at < now) {
    return error(invalid_signature(dialect),
                 fmt::format("Signature expired: {} is now earlier than {} ({} - {} min.)", timestamp,
                             iso8601_basic(now - max_skew), iso8601_basic(now), minutes));
  }
  return error(invalid_signature(dialect),
               fmt::format("Signature not yet current: {} is still later than {} ({} + {} min.)", timestamp,
                           iso8601_basic(now + max_skew), iso8601_basic(now), minutes));
}

Error mismatch(Dialect dialect, std::string_view access_key_id, std::string_view string_to_sign,
               std::string_view signature_provided, std::string_view canonical_request) {
  // EC2 does not say whether the key or its secret is wrong.
  if (dialect == Dialect::ec2) return error(errors::auth_failure);
  if (dialect != Dialect::s3) {
    Error out = error(invalid_signature(dialect));
    if (canonical_request.empty()) return out;
    out.message += fmt::format(
        "\n\nThe Canonical String for this request should have been\n'{}'\n\n"
        "The String-to-Sign should have been\n'{}'\n",
        canonical_request, string_to_sign);
    return out;
  }
  Error out = error(errors::signature_does_not_match)
                  .with("AWSAccessKeyId", std::string(access_key_id))
                  .with("StringToSign", std::string(string_to_sign))
                  .with("SignatureProvided", std::string(signature_provided))
                  .with("StringToSignBytes", spaced_hex(string_to_sign));
  if (canonical_request.empty()) return out;
  return std::move(out)
      .with("CanonicalRequest", std::string(canonical_request))
      .with("CanonicalRequestBytes", spaced_hex(canonical_request));
}

}  // namespace lightwell::gate
