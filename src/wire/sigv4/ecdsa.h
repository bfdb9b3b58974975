// SigV4a: the same signature by an elliptic curve instead of an HMAC, so that one request may be good in many regions.
//
// Client and server derive one key pair from the secret (NIST SP 800-108, counter mode, HMAC-SHA256); the client signs
// with the private half, and a server needs only the public one. ECDSA over P-256 with SHA-256, in DER, as hexadecimal
// digits: 140 to 144 of them.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html

#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/digest.h"

namespace lightwell::wire::sigv4 {

inline constexpr std::string_view kEcdsaAlgorithm = "AWS4-ECDSA-P256-SHA256";
inline constexpr size_t kEcdsaSignatureMax = 144;  // hexadecimal digits
inline constexpr char kEcdsaPadding = '*';         // behind a chunk's signature, up to that length

class EcdsaKey {
 public:
  EcdsaKey(std::string_view access_key_id, std::string_view secret);
  ~EcdsaKey();
  EcdsaKey(const EcdsaKey&) = delete;
  EcdsaKey& operator=(const EcdsaKey&) = delete;

  // Lower-case hexadecimal digits; different each time.
  std::string sign(std::string_view string_to_sign) const;
  // False too for what is no signature at all.
  bool verify(std::string_view string_to_sign, std::string_view signature) const;

 private:
  struct Held;
  std::unique_ptr<const Held> held_;
};

// The private half, big-endian: exposed for the tests against published vectors.
std::string derive_ecdsa_secret(std::string_view access_key_id, std::string_view secret);

// Key pairs already derived. Safe from any thread; forgets everything when full.
class EcdsaKeys {
 public:
  explicit EcdsaKeys(size_t entries_max = 256) : entries_max_(entries_max) {}
  std::shared_ptr<const EcdsaKey> get(std::string_view access_key_id, std::string_view secret);

 private:
  struct Entry {
    Sha256 secret_digest;  // a pair whose secret changed is derived anew
    std::shared_ptr<const EcdsaKey> key;
  };
  const size_t entries_max_;
  std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
};

// Whether a region is among those of X-Amz-Region-Set: names with commas between, '*' standing for any characters.
bool region_set_covers(std::string_view region_set, std::string_view region);
// The first region of the set that is named in full; "" if none is.
std::string_view first_region(std::string_view region_set);

}  // namespace lightwell::wire::sigv4
