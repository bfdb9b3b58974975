// The requests' side of a connection; how answers leave is in reply.cc.

#include "http/connection.h"

#include <boost/asio/error.hpp>

#include "base/log.h"
#include "base/text.h"
#include "http/on_loop.h"

namespace lightwell::http {
namespace {

constexpr uint64_t kDrainBytesMax = 1024 * 1024;
constexpr std::chrono::seconds kLingerTime{3};
constexpr std::chrono::seconds kTlsGoodbyeTime{1};

bool expects_continue(const RequestHead& head) {
  return head.minor_version == 1 && equals_ignore_case(head.headers.get("Expect"), "100-continue");
}

// Rules that need the whole head and the door's limits.
Parsed<BodyFraming> check_head(const RequestHead& head, const Limits& limits) {
  const auto framing = request_framing(head);
  if (!framing) return framing;
  if (framing->length > limits.body_bytes_max) return std::unexpected(Refusal{413, "The body is too large."});
  const auto expectation = head.headers.find("Expect");
  if (expectation && !equals_ignore_case(*expectation, "100-continue")) {
    return std::unexpected(Refusal{417, "The only expectation understood is 100-continue."});
  }
  return framing;
}

}  // namespace

Connection::Connection(std::shared_ptr<Door> door, PerLoop& home, boost::asio::ip::tcp::socket socket,
                       std::string peer_address)
    : door_(std::move(door)),
      home_(home),
      stream_(std::move(socket), door_->limits.body_timeout),
      body_(stream_, buffer_, door_->limits.body_timeout),
      peer_address_(std::move(peer_address)) {
  home_.connections.insert(this);
  home_.deadlines->watch(stream_);
}

Connection::~Connection() {
  home_.connections.erase(this);
  door_->connections.fetch_sub(1);
}

Task<void> Connection::run() {
  Next next = co_await shake_hands() ? Next::request : Next::close;
  while (next == Next::request) next = co_await serve();
  if (next == Next::reset) {
    stream_.reset();
    co_return;
  }
  if (stream_.is_secure()) co_await close_tls();
  if (next == Next::linger) co_await linger();
  stream_.close();
}

void Connection::wind_down() {
  if (is_idle_) stream_.cancel();
  if (waiting_source_ != nullptr) waiting_source_->interrupt();
}

void Connection::abort() {
  if (waiting_source_ != nullptr) waiting_source_->interrupt();
  stream_.reset();
}

Task<bool> Connection::shake_hands() {
  if (!door_->tls) co_return true;
  stream_.set_deadline(door_->limits.header_timeout);
  const IoResult shaken = co_await stream_.handshake_as_server(*door_->tls);
  stream_.clear_deadline();
  co_return bool(shaken);
}

Task<Connection::Next> Connection::serve() {
  const auto size = co_await read_head();
  if (!size) co_return co_await refuse(size.error());
  if (*size == 0) co_return Next::close;
  auto head = parse_request_head(buffer_.view().substr(0, *size), door_->limits.fields_max);
  if (!head) co_return co_await refuse(head.error());
  const auto framing = check_head(*head, door_->limits);
  if (!framing) co_return co_await refuse(framing.error());

  buffer_.consume(*size);
  body_.begin(*framing, door_->limits.body_bytes_max, expects_continue(*head));
  Request request{.method = std::move(head->method),
                  .target = std::move(head->target),
                  .headers = std::move(head->headers),
                  .body = body_.source(home_.loop),
                  .peer_address = peer_address_,
                  .is_secure = stream_.is_secure(),
                  .tls_version = stream_.tls_version()};
  const bool keep_alive = keeps_alive(request.headers, head->minor_version);
  Response response = co_await answer(request);
  const Next next = co_await reply(request, response, head->minor_version == 0, keep_alive);
  body_.end();
  buffer_.use_small();
  has_served_ = true;
  co_return next;
}

// The size of the next head in the buffer; 0 when the connection is over.
Task<Parsed<size_t>> Connection::read_head() {
  HeadScanner scanner;
  const size_t bytes_max = std::min(door_->limits.header_bytes_max, InputBuffer::kBlock - 1);
  is_idle_ = buffer_.view().empty();
  stream_.set_deadline(is_idle_ && has_served_ ? door_->limits.idle_timeout : door_->limits.header_timeout);
  while (true) {
    const auto size = scanner.scan(buffer_.view(), bytes_max);
    if (!size || *size > 0) {
      is_idle_ = false;
      stream_.clear_deadline();
      co_return size;
    }
    if (is_idle_ && door_->is_stopping.load(std::memory_order_relaxed)) co_return 0;
    std::span<char> room = buffer_.room();
    if (room.empty()) {
      buffer_.use_block();
      room = buffer_.room();
    }
    const IoResult got = co_await stream_.read_some(room);
    if (!got) {
      const bool was_idle = std::exchange(is_idle_, false);
      if (stream_.timed_out() && !was_idle) co_return std::unexpected(Refusal{408, "The header took too long."});
      co_return 0;
    }
    buffer_.filled(got.bytes);
    // The whole header shares one deadline, so that a byte now and then does not hold the connection.
    if (std::exchange(is_idle_, false)) stream_.set_deadline(door_->limits.header_timeout);
  }
}

Task<Connection::Next> Connection::refuse(Refusal refusal) {
  Response response = door_->unreadable(refusal.status, refusal.why);
  const ReplyPlan plan = plan_reply(response, "GET", false, false);
  co_return co_await send(response, plan) == Sent::whole ? Next::linger : Next::reset;
}

Task<Response> Connection::answer(Request& request) {
  std::optional<Response> response;
  try {
    response = co_await door_->handler(request);
  } catch (const std::exception& thrown) {
    log::error("{} {} ended by an exception: {}", request.method, request.path(), thrown.what());
  }
  co_await move_to(home_.loop);
  co_return response ? std::move(*response) : plain_response(500);
}

bool Connection::body_can_be_drained() const {
  if (body_.has_failed() || body_.waits_for_continue()) return false;
  return body_.left().value_or(0) <= kDrainBytesMax;
}

Task<bool> Connection::drain() {
  uint64_t drained = 0;
  while (!body_.at_end()) {
    if (!body_can_be_drained() || drained > kDrainBytesMax) co_return false;
    const auto piece = co_await body_.read();
    if (!piece) co_return false;
    drained += piece->size();
  }
  co_return !body_.has_failed();
}

// The peer may still be sending. Closing now would answer its bytes with a reset, which can destroy our answer on its
// way, so what comes is thrown away for a while.
Task<void> Connection::linger() {
  stream_.shut_down_sending();
  stream_.set_deadline(kLingerTime);
  buffer_.use_block();
  while (true) {
    buffer_.consume(buffer_.view().size());
    const IoResult got = co_await stream_.read_some(buffer_.room());
    if (!got) break;
  }
  stream_.clear_deadline();
}

Task<void> Connection::close_tls() {
  stream_.set_deadline(kTlsGoodbyeTime);
  co_await stream_.say_goodbye();
  stream_.clear_deadline();
}

}  // namespace lightwell::http
