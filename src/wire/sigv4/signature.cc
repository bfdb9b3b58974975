#include "wire/sigv4/signature.h"

#include "base/text.h"
#include "wire/sigv4/canonical.h"

namespace lightwell::wire::sigv4 {

SigningKey derive_key(std::string_view secret, const Scope& scope) {
  const std::string seed = "AWS4" + std::string(secret);
  const Sha256 date = hmac_sha256(as_bytes(seed), as_bytes(scope.date));
  const Sha256 region = hmac_sha256(date, as_bytes(scope.region));
  const Sha256 service = hmac_sha256(region, as_bytes(scope.service));
  return hmac_sha256(service, as_bytes(kTerminal));
}

SigningKey SigningKeys::get(std::string_view access_key_id, std::string_view secret, const Scope& scope) {
  std::string name;
  name.reserve(access_key_id.size() + 48);
  name.append(access_key_id).append("/").append(scope.date).append("/");
  name.append(scope.region).append("/").append(scope.service);
  const Sha256 secret_digest = sha256(as_bytes(secret));
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(name);
    if (found != entries_.end() && found->second.secret_digest == secret_digest) return found->second.key;
  }
  const SigningKey key = derive_key(secret, scope);
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= entries_max_) entries_.clear();
  entries_.insert_or_assign(std::move(name), Entry{secret_digest, key});
  return key;
}

std::string string_to_sign(std::string_view timestamp, const Scope& scope, std::string_view canonical_request) {
  std::string out(kAlgorithm);
  out.append("\n").append(timestamp).append("\n").append(scope.text()).append("\n");
  return out.append(sha256_hex(canonical_request));
}

std::string sign(const SigningKey& key, std::string_view string_to_sign) {
  return to_hex(hmac_sha256(key, as_bytes(string_to_sign)));
}

std::string chunk_string_to_sign(std::string_view timestamp, const Scope& scope, std::string_view previous_signature,
                                 std::string_view chunk_sha256_hex) {
  std::string out = "AWS4-HMAC-SHA256-PAYLOAD\n";
  out.append(timestamp).append("\n").append(scope.text()).append("\n").append(previous_signature).append("\n");
  return out.append(kEmptySha256).append("\n").append(chunk_sha256_hex);
}

std::string trailer_string_to_sign(std::string_view timestamp, const Scope& scope, std::string_view previous_signature,
                                   std::string_view canonical_trailers) {
  std::string out = "AWS4-HMAC-SHA256-TRAILER\n";
  out.append(timestamp).append("\n").append(scope.text()).append("\n").append(previous_signature).append("\n");
  return out.append(sha256_hex(canonical_trailers));
}

}  // namespace lightwell::wire::sigv4
