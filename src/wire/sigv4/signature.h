// The signature itself: the key of a day, region and service, the string to sign, and its HMAC.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html

#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>

#include "base/digest.h"
#include "wire/sigv4/authorization.h"
#include "wire/sigv4/ecdsa.h"

namespace lightwell::wire::sigv4 {

using SigningKey = Sha256;

SigningKey derive_key(std::string_view secret, const Scope&);

// Keys already derived: four HMACs saved a request. Safe from any thread; forgets everything when full.
class SigningKeys {
 public:
  explicit SigningKeys(size_t entries_max = 1024) : entries_max_(entries_max) {}
  SigningKey get(std::string_view access_key_id, std::string_view secret, const Scope&);

 private:
  struct Entry {
    Sha256 secret_digest;  // a key whose secret changed is derived anew
    SigningKey key;
  };
  const size_t entries_max_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
};

// `timestamp`: 20130524T000000Z.
std::string string_to_sign(std::string_view timestamp, const Scope&, std::string_view canonical_request,
                           Method method = Method::hmac);
// 64 lower-case hexadecimal digits.
std::string sign(const SigningKey&, std::string_view string_to_sign);

// What one request, its chunks and its events are signed with, whichever way.
class RequestKey {
 public:
  RequestKey(const SigningKey& key) : key_(key) {}  // NOLINT(google-explicit-constructor): one is the other
  explicit RequestKey(std::shared_ptr<const EcdsaKey> key) : key_(std::move(key)) {}

  Method method() const { return std::holds_alternative<SigningKey>(key_) ? Method::hmac : Method::ecdsa; }
  std::string sign(std::string_view string_to_sign) const;
  // Takes the same time for every wrong signature of the same length.
  bool verify(std::string_view string_to_sign, std::string_view signature) const;

 private:
  std::variant<SigningKey, std::shared_ptr<const EcdsaKey>> key_;
};

// The signature of one chunk of an aws-chunked body, chained to the one before (the first to the request's own).
std::string chunk_string_to_sign(std::string_view timestamp, const Scope&, std::string_view previous_signature,
                                 std::string_view chunk_sha256_hex, Method method = Method::hmac);
// `canonical_trailers`: name:value\n for each, in the order sent, without x-amz-trailer-signature.
std::string trailer_string_to_sign(std::string_view timestamp, const Scope&, std::string_view previous_signature,
                                   std::string_view canonical_trailers, Method method = Method::hmac);
// The signature of one message around an event. `headers`: the message's own, without its signature, as they travel.
std::string event_string_to_sign(std::string_view timestamp, const Scope&, std::string_view previous_signature,
                                 std::string_view headers, std::string_view payload);

}  // namespace lightwell::wire::sigv4
