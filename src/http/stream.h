// A connected socket, plain or under TLS, on one loop: reads, gathered writes, files by sendfile, and a deadline that
// breaks whatever wait is under way. Private to this room.

#pragma once

#include <sys/uio.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <memory>
#include <span>
#include <string_view>

#include "http/deadlines.h"
#include "http/wait.h"
#include "run/bytes.h"
#include "run/task.h"

namespace lightwell::http {

// A socket a child process inherits would keep its connection open, and its port taken.
void close_in_children(int socket);

class Stream final : public Watched {
 public:
  Stream(boost::asio::ip::tcp::socket socket, std::chrono::steady_clock::duration wait_max);

  // TLS from here on. `server_name` is for the client's side: sent, and held against the certificate.
  Task<IoResult> handshake_as_server(boost::asio::ssl::context& context);
  Task<IoResult> handshake_as_client(boost::asio::ssl::context& context, std::string server_name,
                                     std::vector<std::string> thumbprints);
  Task<IoResult> say_goodbye();  // TLS's own end of the stream
  bool is_secure() const { return tls_ != nullptr; }
  std::string_view tls_version() const;  // "1.3"; empty: not over TLS

  // At least one byte, or an error (asio::error::eof at the end). Times out by the deadline alone.
  Task<IoResult> read_some(std::span<char> room);
  // All of it, or an error. Each wait for the peer may last `wait_max`. `more` promises that bytes follow at once.
  enum class More { no, yes };
  Task<IoResult> write(std::string_view first, std::string_view second = {}, std::string_view third = {},
                       More more = More::no);
  // Part of a file; a file shorter than its region is an error.
  Task<IoResult> write_region(const FileRegion& region);

  // Breaks the wait under way, which fails with operation_aborted.
  void cancel();
  bool timed_out() const { return timed_out_; }
  void shut_down_sending();
  void close();
  // Close so that the peer cannot take what it got for the whole.
  void reset();
  // Whether bytes, an end or an error wait to be read.
  bool is_readable();
  // True when the peer has sent its end, or the connection broke, with nothing left to read.
  bool peer_has_ended();

  boost::asio::ip::tcp::socket& socket() { return socket_; }

 private:
  void deadline_passed() override;
  Task<IoResult> write_plain(std::span<iovec> pieces, More more);
  Task<IoResult> write_secure(std::span<const iovec> pieces);
  Task<IoResult> send_file(const FileRegion& region);
  Task<IoResult> copy_file(const FileRegion& region);
  Task<IoResult> until_writable();
  Task<IoResult> breathe();

  using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>;
  boost::asio::ip::tcp::socket socket_;
  std::unique_ptr<TlsStream> tls_;
  std::chrono::steady_clock::duration wait_max_;
  bool timed_out_ = false;
};

}  // namespace lightwell::http
