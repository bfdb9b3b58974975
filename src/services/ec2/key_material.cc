#include "services/ec2/key_material.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>

#include "base/digest.h"
#include "base/text.h"
#include "services/ec2/private_key_forms.h"
#include "services/ec2/ssh_form.h"

namespace lightwell::ec2 {
namespace {

constexpr unsigned kRsaBits = 2048;
constexpr size_t kEd25519Bytes = 32;
constexpr size_t kExponentBytesMax = 8;
constexpr int kReadBitsMin = 1024, kReadBitsMax = 8192;
constexpr size_t kModulusBytesMax = kReadBitsMax / 8 + 1;
constexpr size_t kTextMax = 16 * 1024;
constexpr std::string_view kRfc4716Begin = "---- BEGIN SSH2 PUBLIC KEY ----";
constexpr std::string_view kRfc4716End = "---- END SSH2 PUBLIC KEY ----";
constexpr std::string_view kPemBegin = "-----BEGIN PUBLIC KEY-----";
constexpr std::string_view kPemEnd = "-----END PUBLIC KEY-----";

template <class T, void (*release)(T*)>
struct Release {
  void operator()(T* pointer) const { release(pointer); }
};
template <class T, void (*release)(T*)>
using Owned = std::unique_ptr<T, Release<T, release>>;
void free_bio(BIO* bio) { BIO_free(bio); }
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;

std::unexpected<Error> broken() {
  return fail(error(lightwell::errors::internal_error).log("OpenSSL made no key pair"));
}

std::string with_colons(std::string_view bytes) {
  const std::string hex = to_hex(as_bytes(bytes));
  std::string out;
  for (size_t at = 0; at < hex.size(); at += 2) out.append(at == 0 ? "" : ":").append(hex, at, 2);
  return out;
}

std::string sha256_fingerprint(std::string_view blob) {
  return to_base64(as_bytes(digest(Algorithm::sha256, as_bytes(blob))));
}

// A number of an RSA key, big-endian.
std::string number_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* found = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &found) != 1) return {};
  const Owned<BIGNUM, BN_clear_free> number(found);
  std::string out(size_t(BN_num_bytes(found)), '\0');
  BN_bn2bin(found, reinterpret_cast<unsigned char*>(out.data()));
  return out;
}

template <class Encode>
std::string der_of(Encode encode) {
  unsigned char* out = nullptr;
  const int length = encode(&out);
  if (length <= 0) return {};
  std::string der(reinterpret_cast<const char*>(out), size_t(length));
  OPENSSL_free(out);
  return der;
}

std::string rsa_blob(std::string_view exponent, std::string_view modulus) {
  return ssh_string("ssh-rsa") + ssh_mpint(exponent) + ssh_mpint(modulus);
}

std::string ed25519_blob(std::string_view point) { return ssh_string("ssh-ed25519") + ssh_string(point); }

Result<MadeKey> make_rsa(KeyFormat format, const std::string& name) {
  const Key key(EVP_RSA_gen(kRsaBits));
  if (!key) return broken();
  const std::string blob =
      rsa_blob(number_of(key.get(), OSSL_PKEY_PARAM_RSA_E), number_of(key.get(), OSSL_PKEY_PARAM_RSA_N));
  const Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> pkcs8(EVP_PKEY2PKCS8(key.get()));
  const std::string der = der_of([&](unsigned char** out) { return i2d_PKCS8_PRIV_KEY_INFO(pkcs8.get(), out); });
  MadeKey made = {.public_key = public_line(KeyType::rsa, blob, name),
                  .fingerprint = with_colons(digest(Algorithm::sha1, as_bytes(der)))};
  if (format == KeyFormat::ppk) {
    std::string secret;
    for (const char* part : {OSSL_PKEY_PARAM_RSA_D, OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2,
                             OSSL_PKEY_PARAM_RSA_COEFFICIENT1}) {
      secret += ssh_mpint(number_of(key.get(), part));
    }
    made.private_key = putty_private_key("ssh-rsa", blob, secret, name);
    return made;
  }
  const Owned<BIO, free_bio> pem(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PrivateKey_traditional(pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return broken();
  }
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(pem.get(), &bytes);
  made.private_key.assign(bytes, size_t(length));
  return made;
}

Result<MadeKey> make_ed25519(KeyFormat format, const std::string& name) {
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (!key) return broken();
  std::string seed(kEd25519Bytes, '\0'), point(kEd25519Bytes, '\0');
  size_t seed_size = seed.size(), point_size = point.size();
  if (EVP_PKEY_get_raw_private_key(key.get(), reinterpret_cast<unsigned char*>(seed.data()), &seed_size) != 1 ||
      EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(point.data()), &point_size) != 1) {
    return broken();
  }
  const std::string blob = ed25519_blob(point);
  MadeKey made = {.public_key = public_line(KeyType::ed25519, blob, name), .fingerprint = sha256_fingerprint(blob)};
  made.private_key = format == KeyFormat::ppk ? putty_private_key("ssh-ed25519", blob, ssh_string(seed), name)
                                              : openssh_private_key(blob, blob + ssh_string(seed + point), name);
  return made;
}

