// What the tests of this room share: a server on a free port of loopback, and a client that sends exactly the bytes
// it is told to.

#pragma once

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <future>
#include <string>
#include <thread>

#include "http/server.h"
#include "run/completion.h"

namespace lightwell::http {

// A blocking socket. Reads give up after five seconds.
class RawClient {
 public:
  explicit RawClient(uint16_t port, int receive_buffer = 0) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer > 0) setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    is_connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool is_connected() const { return is_connected_; }
  // Whether all of it could be sent.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(size_t(sent));
    }
    return true;
  }
  // Waits until `text` has come; answers everything up to and including it, or what came before the end.
  std::string read_until(std::string_view text) {
    while (true) {
      if (const size_t at = pending_.find(text); at != std::string::npos) return take(at + text.size());
      if (!receive()) return take(pending_.size());
    }
  }
  std::string read(size_t count) {
    while (pending_.size() < count && receive()) {
    }
    return take(std::min(count, pending_.size()));
  }
  std::string read_to_end() {
    while (receive()) {
    }
    return take(pending_.size());
  }
  // An answer with a Content-Length: head and body.
  std::string read_answer() {
    std::string answer = read_until("\r\n\r\n");
    const size_t at = answer.find("Content-Length: ");
    if (at != std::string::npos) answer += read(std::stoull(answer.substr(at + 16)));
    return answer;
  }
  std::string ask(std::string_view bytes) {
    send(bytes);
    return read_answer();
  }
  // Whether the server closes within the time, with nothing more to read.
  bool sees_end(int timeout_ms = 5000) {
    receive(timeout_ms);
    return ended_ && pending_.empty();
  }
  bool was_reset() const { return was_reset_; }
  void end_sending() { shutdown(socket_, SHUT_WR); }
  void close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }

 private:
  bool receive(int timeout_ms = 5000) {
    pollfd waiting{.fd = socket_, .events = POLLIN};
    if (poll(&waiting, 1, timeout_ms) <= 0) return false;
    char block[64 * 1024];
    const ssize_t got = recv(socket_, block, sizeof block, 0);
    if (got <= 0) {
      ended_ = true;
      was_reset_ = got < 0;
      return false;
    }
    pending_.append(block, size_t(got));
    return true;
  }
  std::string take(size_t count) {
    std::string taken = pending_.substr(0, count);
    pending_.erase(0, count);
    return taken;
  }

  int socket_;
  bool is_connected_ = false;
  bool ended_ = false;
  bool was_reset_ = false;
  std::string pending_;
};

struct ServerFixture {
  Loops loops{2};
  std::unique_ptr<Server> server;

  void serve(Handler handler, Limits limits = {}) {
    auto listening = listen(loops, {"127.0.0.1", 0}, std::move(handler), limits);
    REQUIRE(listening);
    server = std::move(*listening);
  }
  uint16_t port() const { return server->port(); }
  std::string ask_once(std::string_view request) { return RawClient(port()).ask(request); }
  ~ServerFixture() { server.reset(); }
};

inline Response text_response(std::string text) { return {.body = std::move(text)}; }

inline int status_of(std::string_view answer) {
  return answer.size() < 12 ? 0 : std::atoi(std::string(answer.substr(9, 3)).c_str());
}
inline std::string body_of(std::string_view answer) {
  const size_t end = answer.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string() : std::string(answer.substr(end + 4));
}

}  // namespace lightwell::http
