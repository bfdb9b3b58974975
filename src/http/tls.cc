#include "http/tls.h"

#include <fmt/format.h>
#include <openssl/ssl.h>

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

}  // namespace

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
