// TLS contexts: versions, certificates, what we are willing to negotiate. Private to this room.

#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/verify_context.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/server.h"

namespace lightwell::http {

// TLS 1.2 and 1.3; offers http/1.1 by ALPN. An unreadable file is an error that names it.
Result<std::unique_ptr<boost::asio::ssl::context>> server_tls(const TlsFiles& files);

// What a client demands: a certificate that leads to the system's store, or to `trusted_certificates` (a PEM file)
// where given. The store is read with the first secure connection: it takes some 20 ms and 5 MB, and most servers make
// none.
class ClientTls {
 public:
  explicit ClientTls(std::string trusted_certificates) : trusted_certificates_(std::move(trusted_certificates)) {}
  // From any thread. An unreadable file is an error that names it.
  Result<boost::asio::ssl::context*> context();

 private:
  const std::string trusted_certificates_;
  std::mutex mutex_;
  std::unique_ptr<boost::asio::ssl::context> context_;
};

// Judges the certificate of a server, while the handshake asks: it must bear the server's name, and the store must
// vouch for it, or a thumbprint for the last of its chain.
class ServerTrust {
 public:
  // `thumbprints`: SHA-1, in hex.
  ServerTrust(const std::string& server_name, std::vector<std::string> thumbprints)
      : bears_name_(server_name), thumbprints_(std::move(thumbprints)) {}
  bool operator()(bool is_vouched_for, boost::asio::ssl::verify_context& context) const;

 private:
  boost::asio::ssl::host_name_verification bears_name_;
  std::vector<std::string> thumbprints_;
};

// Whether a handshake failed because of the server's certificate.
bool is_distrust(const boost::system::error_code& error);

}  // namespace lightwell::http
