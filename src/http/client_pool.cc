#include "http/client_pool.h"

#include "http/connector.h"
#include "http/on_loop.h"

namespace lightwell::http {

ClientConnection::ClientConnection(std::shared_ptr<ClientPool> pool, OriginKey key, std::unique_ptr<Stream> stream,
                                   std::chrono::steady_clock::duration timeout)
    : pool(std::move(pool)), key(std::move(key)), stream(std::move(stream)), body(*this->stream, buffer, timeout) {}

ClientConnection::~ClientConnection() {
  ClientPool::Host& host = pool->hosts_[key];
  --host.open;
  pool->wake_next(host);
}

ClientPool::ClientPool(Loop& loop, ClientLimits limits, size_t connections_max, std::shared_ptr<ClientTls> tls)
    : loop_(loop),
      limits_(std::move(limits)),
      connections_max_(connections_max),
      tls_(std::move(tls)),
      deadlines_(loop) {}

Task<Result<std::shared_ptr<ClientConnection>>> ClientPool::take(Origin origin, bool fresh) {
  const OriginKey key{origin.host, origin.port, origin.is_secure, origin.thumbprints};
  Host& host = hosts_[key];
  while (true) {
    if (!fresh) {
      if (auto unused = take_unused(host)) co_return unused;
    }
    if (host.open < connections_max_) break;
    if (fresh && !host.unused.empty()) {
      const auto closed = std::exchange(host.unused.front(), nullptr);
      host.unused.pop_front();
      continue;
    }
    CO_CHECK(co_await wait_for_turn(host));
  }
  ++host.open;
  auto stream = co_await connect_to(loop_, deadlines_, origin, limits_, *tls_);
  if (!stream) {
    --host.open;
    wake_next(host);
    co_return fail(std::move(stream).error());
  }
  co_return std::make_shared<ClientConnection>(shared_from_this(), key, std::move(*stream), limits_.idle_timeout);
}

// The one used last has the best chance to be open still.
std::shared_ptr<ClientConnection> ClientPool::take_unused(Host& host) {
  while (!host.unused.empty()) {
    std::shared_ptr<ClientConnection> connection = std::move(host.unused.back());
    host.unused.pop_back();
    const bool is_fit = connection->buffer.view().empty() && !connection->stream->is_readable();
    if (is_fit) return connection;
  }
  return nullptr;
}

Task<Result<void>> ClientPool::wait_for_turn(Host& host) {
  Waiter waiter;
  waiter.set_deadline(limits_.idle_timeout);
  deadlines_.watch(waiter);
  host.waiters.push_back(&waiter);
  const bool has_turn = co_await waiter.turn;
  if (has_turn) co_return Result<void>();
  std::erase(host.waiters, &waiter);
  co_return fail(error(lightwell::errors::internal_error).log("no connection became free in time"));
}

void ClientPool::wake_next(Host& host) {
  if (host.waiters.empty()) return;
  Waiter* waiter = host.waiters.front();
  host.waiters.pop_front();
  deadlines_.forget(*waiter);
  waiter->turn.set(true);
}

void ClientPool::give_back(std::shared_ptr<ClientConnection> connection) {
  Loop& loop = connection->pool->loop_;
  if (is_on(loop)) {
    const auto pool = connection->pool;
    return pool->keep(std::move(connection));
  }
  loop.post([connection = std::move(connection)]() mutable {
    const auto pool = connection->pool;
    pool->keep(std::move(connection));
  });
}

void ClientPool::keep(std::shared_ptr<ClientConnection> connection) {
  const bool is_done = connection->body.at_end() && !connection->body.has_failed();
  connection->body.end();
  if (is_closed_ || !connection->may_be_kept || !is_done) return;
  connection->was_used = true;
  connection->may_be_kept = false;
  connection->unused_since = std::chrono::steady_clock::now();
  connection->buffer.use_small();
  Host& host = hosts_[connection->key];
  host.unused.push_back(std::move(connection));
  wake_next(host);
  sweeper_.set_deadline(limits_.idle_timeout);
  if (!sweeper_.is_watched()) deadlines_.watch(sweeper_);
}

void ClientPool::sweep() {
  const SteadyTime oldest = std::chrono::steady_clock::now() - limits_.idle_timeout;
  std::deque<std::shared_ptr<ClientConnection>> expired;  // closed after the loop: that changes the hosts
  bool is_some_left = false;
  for (auto& [key, host] : hosts_) {
    while (!host.unused.empty() && (is_closed_ || host.unused.front()->unused_since <= oldest)) {
      expired.push_back(std::move(host.unused.front()));
      host.unused.pop_front();
    }
    is_some_left = is_some_left || !host.unused.empty();
  }
  if (sweeper_.is_watched()) deadlines_.forget(sweeper_);
  if (!is_some_left) return;
  sweeper_.set_deadline(std::chrono::seconds(1));
  deadlines_.watch(sweeper_);
}

void ClientPool::close() {
  is_closed_ = true;
  sweep();
}

}  // namespace lightwell::http
