#include "services/iam/ssh_key_rules.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <memory>
#include <optional>
#include <vector>

#include "base/digest.h"
#include "base/text.h"
#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

constexpr std::string_view kKind = "ssh-rsa";
constexpr int kBitsMin = 2048;

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using Context = std::unique_ptr<EVP_PKEY_CTX, Freer<EVP_PKEY_CTX_free>>;
using Stream = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freer<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Freer<OSSL_PARAM_free>>;

// Of a PEM block that says it is encrypted. Without this, OpenSSL asks at the terminal.
int no_password(char*, int, int, void*) { return 0; }

Error invalid() { return error(errors::invalid_public_key_exception, "The SSH public key is invalid."); }

// RFC 4251: a length of four bytes, then as many.
std::optional<std::string_view> take_string(std::string_view& blob) {
  if (blob.size() < 4) return std::nullopt;
  size_t length = 0;
  for (int i = 0; i < 4; ++i) length = length << 8 | uint8_t(blob[size_t(i)]);
  blob.remove_prefix(4);
  if (blob.size() < length) return std::nullopt;
  const std::string_view taken = blob.substr(0, length);
  blob.remove_prefix(length);
  return taken;
}

void put_string(std::string& blob, std::string_view text) {
  for (int shift = 24; shift >= 0; shift -= 8) blob += char(text.size() >> shift & 255);
  blob += text;
}

// RFC 4251's mpint: a positive number whose first bit is set gets a zero in front.
void put_number(std::string& blob, const BIGNUM& number) {
  std::string bytes(size_t(BN_num_bytes(&number)), '\0');
  BN_bn2bin(&number, reinterpret_cast<unsigned char*>(bytes.data()));
  if (!bytes.empty() && (uint8_t(bytes[0]) & 0x80) != 0) bytes.insert(0, 1, '\0');
  put_string(blob, bytes);
}

Number number_of(std::string_view bytes) {
  return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), int(bytes.size()), nullptr));
}

Key make_key(const BIGNUM& modulus, const BIGNUM& exponent) {
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, &modulus);
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, &exponent);
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const Context context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return nullptr;
  }
  return Key(key);
}

Result<Key> key_of_blob(std::string_view blob) {
  const auto kind = take_string(blob);
  if (!kind || *kind != kKind) return fail(invalid());
  const auto exponent = take_string(blob), modulus = take_string(blob);
  if (!exponent || !modulus || !blob.empty()) return fail(invalid());
  Key key = make_key(*number_of(*modulus), *number_of(*exponent));
  if (!key) return fail(invalid());
  return key;
}

Result<std::string> blob_of(const EVP_PKEY& key) {
  BIGNUM *modulus = nullptr, *exponent = nullptr;
  EVP_PKEY_get_bn_param(&key, OSSL_PKEY_PARAM_RSA_N, &modulus);
  EVP_PKEY_get_bn_param(&key, OSSL_PKEY_PARAM_RSA_E, &exponent);
  const Number n(modulus), e(exponent);
  if (!n || !e) return fail(invalid());
  std::string blob;
  put_string(blob, kKind);
  put_number(blob, *e);
  put_number(blob, *n);
  return blob;
}

Result<SshPublicKey> checked(const EVP_PKEY& key) {
  if (EVP_PKEY_is_a(&key, "RSA") != 1 || EVP_PKEY_get_bits(&key) < kBitsMin) return fail(invalid());
  TRY(const std::string blob, blob_of(key));
  const std::string sum = md5_hex(blob);
  SshPublicKey out{.line = std::string(kKind) + " " + to_base64(as_bytes(blob))};
  for (size_t i = 0; i < sum.size(); i += 2) out.fingerprint += (i == 0 ? "" : ":") + sum.substr(i, 2);
  return out;
}

}  // namespace

Result<SshPublicKey> read_ssh_key(std::string_view body) {
  while (!body.empty() && (body.back() == '\n' || body.back() == '\r')) body.remove_suffix(1);
  body = trim(body);
  if (body.starts_with("-----BEGIN")) {
    const Stream stream(BIO_new_mem_buf(body.data(), int(body.size())));
    const Key key(PEM_read_bio_PUBKEY(stream.get(), nullptr, no_password, nullptr));
    if (!key) return fail(invalid());
    return checked(*key);
  }
  const size_t space = body.find(' ');
  if (space == body.npos || body.substr(0, space) != kKind) {
    return fail(errors::unrecognized_public_key_encoding_exception, "The SSH public key encoding is not recognized.");
  }
  const std::string_view rest = trim(body.substr(space + 1));
  const auto blob = from_base64(rest.substr(0, rest.find(' ')));  // a comment may follow
  if (!blob) return fail(invalid());
  TRY(const Key key, key_of_blob(*blob));
  return checked(*key);
}

Result<std::string> to_pem(std::string_view line) {
  const auto blob = from_base64(line.substr(line.find(' ') + 1));
  if (!blob) return fail(invalid());
  TRY(const Key key, key_of_blob(*blob));
  const Stream stream(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(stream.get(), key.get());
  char* text = nullptr;
  const long length = BIO_get_mem_data(stream.get(), &text);
  return std::string(text, size_t(length));
}

}  // namespace lightwell::iam
