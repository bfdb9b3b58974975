#include "services/sts/verification_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <boost/json.hpp>

#include "base/text.h"

namespace lightwell::sts {

struct VerificationKey::Handle {
  explicit Handle(EVP_PKEY* given) : key(given) {}
  ~Handle() { EVP_PKEY_free(key); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  EVP_PKEY* key;
};

namespace {

namespace json = boost::json;

template <class T, void (*release)(T*)>
struct Release {
  void operator()(T* pointer) const { release(pointer); }
};
template <class T, void (*release)(T*)>
using Owned = std::unique_ptr<T, Release<T, release>>;
using Number = Owned<BIGNUM, BN_free>;
using Parameters = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

struct Curve {
  std::string_view name;  // crv
  std::string_view algorithm;
  const char* group;
  size_t bytes;  // of a coordinate
};
constexpr Curve kCurves[] = {
    {"P-256", "ES256", "P-256", 32}, {"P-384", "ES384", "P-384", 48}, {"P-521", "ES512", "P-521", 66}};

const Curve* curve_of(std::string_view algorithm) {
  for (const Curve& curve : kCurves) {
    if (curve.algorithm == algorithm) return &curve;
  }
  return nullptr;
}

std::string text_of(const json::object& key, std::string_view name) {
  const json::value* value = key.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

EVP_PKEY* make_key(const char* type, OSSL_PARAM_BLD* parts) {
  const Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(parts));
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) return nullptr;
  return key;
}

EVP_PKEY* rsa_key(const json::object& key) {
  const auto modulus = from_base64url(text_of(key, "n"));
  const auto exponent = from_base64url(text_of(key, "e"));
  if (!modulus || !exponent || modulus->size() > kRsaBitsMax / 8 + 1 || exponent->size() > 8) return nullptr;
  const Number n(BN_bin2bn(raw(*modulus), int(modulus->size()), nullptr));
  const Number e(BN_bin2bn(raw(*exponent), int(exponent->size()), nullptr));
  const auto bits = size_t(BN_num_bits(n.get()));
  if (bits < kRsaBitsMin || bits > kRsaBitsMax || !BN_is_odd(e.get()) || BN_is_one(e.get())) return nullptr;
  const Parameters parts(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  return make_key("RSA", parts.get());
}

EVP_PKEY* curve_key(const json::object& key, const Curve& curve) {
  const auto x = from_base64url(text_of(key, "x"));
  const auto y = from_base64url(text_of(key, "y"));
  if (!x || !y || x->size() != curve.bytes || y->size() != curve.bytes) return nullptr;
  const std::string point = '\x04' + *x + *y;
  const Parameters parts(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.group, 0);
  OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return make_key("EC", parts.get());  // refuses a point that is not on the curve
}

std::optional<VerificationKey> read_key(const json::object& key) {
  const std::string use = text_of(key, "use");
  if (!use.empty() && use != "sig") return std::nullopt;
  const std::string kind = text_of(key, "kty");
  std::string family;
  EVP_PKEY* made = nullptr;
  if (kind == "RSA") {
    family = "RS";
    made = rsa_key(key);
  } else if (kind == "EC") {
    for (const Curve& curve : kCurves) {
      if (curve.name != text_of(key, "crv")) continue;
      family = curve.algorithm;
      made = curve_key(key, curve);
    }
  }
  if (made == nullptr) return std::nullopt;
  return VerificationKey(text_of(key, "kid"), text_of(key, "alg"), std::move(family),
                         std::make_shared<const VerificationKey::Handle>(made));
}

// JOSE writes r and s one behind the other; OpenSSL reads them as DER.
std::string to_der(std::string_view signature, size_t bytes) {
  if (signature.size() != 2 * bytes) return {};
  const Owned<ECDSA_SIG, ECDSA_SIG_free> both(ECDSA_SIG_new());
  ECDSA_SIG_set0(both.get(), BN_bin2bn(raw(signature), int(bytes), nullptr),
                 BN_bin2bn(raw(signature.substr(bytes)), int(bytes), nullptr));
  unsigned char* out = nullptr;
  const int length = i2d_ECDSA_SIG(both.get(), &out);
  if (length <= 0) return {};
  std::string der(reinterpret_cast<const char*>(out), size_t(length));
  OPENSSL_free(out);
  return der;
}

}  // namespace

bool VerificationKey::verifies(std::string_view algorithm, std::string_view text, std::string_view signature) const {
  if (!algorithm_.empty() && algorithm_ != algorithm) return false;
  if (algorithm.size() != 5 || (family_ == "RS" ? !algorithm.starts_with("RS") : algorithm != family_)) return false;
  const std::string_view bits = algorithm.substr(2);
  const char* hash = bits == "256" ? "SHA256" : bits == "384" ? "SHA384" : bits == "512" ? "SHA512" : nullptr;
  if (hash == nullptr) return false;
  const Curve* curve = curve_of(algorithm);
  const std::string proof = curve != nullptr ? to_der(signature, curve->bytes) : std::string(signature);
  if (proof.empty()) return false;
  const Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  if (EVP_DigestVerifyInit_ex(context.get(), nullptr, hash, nullptr, nullptr, handle_->key, nullptr) != 1) return false;
  return EVP_DigestVerify(context.get(), raw(proof), proof.size(), raw(text), text.size()) == 1;
}

std::optional<std::vector<VerificationKey>> parse_key_set(std::string_view text) {
  boost::system::error_code broken;
  const json::value value = json::parse(text, broken, {}, {.max_depth = 8});
  const json::object* set = broken ? nullptr : value.if_object();
  const json::value* keys = set == nullptr ? nullptr : set->if_contains("keys");
  if (keys == nullptr || !keys->is_array() || keys->get_array().size() > kKeysMax) return std::nullopt;
  std::vector<VerificationKey> read;
  for (const json::value& one : keys->get_array()) {
    if (!one.is_object()) return std::nullopt;
    if (auto key = read_key(one.get_object())) read.push_back(std::move(*key));
  }
  return read;
}

}  // namespace lightwell::sts
