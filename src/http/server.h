// The HTTP/1.1 server: listens on every loop, parses, streams bodies both ways, and stops in order.

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/message.h"
#include "run/loop.h"

namespace lightwell::http {

struct Limits {
  size_t header_bytes_max = 64 * 1024;  // request line and fields together; more answers 431
  size_t fields_max = 256;
  uint64_t body_bytes_max = 6ull << 40;  // the handler may set a lower limit of its own
  size_t connections_max = 10'000;       // one more is closed at once after 503
  std::chrono::seconds header_timeout{
      30};  // from accept, or from the last answer's end for keep-alive's first byte: see idle
  std::chrono::seconds idle_timeout{75};
  std::chrono::seconds body_timeout{60};  // without a single byte in or out
  int hops_max = 0;                       // how many routers an answer may pass (IPv4's TTL); 0: the system's default
};

struct Address {
  std::string host;
  uint16_t port = 0;  // 0 picks a free one; see Server::port()
};

struct TlsFiles {
  std::string certificate_chain;  // PEM
  std::string private_key;
};

class Server {
 public:
  virtual ~Server() = default;  // stop() first
  virtual uint16_t port() const = 0;
  // No new connections; idle ones close; requests under way have `grace` to finish. Blocks.
  virtual void stop(std::chrono::milliseconds grace) = 0;
};

// Answers a request whose head cannot be read or breaks a limit: no handler sees it.
using Unreadable = std::function<Response(int status, std::string_view why)>;

Result<std::unique_ptr<Server>> listen(Loops& loops, Address address, Handler handler, Limits limits = {},
                                       std::optional<TlsFiles> tls = std::nullopt,
                                       Unreadable unreadable = plain_response);

}  // namespace lightwell::http
