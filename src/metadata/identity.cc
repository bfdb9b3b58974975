#include "metadata/identity.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/text.h"

namespace lightwell::metadata {
namespace {

constexpr int kKeyBits = 2048;
constexpr int kYears = 30;
constexpr size_t kLineMax = 64;

template <class T, void (*release)(T*)>
struct Release {
  void operator()(T* pointer) const { release(pointer); }
};
template <class T, void (*release)(T*)>
using Owned = std::unique_ptr<T, Release<T, release>>;
void free_bio(BIO* bio) { BIO_free(bio); }
using Buffer = Owned<BIO, free_bio>;
using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Owned<X509, X509_free>;

std::unexpected<Error> refuse(std::string words) {
  return fail(error(errors::internal_error).log("instance identity: " + std::move(words)));
}

std::string text_of(BIO* bio) {
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(bio, &bytes);
  return {bytes, size_t(length)};
}

Buffer reading(const std::string& text) { return Buffer(BIO_new_mem_buf(text.data(), int(text.size()))); }

std::string in_lines(const std::string& bytes) {
  const std::string text = to_base64(as_bytes(bytes));
  std::string out;
  for (size_t at = 0; at < text.size(); at += kLineMax) {
    out.append(at == 0 ? "" : "\n").append(text, at, kLineMax);
  }
  return out;
}

bool fill_certificate(X509* certificate, EVP_PKEY* key, Timestamp now) {
  const auto since = std::chrono::duration_cast<seconds>(now.time_since_epoch()).count();
  const auto number = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
  X509_NAME* name = X509_get_subject_name(certificate);
  return X509_set_version(certificate, X509_VERSION_3) == 1 &&
         ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), uint64_t(to_micros(now))) == 1 &&
         ASN1_TIME_set(X509_getm_notBefore(certificate), since) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), since + kYears * 365LL * 24 * 3600) != nullptr &&
         X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC, number("Lightwell"), -1, -1, 0) == 1 &&
         X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, number("instance identity"), -1, -1, 0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1 &&
         X509_sign(certificate, key, EVP_sha256()) > 0;
}

std::string signature_of(const std::string& document, EVP_PKEY* key) {
  const Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  const auto* bytes = reinterpret_cast<const unsigned char*>(document.data());
  size_t length = 0;
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1) return {};
  if (EVP_DigestSign(context.get(), nullptr, &length, bytes, document.size()) != 1) return {};
  std::string out(length, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &length, bytes, document.size()) !=
      1) {
    return {};
  }
  out.resize(length);
  return out;
}

std::string pkcs7_of(const std::string& document, X509* certificate, EVP_PKEY* key) {
  const Buffer content = reading(document);
  const Owned<PKCS7, PKCS7_free> made(PKCS7_sign(certificate, key, nullptr, content.get(), PKCS7_BINARY));
  if (!made) return {};
  unsigned char* out = nullptr;
  const int length = i2d_PKCS7(made.get(), &out);
  if (length <= 0) return {};
  std::string der(reinterpret_cast<const char*>(out), size_t(length));
  OPENSSL_free(out);
  return der;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.append("\\").append(1, c);
    } else if (uint8_t(c) < ' ') {
      out += fmt::format("\\u{:04x}", uint8_t(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

Result<IdentityKey> make_identity_key(Timestamp now) {
  const Key key(EVP_RSA_gen(kKeyBits));
  const Certificate certificate(X509_new());
  if (!key || !certificate || !fill_certificate(certificate.get(), key.get(), now))
    return refuse("no key could be made");
  const Buffer pem(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PKCS8PrivateKey(pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return refuse("the key cannot be written");
  }
  const Buffer public_pem(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_X509(public_pem.get(), certificate.get()) != 1) return refuse("the certificate cannot be written");
  return IdentityKey{.private_key = text_of(pem.get()), .certificate = text_of(public_pem.get())};
}

Result<Identity> prove_identity(const Instance& instance, const IdentityKey& given) {
  const Key key(PEM_read_bio_PrivateKey(reading(given.private_key).get(), nullptr, nullptr, nullptr));
  const Certificate certificate(PEM_read_bio_X509(reading(given.certificate).get(), nullptr, nullptr, nullptr));
  if (!key || !certificate) return refuse("the key or its certificate cannot be read");
  if (X509_check_private_key(certificate.get(), key.get()) != 1) return refuse("the certificate is another key's");
  const std::string document = identity_document(instance);
  const std::string signature = signature_of(document, key.get());
  const std::string pkcs7 = pkcs7_of(document, certificate.get(), key.get());
  if (signature.empty() || pkcs7.empty()) return refuse("the document cannot be signed");
  return Identity{.document = document, .signature = in_lines(signature), .pkcs7 = in_lines(pkcs7)};
}

std::string identity_document(const Instance& instance) {
  const std::pair<std::string_view, std::string> members[] = {
      {"accountId", quoted(instance.account)},
      {"architecture", quoted(instance.architecture)},
      {"availabilityZone", quoted(instance.zone)},
      {"billingProducts", "null"},
      {"devpayProductCodes", "null"},
      {"marketplaceProductCodes", "null"},
      {"imageId", quoted(instance.image_id)},
      {"instanceId", quoted(instance.id)},
      {"instanceType", quoted(instance.type)},
      {"kernelId", "null"},
      {"pendingTime", quoted(iso8601_seconds(instance.pending_time))},
      {"privateIp", quoted(instance.local_ipv4)},
      {"ramdiskId", "null"},
      {"region", quoted(instance.region)},
      {"version", quoted("2017-09-30")}};
  std::string out = "{";
  for (const auto& [name, value] : members) {
    out += fmt::format("{}\n  \"{}\" : {}", out.size() == 1 ? "" : ",", name, value);
  }
  return out + "\n}";
}

}  // namespace lightwell::metadata
