#include "services/iam/ssh_key_rules.h"

#include <doctest/doctest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

// A fresh public key, in PEM.
std::string a_key(const char* kind, unsigned bits_or_curve) {
  EVP_PKEY* key = std::string_view(kind) == "RSA" ? EVP_PKEY_Q_keygen(nullptr, nullptr, kind, size_t(bits_or_curve))
                                                  : EVP_PKEY_Q_keygen(nullptr, nullptr, kind, "P-256");
  BIO* stream = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(stream, key);
  char* text = nullptr;
  const long length = BIO_get_mem_data(stream, &text);
  std::string pem(text, size_t(length));
  BIO_free_all(stream);
  EVP_PKEY_free(key);
  return pem;
}

TEST_CASE("A PEM key becomes OpenSSH's line, and back") {
  const std::string pem = a_key("RSA", 2048);
  const auto key = read_ssh_key(pem);
  REQUIRE(key);
  CHECK(key->line.starts_with("ssh-rsa AAAAB3NzaC1yc2E"));
  CHECK(key->fingerprint.size() == 47);
  CHECK(to_pem(key->line).value() == pem);
  const auto again = read_ssh_key(key->line + " anna@home\n");
  REQUIRE(again);
  CHECK(again->line == key->line);
  CHECK(again->fingerprint == key->fingerprint);
}

TEST_CASE("What is no RSA key of 2048 bits is refused") {
  for (const std::string& body :
       {a_key("RSA", 1024), a_key("EC", 0), std::string("ssh-rsa AAAA"), std::string("ssh-rsa !"),
        std::string("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQ=="), std::string("-----BEGIN PUBLIC KEY-----\n")}) {
    CAPTURE(body);
    const auto key = read_ssh_key(body);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == &errors::invalid_public_key_exception);
  }
  for (const char* body : {"", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGVW", "hello"}) {
    CAPTURE(body);
    const auto key = read_ssh_key(body);
    REQUIRE_FALSE(key);
    CHECK(key.error().kind == &errors::unrecognized_public_key_encoding_exception);
  }
}

}  // namespace
}  // namespace lightwell::iam
