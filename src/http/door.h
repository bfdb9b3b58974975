// What the connections of one server share. Private to this room.
//
// Everything of a PerLoop belongs to its loop's thread. Connections hold the door, so one whose handler outlasts the
// stop still finds it.

#pragma once

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <unordered_set>
#include <vector>

#include "http/deadlines.h"
#include "http/server.h"
#include "run/spawn.h"

namespace lightwell::http {

class Connection;

struct PerLoop {
  explicit PerLoop(Loop& loop) : loop(loop), deadlines(std::make_unique<Deadlines>(loop)) {}
  Loop& loop;
  std::unique_ptr<Deadlines> deadlines;
  std::vector<std::shared_ptr<boost::asio::ip::tcp::acceptor>> acceptors;
  std::unordered_set<Connection*> connections;
};

struct Door {
  Handler handler;
  Unreadable unreadable;
  Limits limits;
  std::unique_ptr<boost::asio::ssl::context> tls;
  std::atomic<bool> is_stopping = false;
  std::atomic<size_t> connections = 0;
  std::vector<std::unique_ptr<PerLoop>> loops;
  TaskGroup tasks;
};

}  // namespace lightwell::http
