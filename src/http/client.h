// The HTTP/1.1 client: keeps connections open for reuse, streams bodies both ways, checks certificates.

#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "run/loop.h"

namespace lightwell::http {

struct ClientLimits {
  size_t connections_per_host_max = 64;
  std::chrono::seconds connect_timeout{10};
  std::chrono::seconds idle_timeout{60};  // without a single byte in or out; also how long an unused one is kept
  std::string trusted_certificates;       // a PEM file to trust instead of the system's store
};

struct Origin {
  bool is_secure = false;
  std::string host;
  uint16_t port = 80;
  // SHA-1 of certificates, in hex: where the system's store does not lead to the server's, the last of the chain it
  // sends may be one of these instead.
  std::vector<std::string> thumbprints = {};
};

class Client {
 public:
  virtual ~Client() = default;
  // Sends the request (its body may stream) and answers once the header has come; the body streams through
  // Response::body, and an error while it does is its last. An answer that comes before the request's body has left
  // ends the sending. Content-Length, Transfer-Encoding, Connection and Expect
  // of the request are the client's own business; Host is the origin's unless given. A connection that turns out to
  // have been closed while it lay unused is replaced once, if the request changes nothing when it comes twice.
  // Failures to connect or in transit: errors::internal_error with the log's words; a certificate that nobody vouches
  // for: errors::untrusted_certificate. A request that cannot be written
  // (a line break in a header): errors::invalid_argument. Callable from any thread; the client must outlive the call,
  // not the body.
  virtual Task<Result<Response>> send(const Origin& origin, Request request) = 0;
};

std::unique_ptr<Client> make_client(Loops& loops, ClientLimits limits = {});

}  // namespace lightwell::http
