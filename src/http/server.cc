// Listening and stopping. One acceptor a loop shares the port by SO_REUSEPORT, so the kernel spreads connections and
// none ever changes its thread.

#include "http/server.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/ip/unicast.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <expected>
#include <future>
#include <thread>

#include "base/log.h"
#include "http/connection.h"
#include "http/on_loop.h"
#include "http/stream.h"
#include "http/tls.h"

namespace lightwell::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

using SharedAcceptor = std::shared_ptr<tcp::acceptor>;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

constexpr std::chrono::milliseconds kPauseAfterFailedAccept{100};
constexpr int kAcceptedAtOnce = 64;
constexpr std::chrono::milliseconds kPortPatience{500};
constexpr std::chrono::milliseconds kPortPause{10};
constexpr std::chrono::seconds kAbortTime{2};
constexpr std::string_view kTooMany =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

std::string address_of(const tcp::endpoint& peer) {
  const asio::ip::address address = peer.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

void turn_away(tcp::socket socket) {
  error_code ignored;
  send(socket.native_handle(), kTooMany.data(), kTooMany.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

Task<void> serve(std::shared_ptr<Connection> connection) { co_await connection->run(); }

void admit(const std::shared_ptr<Door>& door, PerLoop& home, tcp::socket socket) {
  error_code gone;
  const tcp::endpoint peer = socket.remote_endpoint(gone);
  if (gone) return;
  if (door->limits.hops_max > 0) socket.set_option(asio::ip::unicast::hops(door->limits.hops_max), gone);
  if (door->connections.fetch_add(1) >= door->limits.connections_max) {
    door->connections.fetch_sub(1);
    return turn_away(std::move(socket));
  }
  door->tasks.spawn(home.loop, serve(std::make_shared<Connection>(door, home, std::move(socket), address_of(peer))));
}

// Takes what waits at the door; answers what went wrong, if anything did. The sockets are closed in child processes,
// which is why Asio's own accept is not used.
error_code admit_waiting(const std::shared_ptr<Door>& door, PerLoop& home, tcp::acceptor& acceptor) {
  const auto protocol = acceptor.local_endpoint().protocol();
  for (int taken = 0; taken < kAcceptedAtOnce; ++taken) {
    const int accepted = accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted >= 0) {
      tcp::socket socket(home.loop.context());
      socket.assign(protocol, accepted);
      admit(door, home, std::move(socket));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      break;
    } else if (errno != EINTR && errno != ECONNABORTED) {
      return {errno, boost::system::system_category()};
    }
  }
  return {};
}

Task<void> accept_all(std::shared_ptr<Door> door, PerLoop& home, SharedAcceptor acceptor) {
  while (acceptor->is_open()) {
    const IoResult ready =
        co_await Wait([&](auto done) { acceptor->async_wait(tcp::acceptor::wait_read, std::move(done)); });
    if (!ready || !acceptor->is_open()) continue;
    if (const error_code failed = admit_waiting(door, home, *acceptor)) {
      log::warning("a connection could not be accepted: {}", failed.message());
      co_await home.loop.sleep(kPauseAfterFailedAccept);
    }
  }
}

Error cannot_listen(const Address& address, std::string_view why) {
  return error(errors::internal_error, fmt::format("Cannot listen on {}:{}: {}", address.host, address.port, why));
}

struct Opening {
  bool is_shared;  // several acceptors take the port together
};

std::expected<SharedAcceptor, error_code> try_to_open(Loop& loop, const tcp::endpoint& endpoint, Opening opening) {
  error_code error;
  auto acceptor = std::make_shared<tcp::acceptor>(loop.context());
  acceptor->open(endpoint.protocol(), error);
  if (!error) close_in_children(acceptor->native_handle());
  if (!error) acceptor->set_option(asio::socket_base::reuse_address(true), error);
  if (!error && opening.is_shared) acceptor->set_option(ReusePort(true), error);
  if (!error && endpoint.address().is_v6()) acceptor->set_option(asio::ip::v6_only(true), error);
  if (!error) acceptor->bind(endpoint, error);
  if (!error) acceptor->listen(asio::socket_base::max_listen_connections, error);
  if (!error) acceptor->native_non_blocking(true, error);
  if (error) return std::unexpected(error);
  return acceptor;
}

// A child process between fork and exec holds copies of all sockets, of a server that was killed a moment ago too, or
// of the one that open_all() takes a port alone with. So a port that is taken is tried for a while.
Result<SharedAcceptor> open_acceptor(Loop& loop, const tcp::endpoint& endpoint, Opening opening) {
  const auto end = std::chrono::steady_clock::now() + kPortPatience;
  for (;;) {
    auto opened = try_to_open(loop, endpoint, opening);
    if (opened) return *std::move(opened);
    if (opened.error() != asio::error::address_in_use || std::chrono::steady_clock::now() > end) {
      return fail(errors::internal_error, opened.error().message());
    }
    std::this_thread::sleep_for(kPortPause);
  }
}

// The acceptors of all loops on one endpoint, whose port is filled in. With SO_REUSEPORT two programs could share a
// port unawares, so it is first taken alone; port 0 needs no such care, for the kernel never picks one in use.
Result<void> open_all(Door& door, tcp::endpoint& endpoint) {
  if (endpoint.port() != 0) {
    TRY(const SharedAcceptor alone, open_acceptor(door.loops.front()->loop, endpoint, {.is_shared = false}));
  }
  for (const auto& home : door.loops) {
    TRY(SharedAcceptor acceptor, open_acceptor(home->loop, endpoint, {.is_shared = true}));
    endpoint.port(acceptor->local_endpoint().port());
    home->acceptors.push_back(std::move(acceptor));
  }
  return {};
}

// Runs `job` for every loop on its thread and waits for all.
void on_every_loop(Door& door, const std::function<void(PerLoop&)>& job) {
  std::vector<std::future<void>> done;
  for (const auto& home : door.loops) {
    auto promise = std::make_shared<std::promise<void>>();
    done.push_back(promise->get_future());
    home->loop.post([&home = *home, &job, promise] {
      job(home);
      promise->set_value();
    });
  }
  for (auto& future : done) future.wait();
}

class ListeningServer final : public Server {
 public:
  ListeningServer(std::shared_ptr<Door> door, uint16_t port) : door_(std::move(door)), port_(port) {}
  ~ListeningServer() override { stop(std::chrono::milliseconds(0)); }

  uint16_t port() const override { return port_; }
  void stop(std::chrono::milliseconds grace) override;

 private:
  std::shared_ptr<Door> door_;
  uint16_t port_;
};

void ListeningServer::stop(std::chrono::milliseconds grace) {
  if (door_->is_stopping.exchange(true)) return;
  on_every_loop(*door_, [](PerLoop& home) {
    for (const SharedAcceptor& acceptor : home.acceptors) acceptor->close();
    for (Connection* connection : home.connections) connection->wind_down();
  });
  if (!door_->tasks.wait_for(grace)) {
    on_every_loop(*door_, [](PerLoop& home) {
      for (Connection* connection : home.connections) connection->abort();
    });
    if (!door_->tasks.wait_for(kAbortTime)) {
      log::warning("{} requests are still being worked on after the server's stop", door_->tasks.running());
    }
  }
  on_every_loop(*door_, [](PerLoop& home) {
    home.acceptors.clear();
    home.deadlines.reset();
  });
}

Result<tcp::resolver::results_type> resolve(Loop& loop, const Address& address) {
  error_code error;
  tcp::resolver resolver(loop.context());
  auto found = resolver.resolve(address.host, std::to_string(address.port), tcp::resolver::passive, error);
  if (error) return fail(cannot_listen(address, error.message()));
  return found;
}

}  // namespace

Result<std::unique_ptr<Server>> listen(Loops& loops, Address address, Handler handler, Limits limits,
                                       std::optional<TlsFiles> tls, Unreadable unreadable) {
  const auto door = std::make_shared<Door>();
  door->handler = std::move(handler);
  door->unreadable = std::move(unreadable);
  door->limits = limits;
  if (tls) {
    TRY(door->tls, server_tls(*tls));
  }
  for (size_t i = 0; i < loops.size(); ++i) door->loops.push_back(std::make_unique<PerLoop>(loops.at(i)));

  TRY(const auto found, resolve(loops.at(0), address));
  uint16_t port = address.port;
  bool is_open = false;
  std::string why = "no address found";
  for (const auto& entry : found) {
    tcp::endpoint endpoint(entry.endpoint().address(), port);
    if (const auto opened = open_all(*door, endpoint); !opened) {
      why = opened.error().message;
      continue;  // "localhost" may name an IPv6 address on a machine that has none
    }
    is_open = true;
    port = endpoint.port();
  }
  if (!is_open) return fail(cannot_listen(address, why));

  for (const auto& home : door->loops) {
    for (const SharedAcceptor& acceptor : home->acceptors) {
      door->tasks.spawn(home->loop, accept_all(door, *home, acceptor));
    }
  }
  return std::make_unique<ListeningServer>(door, port);
}

}  // namespace lightwell::http
