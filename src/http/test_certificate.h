// A self-signed certificate made for one test, with its key, as PEM files that vanish with it.

#pragma once

#include <doctest/doctest.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <string>

#include "base/text.h"

namespace lightwell::http {

class TestCertificate {
 public:
  explicit TestCertificate(const std::string& name) {
    char folder[] = "/tmp/lightwell-tls-XXXXXX";
    REQUIRE(mkdtemp(folder) != nullptr);
    folder_ = folder;
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1,
                               -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + name).c_str());
    X509_add_ext(certificate.get(), names, -1);
    X509_EXTENSION_free(names);
    REQUIRE(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    REQUIRE(X509_digest(certificate.get(), EVP_sha1(), sum, &length) == 1);
    thumbprint_ = to_hex(std::as_bytes(std::span(sum, length)));
    FILE* file = fopen(certificate_path().c_str(), "w");
    PEM_write_X509(file, certificate.get());
    fclose(file);
    file = fopen(key_path().c_str(), "w");
    PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    fclose(file);
  }
  ~TestCertificate() {
    unlink(certificate_path().c_str());
    unlink(key_path().c_str());
    rmdir(folder_.c_str());
  }
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;

  std::string certificate_path() const { return folder_ + "/chain.pem"; }
  std::string key_path() const { return folder_ + "/key.pem"; }
  const std::string& thumbprint() const { return thumbprint_; }  // SHA-1, in hex
  int open_key() const { return open(key_path().c_str(), O_RDONLY | O_CLOEXEC); }
  std::string key() const {
    std::ifstream file(key_path());
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::string folder_;
  std::string thumbprint_;
};

}  // namespace lightwell::http
