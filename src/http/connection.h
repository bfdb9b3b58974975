// One client's connection: requests in, answers out, in order, until one side has enough. Private to this room.

#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "http/door.h"
#include "http/head.h"
#include "http/input_buffer.h"
#include "http/message_body.h"
#include "http/reply_head.h"
#include "http/stream.h"

namespace lightwell::http {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // On the loop's thread, as everything else here.
  Connection(std::shared_ptr<Door> door, PerLoop& home, boost::asio::ip::tcp::socket socket, std::string peer_address);
  ~Connection();

  Task<void> run();
  // The server stops: a connection that waits for a request ends now, any other after its answer.
  void wind_down();
  // Out of patience.
  void abort();

 private:
  // What becomes of the connection once a request has been answered.
  enum class Next { request, close, linger, reset };
  enum class Sent { whole, broken };

  Task<bool> shake_hands();
  Task<Next> serve();
  Task<Parsed<size_t>> read_head();
  Task<Next> refuse(Refusal refusal);
  Task<Response> answer(Request& request);

  Task<Next> reply(const Request& request, Response& response, bool http_1_0, bool keep_alive);
  Task<Sent> send(Response& response, const ReplyPlan& plan);
  Task<Sent> send_regions(const std::vector<FileRegion>& regions, uint64_t total);
  Task<Sent> send_measured(Response& response, ByteSource& source, const ReplyPlan& plan);
  Task<Sent> send_unmeasured(ByteSource& source, const ReplyPlan& plan);
  Task<Result<Bytes>> next_piece(ByteSource& source);
  void watch_peer();

  bool body_can_be_drained() const;
  Task<bool> drain();
  Task<void> linger();
  Task<void> close_tls();

  std::shared_ptr<Door> door_;
  PerLoop& home_;
  Stream stream_;
  InputBuffer buffer_;
  MessageBody body_;
  std::string peer_address_;
  std::string out_;  // the head under construction; kept for its capacity
  ByteSource* waiting_source_ = nullptr;
  bool is_idle_ = false;
  bool has_served_ = false;
  enum class Watch { off, armed, spent };
  Watch watch_ = Watch::off;
  bool peer_left_ = false;
};

}  // namespace lightwell::http
