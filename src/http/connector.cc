#include "http/connector.h"

#include <boost/asio/error.hpp>

#include "http/errors.h"
#include "http/tls.h"

namespace lightwell::http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// A name being looked up, then a socket being connected; the deadline breaks either.
class Attempt final : public Watched {
 public:
  explicit Attempt(Loop& loop) : resolver_(loop.context()), socket_(loop.context()) {}

  Task<IoResult> connect(std::string host, uint16_t port) {
    std::vector<tcp::endpoint> found;
    boost::system::error_code is_name;
    const asio::ip::address address = asio::ip::make_address(host, is_name);
    if (!is_name) {
      found.emplace_back(address, port);
    } else if (const IoResult resolved = co_await resolve(host, port, found); !resolved) {
      co_return resolved;
    }
    IoResult connected{asio::error::make_error_code(asio::error::host_not_found)};
    for (const tcp::endpoint& endpoint : found) {
      if (has_passed_) break;
      boost::system::error_code ignored;
      socket_.close(ignored);
      socket_.open(endpoint.protocol(), connected.error);
      if (connected.error) continue;
      close_in_children(socket_.native_handle());
      connected = co_await Wait([&](auto done) { socket_.async_connect(endpoint, std::move(done)); });
      if (connected) break;
    }
    co_return connected;
  }
  tcp::socket take_socket() { return std::move(socket_); }

 private:
  Task<IoResult> resolve(const std::string& host, uint16_t port, std::vector<tcp::endpoint>& found) {
    co_return co_await Wait([&](auto done) {
      resolver_.async_resolve(host, std::to_string(port),
                              [&found, done = std::move(done)](const auto& error, const auto& results) mutable {
                                for (const auto& entry : results) found.push_back(entry.endpoint());
                                done(error);
                              });
    });
  }
  void deadline_passed() override {
    has_passed_ = true;
    resolver_.cancel();
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }

  tcp::resolver resolver_;
  tcp::socket socket_;
  bool has_passed_ = false;
};

Error failure(const Origin& origin, std::string_view what, const boost::system::error_code& error) {
  const bool is_timeout = error == asio::error::operation_aborted;
  return lightwell::error(is_distrust(error) ? errors::untrusted_certificate : lightwell::errors::internal_error)
      .log(fmt::format("{} {}:{}: {}", what, origin.host, origin.port, is_timeout ? "timed out" : error.message()));
}

}  // namespace

Task<Result<std::unique_ptr<Stream>>> connect_to(Loop& loop, Deadlines& deadlines, Origin origin,
                                                 const ClientLimits& limits, ClientTls& tls) {
  asio::ssl::context* context = nullptr;
  if (origin.is_secure) {
    CO_TRY(context, tls.context());
  }
  Attempt attempt(loop);
  attempt.set_deadline(limits.connect_timeout);
  deadlines.watch(attempt);
  if (const IoResult connected = co_await attempt.connect(origin.host, origin.port); !connected) {
    co_return fail(failure(origin, "cannot connect to", connected.error));
  }
  auto stream = std::make_unique<Stream>(attempt.take_socket(), limits.idle_timeout);
  deadlines.watch(*stream);
  if (!origin.is_secure) co_return stream;
  stream->set_deadline(limits.connect_timeout);
  const IoResult shaken = co_await stream->handshake_as_client(*context, origin.host, origin.thumbprints);
  if (!shaken) {
    co_return fail(failure(origin, "no secure connection to", shaken.error));
  }
  stream->clear_deadline();
  co_return stream;
}

}  // namespace lightwell::http
