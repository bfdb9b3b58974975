#include "base/seal.h"

#include <openssl/evp.h>

#include <memory>
#include <span>
#include <stdexcept>

#include "base/ids.h"

namespace lightwell {
namespace {

constexpr size_t kNonce = 12;
constexpr size_t kTag = 16;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

const unsigned char* in(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* out(std::string& text, size_t at) { return reinterpret_cast<unsigned char*>(text.data()) + at; }

void expect(int worked) {
  if (worked != 1) throw std::runtime_error("AES-256-GCM failed");
}

}  // namespace

std::string Seal::close(std::string_view plain, std::string_view bound_to) const {
  const Cipher cipher(EVP_CIPHER_CTX_new());
  std::string sealed(kNonce + plain.size() + kTag, '\0');
  random_bytes(std::as_writable_bytes(std::span(sealed.data(), kNonce)));
  int length = 0;
  expect(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr,
                            reinterpret_cast<const unsigned char*>(key_.data()), in(sealed)));
  expect(EVP_EncryptUpdate(cipher.get(), nullptr, &length, in(bound_to), int(bound_to.size())));
  expect(EVP_EncryptUpdate(cipher.get(), out(sealed, kNonce), &length, in(plain), int(plain.size())));
  expect(EVP_EncryptFinal_ex(cipher.get(), out(sealed, kNonce + plain.size()), &length));
  expect(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, int(kTag), out(sealed, kNonce + plain.size())));
  return sealed;
}

std::optional<std::string> Seal::open(std::string_view sealed, std::string_view bound_to) const {
  if (sealed.size() < kNonce + kTag) return std::nullopt;
  const std::string_view body = sealed.substr(kNonce, sealed.size() - kNonce - kTag);
  std::string tag(sealed.substr(sealed.size() - kTag));
  std::string plain(body.size(), '\0');
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int length = 0;
  expect(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr,
                            reinterpret_cast<const unsigned char*>(key_.data()), in(sealed)));
  expect(EVP_DecryptUpdate(cipher.get(), nullptr, &length, in(bound_to), int(bound_to.size())));
  expect(EVP_DecryptUpdate(cipher.get(), out(plain, 0), &length, in(body), int(body.size())));
  expect(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, int(kTag), tag.data()));
  if (EVP_DecryptFinal_ex(cipher.get(), out(plain, plain.size()), &length) != 1) return std::nullopt;
  return plain;
}

}  // namespace lightwell
