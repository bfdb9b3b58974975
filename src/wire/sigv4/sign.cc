#include "wire/sigv4/sign.h"

#include <algorithm>

#include "base/text.h"

namespace lightwell::wire::sigv4 {
namespace {

bool belongs_to_signature(std::string_view lower_name) {
  return lower_name == "host" || lower_name == "content-type" || lower_name == "content-md5" ||
         lower_name.starts_with("x-amz-");
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out.append(out.empty() ? "" : ";").append(name);
  return out;
}

void sort_names(std::vector<std::string>& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

std::string signature_of(const Signer& signer, Timestamp now, std::string_view canonical) {
  return key_of(signer, now).sign(string_to_sign(iso8601_basic(now), scope_of(signer, now), canonical, signer.method));
}

std::string_view algorithm_of(const Signer& signer) {
  return signer.method == Method::hmac ? kAlgorithm : kEcdsaAlgorithm;
}

}  // namespace

Scope scope_of(const Signer& signer, Timestamp now) {
  return {.date = date_basic(now),
          .region = signer.method == Method::hmac ? signer.region : std::string(),
          .service = signer.service};
}

RequestKey key_of(const Signer& signer, Timestamp now) {
  const Credentials& credentials = signer.credentials;
  if (signer.method == Method::hmac) return derive_key(credentials.secret, scope_of(signer, now));
  return RequestKey(std::make_shared<const EcdsaKey>(credentials.access_key_id, credentials.secret));
}

std::string authorization_header(const Signer& signer, const Message& message, std::string_view payload_hash,
                                 Timestamp now) {
  std::vector<std::string> names;
  for (const Field& field : message.headers) {
    std::string name = to_lower(field.name);
    if (belongs_to_signature(name)) names.push_back(std::move(name));
  }
  sort_names(names);
  const std::string signed_headers = joined(names);
  const Scope scope = scope_of(signer, now);
  const auto canonical = canonical_request(message, signed_headers, payload_hash, path_rule(signer.service));
  const std::string signature = signature_of(signer, now, canonical.value_or(""));
  std::string out(algorithm_of(signer));
  out.append(" Credential=").append(signer.credentials.access_key_id).append("/").append(scope.text());
  out.append(", SignedHeaders=").append(signed_headers);
  return out.append(", Signature=").append(signature);
}

std::string presigned_target(const Signer& signer, const PresignInput& input) {
  const Scope scope = scope_of(signer, input.now);
  std::vector<Field> fields = {{"host", input.host}};
  std::vector<std::string> names = {"host"};
  for (const auto& [name, value] : input.headers) {
    fields.push_back({name, value});
    names.push_back(to_lower(name));
  }
  sort_names(names);
  const std::string signed_headers = joined(names);

  std::string query;
  const auto add = [&query](std::string_view name, std::string_view value) {
    query.append(query.empty() ? "" : "&").append(percent_encode(name)).append("=").append(percent_encode(value));
  };
  for (const auto& [name, value] : input.query) add(name, value);
  add("X-Amz-Algorithm", algorithm_of(signer));
  add("X-Amz-Credential", signer.credentials.access_key_id + "/" + scope.text());
  add("X-Amz-Date", iso8601_basic(input.now));
  add("X-Amz-Expires", std::to_string(input.expires.count()));
  if (signer.method == Method::ecdsa) add("X-Amz-Region-Set", signer.region_set);
  if (!signer.credentials.session_token.empty()) add("X-Amz-Security-Token", signer.credentials.session_token);
  add("X-Amz-SignedHeaders", signed_headers);

  const Message message = {.method = input.method, .path = input.path, .query = query, .headers = fields};
  const auto canonical = canonical_request(message, signed_headers, kUnsignedPayload, path_rule(signer.service));
  const std::string signature = signature_of(signer, input.now, canonical.value_or(""));
  return input.path + "?" + query + "&X-Amz-Signature=" + signature;
}

S3Address s3_address(const S3Endpoint& endpoint, std::string_view bucket, std::string_view key) {
  const size_t scheme_end = endpoint.origin.find("://");
  S3Address out = {.host = scheme_end == std::string::npos ? endpoint.origin : endpoint.origin.substr(scheme_end + 3),
                   .path = "/"};
  if (bucket.empty()) return out;
  if (endpoint.is_path_style) {
    out.path += bucket;
    if (!key.empty()) out.path += '/';
  } else {
    out.host = std::string(bucket) + "." + out.host;
  }
  out.path += percent_encode(key, Slash::keep);
  return out;
}

std::string presigned_url(const Signer& signer, const S3Endpoint& endpoint, const S3Presign& input, Timestamp now) {
  S3Address address = s3_address(endpoint, input.bucket, input.key);
  const size_t scheme_end = endpoint.origin.find("://");
  const std::string scheme = scheme_end == std::string::npos ? "http" : endpoint.origin.substr(0, scheme_end);
  const std::string origin = scheme + "://" + address.host;
  return origin + presigned_target(signer, {.method = input.method,
                                            .host = std::move(address.host),
                                            .path = std::move(address.path),
                                            .query = input.query,
                                            .headers = input.headers,
                                            .expires = input.expires,
                                            .now = now});
}

}  // namespace lightwell::wire::sigv4
