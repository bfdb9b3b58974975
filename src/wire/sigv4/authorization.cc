#include "wire/sigv4/authorization.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "wire/sigv4/canonical.h"
#include "wire/sigv4/ecdsa.h"

namespace lightwell::wire::sigv4 {
namespace {

std::unexpected<ParseProblem> refuse(Problem problem, std::string_view value = {}) {
  return std::unexpected(ParseProblem{problem, std::string(value)});
}

bool is_date(std::string_view text) {
  return text.size() == 8 && parse_unsigned(text) && parse_iso8601_basic(std::string(text) + "T000000Z");
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
}

std::optional<Method> method_of(std::string_view algorithm) {
  if (algorithm == kAlgorithm) return Method::hmac;
  if (algorithm == kEcdsaAlgorithm) return Method::ecdsa;
  return std::nullopt;
}

// AKID/YYYYMMDD/REGION/SERVICE/aws4_request; SigV4a leaves the region out.
std::expected<Authorization, ParseProblem> parse_credential(std::string_view text, Method method) {
  auto parts = split(text, '/');
  if (method == Method::ecdsa && parts.size() == 4) parts.insert(parts.begin() + 2, std::string_view());
  if (parts.size() != 5 || !is_printable(text)) return refuse(Problem::malformed_credential, text);
  if (parts[0].empty()) return refuse(Problem::empty_access_key);
  if (!is_date(parts[1])) return refuse(Problem::malformed_date, parts[1]);
  const bool is_regional = method == Method::hmac;
  if (parts[2].empty() == is_regional || parts[3].empty()) return refuse(Problem::malformed_credential, text);
  if (parts[4] != kTerminal) return refuse(Problem::wrong_terminal, parts[4]);
  Authorization out;
  out.method = method;
  out.access_key_id = parts[0];
  out.scope = {.date = std::string(parts[1]), .region = std::string(parts[2]), .service = std::string(parts[3])};
  return out;
}

std::expected<int64_t, ParseProblem> parse_expires(std::string_view text) {
  const auto seconds = parse_integer(text);
  if (!seconds) return refuse(Problem::expires_not_a_number, text);
  if (*seconds < 0) return refuse(Problem::expires_negative, text);
  if (*seconds > kExpiresMax) return refuse(Problem::expires_too_large, text);
  return *seconds;
}

struct Components {
  std::string_view credential, signed_headers, signature;
};

Components components_of(std::string_view text) {
  Components found;
  for (std::string_view part : split(text, ',')) {
    part = trim(part);
    const size_t equals = part.find('=');
    if (equals == part.npos) continue;
    const std::string_view name = part.substr(0, equals), value = part.substr(equals + 1);
    if (name == "Credential") found.credential = value;
    if (name == "SignedHeaders") found.signed_headers = value;
    if (name == "Signature") found.signature = value;
  }
  return found;
}

}  // namespace

std::expected<Authorization, ParseProblem> parse_authorization(std::string_view header) {
  header = trim(header);
  const std::string_view scheme = header.substr(0, header.find(' '));
  const auto method = method_of(scheme);
  if (!method) return refuse(Problem::unsupported_algorithm, header);
  const Components found = components_of(header.substr(scheme.size()));
  std::string missing;
  const auto need = [&](std::string_view name, std::string_view value) {
    if (value.empty()) missing.append(missing.empty() ? "" : ",").append(name);
  };
  need("Credential", found.credential);
  need("Signature", found.signature);
  need("SignedHeaders", found.signed_headers);
  if (!missing.empty()) return refuse(Problem::missing_components, missing);
  auto out = parse_credential(found.credential, *method);
  if (!out) return out;
  out->signed_headers = found.signed_headers;
  out->signature = found.signature;
  return out;
}

bool is_presigned(std::string_view query) {
  for (const std::string_view part : split(query, '&')) {
    const std::string_view name = part.substr(0, part.find('='));
    if (name == "X-Amz-Algorithm" || name == "X-Amz-Signature" || name == "X-Amz-Credential") return true;
  }
  return false;
}

std::string_view repeated_parameter(std::string_view query) {
  constexpr std::array<std::string_view, 9> kNames = {"X-Amz-Algorithm", "X-Amz-Credential",     "X-Amz-Date",
                                                      "X-Amz-Expires",   "X-Amz-SignedHeaders",  "X-Amz-Content-Sha256",
                                                      "X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-Region-Set"};
  std::array<bool, kNames.size()> seen = {};
  for (const std::string_view part : split(query, '&')) {
    const auto found = std::ranges::find(kNames, part.substr(0, part.find('=')));
    if (found == kNames.end()) continue;
    if (std::exchange(seen[size_t(found - kNames.begin())], true)) return *found;
  }
  return {};
}

std::optional<std::string> query_parameter(std::string_view query, std::string_view name) {
  for (const std::string_view part : split(query, '&')) {
    const size_t equals = part.find('=');
    if (part.substr(0, equals) != name) continue;
    return percent_decode(equals == part.npos ? "" : part.substr(equals + 1), true);
  }
  return std::nullopt;
}

std::expected<Presigned, ParseProblem> parse_presigned(std::string_view query) {
  const auto algorithm = query_parameter(query, "X-Amz-Algorithm");
  const auto credential = query_parameter(query, "X-Amz-Credential");
  const auto signature = query_parameter(query, "X-Amz-Signature");
  const auto timestamp = query_parameter(query, "X-Amz-Date");
  const auto signed_headers = query_parameter(query, "X-Amz-SignedHeaders");
  const auto expires = query_parameter(query, "X-Amz-Expires");
  if (!algorithm || !credential || !signature || !timestamp || !signed_headers || !expires) {
    return refuse(Problem::missing_parameters);
  }
  if (const auto name = repeated_parameter(query); !name.empty()) return refuse(Problem::repeated_parameter, name);
  const auto method = method_of(*algorithm);
  if (!method) return refuse(Problem::unsupported_algorithm, *algorithm);
  auto region_set = query_parameter(query, "X-Amz-Region-Set");
  if (*method == Method::ecdsa && !region_set) return refuse(Problem::missing_parameters);
  auto authorization = parse_credential(*credential, *method);
  if (!authorization) return std::unexpected(authorization.error());
  const auto signed_at = parse_iso8601_basic(*timestamp);
  if (!signed_at) return refuse(Problem::malformed_timestamp, *timestamp);
  if (!timestamp->starts_with(authorization->scope.date)) {
    return refuse(Problem::date_differs, authorization->scope.date);
  }
  const auto seconds = parse_expires(*expires);
  if (!seconds) return std::unexpected(seconds.error());
  authorization->signed_headers = *signed_headers;
  authorization->signature = *signature;
  return Presigned{.authorization = std::move(*authorization),
                   .timestamp = *timestamp,
                   .signed_at = *signed_at,
                   .expires_seconds = *seconds,
                   .security_token = query_parameter(query, "X-Amz-Security-Token"),
                   .region_set = region_set.value_or("")};
}

}  // namespace lightwell::wire::sigv4
