// The client's connections on one loop: taken, used for one exchange, kept for the next. Private to this room.
//
// Everything lives on the loop's thread. Connections hold their pool, so that a body still being read outlives the
// client itself.

#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <tuple>

#include "http/client.h"
#include "http/input_buffer.h"
#include "http/message_body.h"
#include "http/stream.h"
#include "http/tls.h"
#include "run/completion.h"

namespace lightwell::http {

using OriginKey = std::tuple<std::string, uint16_t, bool, std::vector<std::string>>;

class ClientPool;

// A connection as the client sees it.
struct ClientConnection {
  ClientConnection(std::shared_ptr<ClientPool> pool, OriginKey key, std::unique_ptr<Stream> stream,
                   std::chrono::steady_clock::duration timeout);
  ~ClientConnection();

  std::shared_ptr<ClientPool> pool;
  OriginKey key;
  std::unique_ptr<Stream> stream;
  InputBuffer buffer;
  MessageBody body;
  bool was_used = false;     // for an exchange before this one
  bool may_be_kept = false;  // both sides agree to another exchange
  SteadyTime unused_since = {};
};

class ClientPool : public std::enable_shared_from_this<ClientPool> {
 public:
  ClientPool(Loop& loop, ClientLimits limits, size_t connections_max, std::shared_ptr<ClientTls> tls);

  Loop& loop() { return loop_; }
  const ClientLimits& limits() const { return limits_; }

  // A connection for one exchange; waits while too many are open. `fresh` leaves unused ones aside.
  Task<Result<std::shared_ptr<ClientConnection>>> take(Origin origin, bool fresh);
  // After the exchange: kept where it may be, else closed. From any thread.
  static void give_back(std::shared_ptr<ClientConnection> connection);
  // The client has gone: unused connections close, and none is kept any more.
  void close();

 private:
  friend struct ClientConnection;
  // One that waits for its turn.
  struct Waiter final : Watched {
    void deadline_passed() override { turn.set(false); }
    Completion<bool> turn;
  };
  struct Host {
    std::deque<std::shared_ptr<ClientConnection>> unused;
    std::deque<Waiter*> waiters;
    size_t open = 0;
  };
  // Closes what lay unused for too long, a while after the last one was put back.
  struct Sweeper final : Watched {
    explicit Sweeper(ClientPool& pool) : pool(pool) {}
    void deadline_passed() override { pool.sweep(); }
    ClientPool& pool;
  };

  Task<Result<void>> wait_for_turn(Host& host);
  std::shared_ptr<ClientConnection> take_unused(Host& host);
  void keep(std::shared_ptr<ClientConnection> connection);
  void wake_next(Host& host);
  void sweep();

  Loop& loop_;
  ClientLimits limits_;
  size_t connections_max_;
  std::shared_ptr<ClientTls> tls_;
  Deadlines deadlines_;
  Sweeper sweeper_{*this};
  std::map<OriginKey, Host> hosts_;  // nodes stay where they are: references live across waits
  bool is_closed_ = false;
};

}  // namespace lightwell::http
