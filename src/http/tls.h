// TLS contexts: versions, certificates, what we are willing to negotiate. Private to this room.

#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "http/server.h"

namespace lightwell::http {

// TLS 1.2 and 1.3; offers http/1.1 by ALPN. An unreadable file is an error that names it.
Result<std::unique_ptr<boost::asio::ssl::context>> server_tls(const TlsFiles& files);

// Demands a certificate that leads to the system's store, or to `trusted_certificates` (a PEM file) where given.
Result<std::unique_ptr<boost::asio::ssl::context>> client_tls(const std::string& trusted_certificates);

}  // namespace lightwell::http