Key rsa_public_key(const BIGNUM* exponent, const BIGNUM* modulus) {
  const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> parts(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, modulus);
  OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, exponent);
  const Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(parts.get()));
  const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) return nullptr;
  return Key(key);
}

std::optional<ReadKey> read_rsa(std::string_view exponent, std::string_view modulus) {
  if (exponent.size() > kExponentBytesMax || modulus.size() > kModulusBytesMax) return std::nullopt;
  const auto bytes = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
  const Owned<BIGNUM, BN_free> n(BN_bin2bn(bytes(modulus), int(modulus.size()), nullptr));
  const Owned<BIGNUM, BN_free> e(BN_bin2bn(bytes(exponent), int(exponent.size()), nullptr));
  const int bits = BN_num_bits(n.get());
  const bool is_sound = BN_is_odd(n.get()) && BN_is_odd(e.get()) && !BN_is_one(e.get());
  if (bits < kReadBitsMin || bits > kReadBitsMax || !is_sound) return std::nullopt;
  const Key key = rsa_public_key(e.get(), n.get());
  if (!key) return std::nullopt;
  const std::string der = der_of([&](unsigned char** out) { return i2d_PUBKEY(key.get(), out); });
  return ReadKey{.type = KeyType::rsa,
                 .blob = rsa_blob(exponent, modulus),
                 .fingerprint = with_colons(digest(Algorithm::md5, as_bytes(der)))};
}

std::optional<ReadKey> read_ed25519(std::string_view point) {
  if (point.size() != kEd25519Bytes) return std::nullopt;
  std::string blob = ed25519_blob(point);
  std::string fingerprint = sha256_fingerprint(blob);
  return ReadKey{.type = KeyType::ed25519, .blob = std::move(blob), .fingerprint = std::move(fingerprint)};
}

std::optional<ReadKey> read_blob(std::string_view blob) {
  const auto type = take_ssh_string(blob);
  if (type == "ssh-ed25519") {
    const auto point = take_ssh_string(blob);
    return point && blob.empty() ? read_ed25519(*point) : std::nullopt;
  }
  if (type != "ssh-rsa") return std::nullopt;
  const auto exponent = take_ssh_string(blob);
  const auto modulus = take_ssh_string(blob);
  return exponent && modulus && blob.empty() ? read_rsa(*exponent, *modulus) : std::nullopt;
}

std::optional<ReadKey> read_der(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const Key key(d2i_PUBKEY(nullptr, &at, long(der.size())));
  if (!key) return std::nullopt;
  if (EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA) {
    return read_rsa(number_of(key.get(), OSSL_PKEY_PARAM_RSA_E), number_of(key.get(), OSSL_PKEY_PARAM_RSA_N));
  }
  std::string point(kEd25519Bytes, '\0');
  size_t size = point.size();
  const bool is_ed25519 =
      EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_ED25519 &&
      EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(point.data()), &size) == 1;
  return is_ed25519 ? read_ed25519(point) : std::nullopt;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<std::string> from_wrapped_base64(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (!is_space(c)) kept += c;
  }
  return from_base64(kept);
}

// The body of a file of RFC 4716: its lines but for headers, which have a colon and may go on after a backslash.
std::string body_of(std::string_view lines) {
  std::string body;
  bool is_header = false;
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = trimmed(lines.substr(0, end));
    is_header = is_header || line.contains(':');
    if (!is_header) body += line;
    is_header = is_header && line.ends_with('\\');
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return body;
}

}  // namespace

std::optional<ReadKey> read_public_key(std::string_view text) {
  if (text.size() > kTextMax) return std::nullopt;
  text = trimmed(text);
  if (text.starts_with(kRfc4716Begin) && text.ends_with(kRfc4716End)) {
    text.remove_prefix(kRfc4716Begin.size());
    text.remove_suffix(kRfc4716End.size());
    const auto blob = from_wrapped_base64(body_of(text));
    return blob ? read_blob(*blob) : std::nullopt;
  }
  if (const size_t space = text.find_first_of(" \t"); text.starts_with("ssh-") && space != text.npos) {
    const std::string_view rest = trimmed(text.substr(space));
    const auto blob = from_base64(rest.substr(0, rest.find_first_of(" \t\r\n")));
    auto read = blob ? read_blob(*blob) : std::nullopt;
    if (read && text.substr(4, space - 4) != to_text(read->type)) return std::nullopt;
    return read;
  }
  if (text.starts_with(kPemBegin) && text.ends_with(kPemEnd)) {
    text.remove_prefix(kPemBegin.size());
    text.remove_suffix(kPemEnd.size());
  }
  const auto der = from_wrapped_base64(text);
  return der ? read_der(*der) : std::nullopt;
}

std::string_view to_text(KeyType type) { return type == KeyType::rsa ? "rsa" : "ed25519"; }

std::string public_line(KeyType type, std::string_view blob, std::string_view comment) {
  return fmt::format("ssh-{} {} {}", to_text(type), to_base64(as_bytes(blob)), comment);
}

Result<MadeKey> make_key(KeyType type, KeyFormat format, const std::string& name) {
  return type == KeyType::rsa ? make_rsa(format, name) : make_ed25519(format, name);
}

}  // namespace lightwell::ec2
