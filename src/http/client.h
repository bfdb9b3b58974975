// The HTTP/1.1 client: keeps connections open for reuse, streams bodies both ways, checks certificates.

#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/message.h"
#include "run/loop.h"

namespace lightwell::http {

struct ClientLimits {
  size_t connections_per_host_max = 64;
  std::chrono::seconds connect_timeout{10};
  std::chrono::seconds idle_timeout{60};  // without a single byte in or out
};

struct Origin {
  bool is_secure = false;
  std::string host;
  uint16_t port = 80;
};

class Client {
 public:
  virtual ~Client() = default;
  // Sends the request (its body may stream) and answers once the header has come; the body streams through
  // Response::body. Failures to connect or in transit: errors::internal_error with the log's words.
  virtual Task<Result<Response>> send(const Origin& origin, Request request) = 0;
};

std::unique_ptr<Client> make_client(Loops& loops, ClientLimits limits = {});

}  // namespace lightwell::http
