#include "wire/sigv4/ecdsa.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <stdexcept>

#include "base/text.h"
#include "wire/sigv4/canonical.h"

namespace lightwell::wire::sigv4 {
namespace {

template <auto free>
struct Freed {
  template <class T>
  void operator()(T* held) const {
    free(held);
  }
};
using Number = std::unique_ptr<BIGNUM, Freed<&BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, Freed<&EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Freed<&EC_POINT_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<&EVP_PKEY_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<&OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freed<&OSSL_PARAM_free>>;

constexpr int kCandidatesMax = 254;
constexpr size_t kScalarBytes = 32;

void must(bool holds) {
  if (!holds) throw std::runtime_error("OpenSSL cannot make a P-256 key");
}

// RFC: i || label || 0x00 || context || length in bits.
std::string candidate(std::string_view key, std::string_view access_key_id, int counter) {
  using namespace std::string_view_literals;
  std::string input("\0\0\0\1"sv);
  input.append(kEcdsaAlgorithm).append("\0"sv).append(access_key_id);
  input += char(counter);
  input.append("\0\0\1\0"sv);
  return std::string(as_text(hmac_sha256(as_bytes(key), as_bytes(input))));
}

Number number_of(std::string_view big_endian) {
  return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(big_endian.data()), int(big_endian.size()), nullptr));
}

std::string public_point(const EC_GROUP* group, const BIGNUM* secret) {
  const Point point(EC_POINT_new(group));
  must(point != nullptr && EC_POINT_mul(group, point.get(), secret, nullptr, nullptr, nullptr) == 1);
  std::string out(1 + 2 * kScalarBytes, '\0');
  must(EC_POINT_point2oct(group, point.get(), POINT_CONVERSION_UNCOMPRESSED,
                          reinterpret_cast<unsigned char*>(out.data()), out.size(), nullptr) == out.size());
  return out;
}

Key key_of(std::string_view secret_scalar) {
  const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Number secret = number_of(secret_scalar);
  const std::string point = public_point(group.get(), secret.get());
  const Builder builder(OSSL_PARAM_BLD_new());
  must(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1);
  must(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret.get()) == 1);
  must(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1);
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* made = nullptr;
  must(context != nullptr && EVP_PKEY_fromdata_init(context.get()) == 1);
  must(EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR, parameters.get()) == 1);
  return Key(made);
}

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// '*' stands for any characters.
bool fits(std::string_view pattern, std::string_view text) {
  const size_t star = pattern.find('*');
  if (star == pattern.npos) return pattern == text;
  if (!text.starts_with(pattern.substr(0, star))) return false;
  pattern.remove_prefix(star + 1);
  for (size_t at = star; at <= text.size(); ++at) {
    if (fits(pattern, text.substr(at))) return true;
  }
  return false;
}

constexpr size_t kRegionSetBytesMax = 1024, kRegionBytesMax = 64, kStarsMax = 4;

}  // namespace

struct EcdsaKey::Held {
  Key key;
};

std::string derive_ecdsa_secret(std::string_view access_key_id, std::string_view secret) {
  const std::string key = "AWS4A" + std::string(secret);
  const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Number limit(BN_dup(EC_GROUP_get0_order(group.get())));
  must(limit != nullptr && BN_sub_word(limit.get(), 2) == 1);
  for (int counter = 1; counter <= kCandidatesMax; ++counter) {
    const Number scalar = number_of(candidate(key, access_key_id, counter));
    if (BN_cmp(scalar.get(), limit.get()) > 0) continue;
    must(BN_add_word(scalar.get(), 1) == 1);
    std::string out(kScalarBytes, '\0');
    must(BN_bn2binpad(scalar.get(), reinterpret_cast<unsigned char*>(out.data()), int(out.size())) > 0);
    return out;
  }
  throw std::runtime_error("no P-256 key can be derived");  // one in 2^8000
}

EcdsaKey::EcdsaKey(std::string_view access_key_id, std::string_view secret)
    : held_(new Held{key_of(derive_ecdsa_secret(access_key_id, secret))}) {}
EcdsaKey::~EcdsaKey() = default;

std::string EcdsaKey::sign(std::string_view string_to_sign) const {
  const std::string digest(as_text(sha256(as_bytes(string_to_sign))));
  const KeyContext context(EVP_PKEY_CTX_new(held_->key.get(), nullptr));
  must(context != nullptr && EVP_PKEY_sign_init(context.get()) == 1);
  std::string out(kEcdsaSignatureMax / 2, '\0');
  size_t size = out.size();
  must(EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, raw(digest), digest.size()) ==
       1);
  return to_hex(as_bytes(std::string_view(out).substr(0, size)));
}

bool EcdsaKey::verify(std::string_view string_to_sign, std::string_view signature) const {
  if (signature.size() > kEcdsaSignatureMax) return false;
  const auto bytes = from_hex(signature);
  if (!bytes || bytes->empty()) return false;
  const std::string digest(as_text(sha256(as_bytes(string_to_sign))));
  const KeyContext context(EVP_PKEY_CTX_new(held_->key.get(), nullptr));
  must(context != nullptr && EVP_PKEY_verify_init(context.get()) == 1);
  return EVP_PKEY_verify(context.get(), raw(*bytes), bytes->size(), raw(digest), digest.size()) == 1;
}

std::shared_ptr<const EcdsaKey> EcdsaKeys::get(std::string_view access_key_id, std::string_view secret) {
  std::string name(access_key_id);
  const Sha256 secret_digest = sha256(as_bytes(secret));
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(name);
    if (found != entries_.end() && found->second.secret_digest == secret_digest) return found->second.key;
  }
  auto key = std::make_shared<const EcdsaKey>(access_key_id, secret);
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= entries_max_) entries_.clear();
  entries_.insert_or_assign(std::move(name), Entry{secret_digest, key});
  return key;
}

bool region_set_covers(std::string_view region_set, std::string_view region) {
  if (region_set.size() > kRegionSetBytesMax || region.size() > kRegionBytesMax) return false;
  for (const std::string_view part : split(region_set, ',')) {
    const std::string_view pattern = trim(part);
    const auto stars = size_t(std::ranges::count(pattern, '*'));
    if (!pattern.empty() && stars <= kStarsMax && fits(pattern, region)) return true;
  }
  return false;
}

std::string_view first_region(std::string_view region_set) {
  for (const std::string_view part : split(region_set, ',')) {
    const std::string_view name = trim(part);
    if (!name.empty() && name.find('*') == name.npos) return name;
  }
  return {};
}

}  // namespace lightwell::wire::sigv4
