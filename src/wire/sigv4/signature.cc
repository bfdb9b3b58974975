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

namespace {

std::string_view algorithm_of(Method method) { return method == Method::hmac ? kAlgorithm : kEcdsaAlgorithm; }

// The lines that every string to sign begins with.
std::string head(std::string_view algorithm, std::string_view suffix, std::string_view timestamp, const Scope& scope) {
  std::string out;
  out.reserve(256);
  out.append(algorithm).append(suffix).append("\n").append(timestamp).append("\n");
  return out.append(scope.text()).append("\n");
}

}  // namespace

std::string string_to_sign(std::string_view timestamp, const Scope& scope, std::string_view canonical_request,
                           Method method) {
  return head(algorithm_of(method), "", timestamp, scope).append(sha256_hex(canonical_request));
}

std::string sign(const SigningKey& key, std::string_view string_to_sign) {
  return to_hex(hmac_sha256(key, as_bytes(string_to_sign)));
}

std::string RequestKey::sign(std::string_view string_to_sign) const {
  if (const auto* key = std::get_if<SigningKey>(&key_)) return sigv4::sign(*key, string_to_sign);
  return std::get<1>(key_)->sign(string_to_sign);
}

bool RequestKey::verify(std::string_view string_to_sign, std::string_view signature) const {
  if (const auto* key = std::get_if<SigningKey>(&key_)) {
    return equals_constant_time(sigv4::sign(*key, string_to_sign), signature);
  }
  return std::get<1>(key_)->verify(string_to_sign, signature);
}

std::string chunk_string_to_sign(std::string_view timestamp, const Scope& scope, std::string_view previous_signature,
                                 std::string_view chunk_sha256_hex, Method method) {
  std::string out = head(algorithm_of(method), "-PAYLOAD", timestamp, scope).append(previous_signature).append("\n");
  return out.append(kEmptySha256).append("\n").append(chunk_sha256_hex);
}

std::string trailer_string_to_sign(std::string_view timestamp, const Scope& scope, std::string_view previous_signature,
                                   std::string_view canonical_trailers, Method method) {
  std::string out = head(algorithm_of(method), "-TRAILER", timestamp, scope).append(previous_signature).append("\n");
  return out.append(sha256_hex(canonical_trailers));
}

std::string event_string_to_sign(std::string_view timestamp, const Scope& scope, std::string_view previous_signature,
                                 std::string_view headers, std::string_view payload) {
  std::string out = head(kAlgorithm, "-PAYLOAD", timestamp, scope).append(previous_signature).append("\n");
  return out.append(sha256_hex(headers)).append("\n").append(sha256_hex(payload));
}

}  // namespace lightwell::wire::sigv4
