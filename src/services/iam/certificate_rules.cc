#include "services/iam/certificate_rules.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

#include "base/digest.h"
#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

struct FreeStream {
  void operator()(BIO* stream) const { BIO_free_all(stream); }
};
struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

// Of a PEM block that says it is encrypted. Without this, OpenSSL asks at the terminal.
int no_password(char*, int, int, void*) { return 0; }

}  // namespace

Result<std::string> read_certificate(std::string_view pem, Timestamp now) {
  const std::unique_ptr<BIO, FreeStream> stream(BIO_new_mem_buf(pem.data(), int(pem.size())));
  const std::unique_ptr<X509, FreeCertificate> certificate(
      PEM_read_bio_X509(stream.get(), nullptr, no_password, nullptr));
  if (!certificate) {
    return fail(errors::malformed_certificate_exception,
                "Unable to parse certificate. Please ensure the certificate "
                "is in PEM format.");
  }
  time_t seconds = std::chrono::system_clock::to_time_t(std::chrono::time_point_cast<std::chrono::seconds>(now));
  if (X509_cmp_time(X509_get0_notAfter(certificate.get()), &seconds) < 0) {
    return fail(errors::malformed_certificate_exception, "Certificate is expired.");
  }
  std::string encoded(size_t(std::max(0, i2d_X509(certificate.get(), nullptr))), '\0');
  auto* out = reinterpret_cast<unsigned char*>(encoded.data());
  i2d_X509(certificate.get(), &out);
  return sha256_hex(encoded);
}

}  // namespace lightwell::iam
