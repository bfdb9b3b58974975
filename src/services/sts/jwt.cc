#include "services/sts/jwt.h"

#include <boost/json.hpp>
#include <cmath>

#include "base/text.h"

namespace lightwell::sts {
namespace {

namespace json = boost::json;

constexpr unsigned kDepthMax = 8;
constexpr std::string_view kTags = "https://aws.amazon.com/tags";
constexpr std::string_view kSourceIdentity = "https://aws.amazon.com/source_identity";

std::optional<json::object> read_object(std::string_view encoded) {
  const auto text = from_base64url(encoded);
  if (!text || !is_utf8(*text)) return std::nullopt;
  boost::system::error_code broken;
  json::value value = json::parse(*text, broken, {}, {.max_depth = kDepthMax});
  if (broken || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

// Each of these answers false for a claim that is there and has the wrong type.
bool read(const json::object& claims, std::string_view name, std::string& out) {
  const json::value* claim = claims.if_contains(name);
  if (claim == nullptr) return true;
  if (!claim->is_string()) return false;
  out = claim->get_string();
  return true;
}

bool read(const json::value& list, std::vector<std::string>& out) {
  if (list.is_string()) {
    out.emplace_back(list.get_string());
    return true;
  }
  if (!list.is_array()) return false;
  for (const json::value& one : list.get_array()) {
    if (!one.is_string()) return false;
    out.emplace_back(one.get_string());
  }
  return true;
}

bool read(const json::object& claims, std::string_view name, std::vector<std::string>& out) {
  const json::value* claim = claims.if_contains(name);
  return claim == nullptr || read(*claim, out);
}

// NumericDate: seconds, with a fraction or without.
bool read(const json::object& claims, std::string_view name, std::optional<int64_t>& out) {
  constexpr double kFarthest = 4e12;
  const json::value* claim = claims.if_contains(name);
  if (claim == nullptr) return true;
  boost::system::error_code not_a_number;
  const auto number = claim->to_number<double>(not_a_number);
  if (not_a_number || !(std::abs(number) < kFarthest)) return false;
  out = int64_t(std::floor(number));
  return true;
}

// {"principal_tags": {"colour": ["red"]}, "transitive_tag_keys": ["colour"]}
bool read_tags(const json::object& claims, Jwt& out) {
  const json::value* claim = claims.if_contains(kTags);
  if (claim == nullptr) return true;
  if (!claim->is_object()) return false;
  const json::value* tags = claim->get_object().if_contains("principal_tags");
  if (tags != nullptr && !tags->is_object()) return false;
  if (tags != nullptr) {
    for (const auto& [key, value] : tags->get_object()) {
      std::vector<std::string> values;
      if (!read(value, values) || values.size() != 1) return false;
      out.tags.push_back({std::string(key), std::move(values.front())});
    }
  }
  return read(claim->get_object(), "transitive_tag_keys", out.transitive_tags);
}

bool read_claims(const json::object& claims, Jwt& out) {
  return read(claims, "iss", out.issuer) && read(claims, "sub", out.subject) && read(claims, "aud", out.audiences) &&
         read(claims, "azp", out.authorized_party) && read(claims, "amr", out.methods) &&
         read(claims, "email", out.email) && read(claims, "exp", out.expires_at) &&
         read(claims, "iat", out.issued_at) && read(claims, "nbf", out.not_before) &&
         read(claims, kSourceIdentity, out.source_identity) && read_tags(claims, out);
}

}  // namespace

std::optional<Jwt> parse_jwt(std::string_view text) {
  const size_t first = text.find('.');
  const size_t second = first == text.npos ? text.npos : text.find('.', first + 1);
  if (second == text.npos) return std::nullopt;
  const auto header = read_object(text.substr(0, first));
  const auto claims = read_object(text.substr(first + 1, second - first - 1));
  auto signature = from_base64url(text.substr(second + 1));
  if (!header || !claims || !signature || signature->empty() || header->contains("crit")) return std::nullopt;
  Jwt jwt;
  jwt.signed_part = text.substr(0, second);
  jwt.signature = std::move(*signature);
  if (!read(*header, "alg", jwt.algorithm) || !read(*header, "kid", jwt.key_id)) return std::nullopt;
  if (!read_claims(*claims, jwt)) return std::nullopt;
  return jwt;
}

}  // namespace lightwell::sts
