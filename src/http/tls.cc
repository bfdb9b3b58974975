#include "http/tls.h"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <boost/asio/ssl/error.hpp>
#include <span>

#include "base/text.h"

namespace lightwell::http {

namespace ssl = boost::asio::ssl;

namespace {

constexpr auto kOldVersions = ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                              ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1;

// Length-prefixed, as ALPN writes it.
constexpr unsigned char kHttp11[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* offered,
                    unsigned offered_length, void*) {
  unsigned char* chosen = nullptr;
  const int outcome = SSL_select_next_proto(&chosen, out_length, kHttp11, sizeof kHttp11, offered, offered_length);
  *out = chosen;
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

// What the store cannot vouch for, and nothing worse.
bool lacks_issuer(int error) {
  return error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT || error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
         error == X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT || error == X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN ||
         error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE;
}

std::string sha1_hex(const X509* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> sum;
  unsigned length = 0;
  if (X509_digest(certificate, EVP_sha1(), sum.data(), &length) != 1) return {};
  return to_hex(std::as_bytes(std::span(sum).first(length)));
}

// The last certificate of the chain that OpenSSL has put together of what the server sent.
const X509* last_of_chain(X509_STORE_CTX* verification) {
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(verification);
  const int length = chain == nullptr ? 0 : sk_X509_num(chain);
  return length == 0 ? nullptr : sk_X509_value(chain, length - 1);
}

}  // namespace

bool ServerTrust::operator()(bool is_vouched_for, ssl::verify_context& context) const {
  X509_STORE_CTX* verification = context.native_handle();
  if (!is_vouched_for && !thumbprints_.empty() && lacks_issuer(X509_STORE_CTX_get_error(verification))) {
    const X509* last = last_of_chain(verification);
    const std::string found = last == nullptr ? std::string() : sha1_hex(last);
    is_vouched_for = !found.empty() && std::ranges::any_of(thumbprints_, [&](const std::string& one) {
      return equals_ignore_case(one, found);
    });
    // The signatures below it are verified all the same.
    if (is_vouched_for) X509_STORE_CTX_set_error(verification, X509_V_OK);
  }
  return bears_name_(is_vouched_for, context);
}

bool is_distrust(const boost::system::error_code& error) {
  return error.category() == boost::asio::error::get_ssl_category() &&
         ERR_GET_REASON(static_cast<unsigned long>(error.value())) == SSL_R_CERTIFICATE_VERIFY_FAILED;
}

Result<std::unique_ptr<ssl::context>> server_tls(const TlsFiles& files) {
  auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
  boost::system::error_code error;
  context->set_options(kOldVersions, error);
  if (!error) context->use_certificate_chain_file(files.certificate_chain, error);
  if (error) {
    return fail(errors::internal_error,
                fmt::format("Cannot read the certificate {}: {}", files.certificate_chain, error.message()));
  }
  context->use_private_key_file(files.private_key, ssl::context::pem, error);
  if (error) {
    return fail(errors::internal_error, fmt::format("Cannot use the key {}: {}", files.private_key, error.message()));
  }
  SSL_CTX_set_alpn_select_cb(context->native_handle(), choose_protocol, nullptr);
  return context;
}

Result<ssl::context*> ClientTls::context() {
  const std::lock_guard lock(mutex_);
  if (context_) return context_.get();
  auto made = std::make_unique<ssl::context>(ssl::context::tls_client);
  boost::system::error_code error;
  made->set_options(kOldVersions, error);
  made->set_verify_mode(ssl::verify_peer, error);
  if (trusted_certificates_.empty()) {
    made->set_default_verify_paths(error);
  } else {
    made->load_verify_file(trusted_certificates_, error);
  }
  if (error) {
    return fail(errors::internal_error,
                fmt::format("Cannot read the certificates {}: {}", trusted_certificates_, error.message()));
  }
  SSL_CTX_set_alpn_protos(made->native_handle(), kHttp11, sizeof kHttp11);
  context_ = std::move(made);
  return context_.get();
}

}  // namespace lightwell::http
