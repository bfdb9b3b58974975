// How an answer leaves a connection.

#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/socket_base.hpp>
#include <cerrno>

#include "base/log.h"
#include "http/connection.h"
#include "http/on_loop.h"

namespace lightwell::http {
namespace {

// Up to this size a file joins its head in one send, which beats setting up sendfile.
constexpr uint64_t kSmallFileBytes = 32 * 1024;

bool append_region(std::string& out, const FileRegion& region) {
  const size_t before = out.size();
  out.resize(before + region.length);
  size_t done = 0;
  while (done < region.length) {
    const ssize_t got = pread(region.file->descriptor(), out.data() + before + done, size_t(region.length) - done,
                              off_t(region.offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += size_t(got);
  }
  return true;
}

}  // namespace

Task<Connection::Next> Connection::reply(const Request& request, Response& response, bool http_1_0, bool keep_alive) {
  if (!is_sendable(response)) {
    log::error("{} {}: an answer that may not be sent (status or header)", request.method, request.path());
    response = plain_response(500);
  }
  if (door_->is_stopping.load(std::memory_order_relaxed)) keep_alive = false;
  if (!body_.at_end() && !body_can_be_drained()) keep_alive = false;
  const ReplyPlan plan = plan_reply(response, request.method, http_1_0, keep_alive);
  if (co_await send(response, plan) != Sent::whole) co_return Next::reset;
  if (plan.keep_alive && co_await drain()) co_return Next::request;
  co_return body_.at_end() && buffer_.view().empty() ? Next::close : Next::linger;
}

Task<Connection::Sent> Connection::send(Response& response, const ReplyPlan& plan) {
  out_.clear();
  write_reply_head(out_, response, plan);
  std::string_view bytes;
  if (plan.sends_body) {
    if (const auto* regions = std::get_if<std::vector<FileRegion>>(&response.body)) {
      co_return co_await send_regions(*regions, *plan.length);
    }
    if (const auto* source = std::get_if<std::unique_ptr<ByteSource>>(&response.body); source != nullptr && *source) {
      if (plan.length) co_return co_await send_measured(response, **source, plan);
      co_return co_await send_unmeasured(**source, plan);
    }
    if (const auto* text = std::get_if<std::string>(&response.body)) bytes = *text;
  }
  co_return co_await stream_.write(out_, bytes) ? Sent::whole : Sent::broken;
}

Task<Connection::Sent> Connection::send_regions(const std::vector<FileRegion>& regions, uint64_t total) {
  if (total <= kSmallFileBytes) {
    for (const FileRegion& region : regions) {
      if (!append_region(out_, region)) co_return Sent::broken;
    }
    co_return co_await stream_.write(out_) ? Sent::whole : Sent::broken;
  }
  if (!co_await stream_.write(out_, {}, {}, Stream::More::yes)) co_return Sent::broken;
  for (const FileRegion& region : regions) {
    if (!co_await stream_.write_region(region)) co_return Sent::broken;
  }
  co_return Sent::whole;
}

// The head waits for the first piece: they leave together, and a source that fails at once still gets a proper 500.
Task<Connection::Sent> Connection::send_measured(Response& response, ByteSource& source, const ReplyPlan& plan) {
  uint64_t left = *plan.length;
  auto piece = co_await next_piece(source);
  if (!piece) {
    response = plain_response(500);
    co_return co_await send(response, plan_reply(response, {}, plan.http_1_0, plan.keep_alive));
  }
  std::string_view head = out_;
  while (true) {
    if (piece->size() > left || (piece->empty() && left > 0)) {
      log::error("an answer's body has not the length it stated");
      co_return Sent::broken;
    }
    left -= piece->size();
    if (!co_await stream_.write(std::exchange(head, {}), as_text(*piece))) co_return Sent::broken;
    if (left == 0) co_return Sent::whole;
    piece = co_await next_piece(source);
    if (!piece) co_return Sent::broken;
  }
}

// Length unknown: every piece leaves as it comes, the head before the first, so that events arrive when they happen.
Task<Connection::Sent> Connection::send_unmeasured(ByteSource& source, const ReplyPlan& plan) {
  if (!co_await stream_.write(out_)) co_return Sent::broken;
  const bool chunked = plan.framing == ReplyPlan::Framing::chunked;
  if (watch_ == Watch::spent) watch_ = Watch::off;
  while (true) {
    if (peer_left_ || door_->is_stopping.load(std::memory_order_relaxed)) source.interrupt();
    watch_peer();
    const auto piece = co_await next_piece(source);
    if (!piece) co_return Sent::broken;
    if (piece->empty()) break;
    const std::string size_line = chunked ? fmt::format("{:x}\r\n", piece->size()) : std::string();
    if (!co_await stream_.write(size_line, as_text(*piece), chunked ? "\r\n" : "")) co_return Sent::broken;
  }
  if (!chunked) co_return Sent::whole;
  co_return co_await stream_.write("0\r\n\r\n") ? Sent::whole : Sent::broken;
}

Task<Result<Bytes>> Connection::next_piece(ByteSource& source) {
  std::optional<Result<Bytes>> piece;
  waiting_source_ = &source;
  try {
    piece = co_await source.read();
  } catch (const std::exception& thrown) {
    piece = fail(error(errors::internal_error).log(thrown.what()));
  }
  co_await move_to(home_.loop);
  waiting_source_ = nullptr;
  if (!*piece) {
    const Error& failure = piece->error();
    log::warning("an answer's body broke off: {} {} {}", failure.kind->code, failure.message, failure.log_words);
  }
  co_return std::move(*piece);
}

// While a source makes the connection wait, a client that leaves would go unnoticed.
void Connection::watch_peer() {
  if (watch_ != Watch::off) return;
  watch_ = Watch::armed;
  stream_.socket().async_wait(boost::asio::socket_base::wait_read,
                              [self = shared_from_this()](const boost::system::error_code& error) {
                                // Bytes instead of an end are the next request: they are left where they are.
                                self->watch_ = error ? Watch::off : Watch::spent;
                                if (error || !self->stream_.peer_has_ended()) return;
                                self->peer_left_ = true;
                                if (self->waiting_source_ != nullptr) self->waiting_source_->interrupt();
                              });
}

}  // namespace lightwell::http
