#include "http/stream.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <cerrno>

#include "http/tls.h"

namespace lightwell::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// A peer that reads as fast as we write would otherwise keep the loop to itself.
constexpr size_t kBytesBeforeBreath = 2 * 1024 * 1024;
constexpr size_t kCopyBlock = 64 * 1024;
// Pieces up to this size together leave as one TLS record.
constexpr size_t kTlsGatherMax = 16 * 1024;

IoResult last_error() { return {error_code(errno, boost::system::system_category()), 0}; }
bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

size_t total_of(std::span<const iovec> pieces) {
  size_t total = 0;
  for (const iovec& piece : pieces) total += piece.iov_len;
  return total;
}

// Drops `count` bytes off the front.
std::span<iovec> advance(std::span<iovec> pieces, size_t count) {
  while (!pieces.empty() && count >= pieces.front().iov_len) {
    count -= pieces.front().iov_len;
    pieces = pieces.subspan(1);
  }
  if (!pieces.empty()) {
    pieces.front().iov_base = static_cast<char*>(pieces.front().iov_base) + count;
    pieces.front().iov_len -= count;
  }
  return pieces;
}

}  // namespace

void close_in_children(int socket) { fcntl(socket, F_SETFD, FD_CLOEXEC); }

Stream::Stream(asio::ip::tcp::socket socket, std::chrono::steady_clock::duration wait_max)
    : socket_(std::move(socket)), wait_max_(wait_max) {
  error_code ignored;
  socket_.native_non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

Task<IoResult> Stream::handshake_as_server(asio::ssl::context& context) {
  tls_ = std::make_unique<TlsStream>(socket_, context);
  co_return co_await Wait(
      [this](auto done) { tls_->async_handshake(asio::ssl::stream_base::server, std::move(done)); });
}

Task<IoResult> Stream::handshake_as_client(asio::ssl::context& context, std::string server_name,
                                           std::vector<std::string> thumbprints) {
  tls_ = std::make_unique<TlsStream>(socket_, context);
  error_code not_an_address;
  asio::ip::make_address(server_name, not_an_address);
  if (not_an_address) SSL_set_tlsext_host_name(tls_->native_handle(), server_name.c_str());
  tls_->set_verify_callback(ServerTrust(std::move(server_name), std::move(thumbprints)));
  co_return co_await Wait(
      [this](auto done) { tls_->async_handshake(asio::ssl::stream_base::client, std::move(done)); });
}

std::string_view Stream::tls_version() const {
  constexpr std::string_view kStart = "TLSv";
  if (!tls_) return {};
  std::string_view name = SSL_get_version(tls_->native_handle());
  if (name.starts_with(kStart)) name.remove_prefix(kStart.size());
  return name;
}

Task<IoResult> Stream::say_goodbye() {
  co_return co_await Wait([this](auto done) { tls_->async_shutdown(std::move(done)); });
}

Task<IoResult> Stream::read_some(std::span<char> room) {
  const auto buffer = asio::buffer(room.data(), room.size());
  if (tls_) {
    co_return co_await Wait([&](auto done) { tls_->async_read_some(buffer, std::move(done)); });
  }
  co_return co_await Wait([&](auto done) { socket_.async_read_some(buffer, std::move(done)); });
}

Task<IoResult> Stream::write(std::string_view first, std::string_view second, std::string_view third, More more) {
  std::array<iovec, 3> pieces;
  size_t count = 0;
  for (const std::string_view piece : {first, second, third}) {
    if (!piece.empty()) pieces[count++] = {const_cast<char*>(piece.data()), piece.size()};
  }
  const std::span<iovec> used(pieces.data(), count);
  if (tls_) co_return co_await write_secure(used);
  co_return co_await write_plain(used, more);
}

Task<IoResult> Stream::write_plain(std::span<iovec> pieces, More more) {
  const size_t total = total_of(pieces);
  const int flags = MSG_NOSIGNAL | MSG_DONTWAIT | (more == More::yes ? MSG_MORE : 0);
  while (!pieces.empty()) {
    const msghdr message{.msg_iov = pieces.data(), .msg_iovlen = pieces.size()};
    const ssize_t sent = sendmsg(socket_.native_handle(), &message, flags);
    if (sent >= 0) {
      pieces = advance(pieces, size_t(sent));
    } else if (would_block()) {
      if (const IoResult ready = co_await until_writable(); !ready) co_return ready;
    } else if (errno != EINTR) {
      co_return last_error();
    }
  }
  co_return IoResult{{}, total};
}

Task<IoResult> Stream::write_secure(std::span<const iovec> pieces) {
  const size_t total = total_of(pieces);
  // One record instead of one a piece, where that is cheap.
  std::string gathered;
  iovec whole;
  if (pieces.size() > 1 && total <= kTlsGatherMax) {
    for (const iovec& piece : pieces) gathered.append(static_cast<const char*>(piece.iov_base), piece.iov_len);
    whole = {gathered.data(), gathered.size()};
    pieces = {&whole, 1};
  }
  for (const iovec& piece : pieces) {
    size_t done_bytes = 0;
    while (done_bytes < piece.iov_len) {
      const asio::const_buffer rest(static_cast<const char*>(piece.iov_base) + done_bytes, piece.iov_len - done_bytes);
      set_deadline(wait_max_);
      const IoResult wrote = co_await Wait([&](auto done) { tls_->async_write_some(rest, std::move(done)); });
      clear_deadline();
      if (!wrote) co_return wrote;
      done_bytes += wrote.bytes;
    }
  }
  co_return IoResult{{}, total};
}

Task<IoResult> Stream::write_region(const FileRegion& region) {
  if (tls_) return copy_file(region);
  return send_file(region);
}

Task<IoResult> Stream::send_file(const FileRegion& region) {
  off_t offset = off_t(region.offset);
  uint64_t left = region.length;
  size_t since_breath = 0;
  while (left > 0) {
    const size_t step = size_t(std::min<uint64_t>(left, kBytesBeforeBreath));
    const ssize_t sent = sendfile(socket_.native_handle(), region.file->descriptor(), &offset, step);
    if (sent > 0) {
      left -= uint64_t(sent);
      since_breath += size_t(sent);
      if (since_breath < kBytesBeforeBreath || left == 0) continue;
      since_breath = 0;
      co_await breathe();
    } else if (sent == 0) {
      co_return IoResult{asio::error::make_error_code(asio::error::eof), 0};
    } else if (would_block()) {
      since_breath = 0;
      if (const IoResult ready = co_await until_writable(); !ready) co_return ready;
    } else if (errno != EINTR) {
      co_return last_error();
    }
  }
  co_return IoResult{{}, size_t(region.length)};
}

Task<IoResult> Stream::copy_file(const FileRegion& region) {
  const auto block = std::make_unique_for_overwrite<char[]>(kCopyBlock);
  uint64_t done = 0;
  while (done < region.length) {
    const size_t step = size_t(std::min<uint64_t>(region.length - done, kCopyBlock));
    const ssize_t got = pread(region.file->descriptor(), block.get(), step, off_t(region.offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) co_return last_error();
    if (got == 0) co_return IoResult{asio::error::make_error_code(asio::error::eof), 0};
    if (const IoResult wrote = co_await write({block.get(), size_t(got)}); !wrote) co_return wrote;
    done += uint64_t(got);
  }
  co_return IoResult{{}, size_t(region.length)};
}

Task<IoResult> Stream::until_writable() {
  set_deadline(wait_max_);
  const IoResult ready =
      co_await Wait([this](auto done) { socket_.async_wait(asio::socket_base::wait_write, std::move(done)); });
  clear_deadline();
  co_return ready;
}

Task<IoResult> Stream::breathe() {
  co_return co_await Wait([this](auto done) {
    asio::post(socket_.get_executor(), [done = std::move(done)]() mutable { done(error_code()); });
  });
}

void Stream::cancel() {
  error_code ignored;
  socket_.cancel(ignored);
}

void Stream::deadline_passed() {
  timed_out_ = true;
  cancel();
}

void Stream::shut_down_sending() {
  error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
}

void Stream::close() {
  error_code ignored;
  socket_.close(ignored);
}

void Stream::reset() {
  error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

bool Stream::is_readable() {
  pollfd waiting{.fd = socket_.native_handle(), .events = POLLIN};
  return poll(&waiting, 1, 0) != 0;
}

bool Stream::peer_has_ended() {
  char byte;
  const ssize_t got = recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got == 0 || (got < 0 && !would_block() && errno != EINTR);
}

}  // namespace lightwell::http
