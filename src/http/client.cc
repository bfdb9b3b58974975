// One exchange, told front to back: a connection, the request, the answer's head; its body follows at the reader's
// pace.

#include "http/client.h"

#include <boost/asio/error.hpp>

#include "base/text.h"
#include "http/client_pool.h"
#include "http/head.h"
#include "http/on_loop.h"
#include "http/request_head.h"
#include "http/tls.h"

namespace lightwell::http {
namespace {

using SharedConnection = std::shared_ptr<ClientConnection>;

// A body up to this size is sent together with the head, and can be sent again.
constexpr uint64_t kSmallBody = 64 * 1024;
constexpr size_t kHeadBytesMax = 128 * 1024;
constexpr size_t kFieldsMax = 512;

std::unexpected<Error> broken(std::string_view words) {
  return fail(error(lightwell::errors::internal_error).log(std::string(words)));
}
std::unexpected<Error> broken(const Stream& stream, std::string_view what, const boost::system::error_code& error) {
  return broken(fmt::format("{}: {}", what, stream.timed_out() ? "timed out" : error.message()));
}

// The answer's body; gives the connection back with its end.
class AnswerBody final : public ByteSource {
 public:
  AnswerBody(SharedConnection connection, std::optional<uint64_t> length)
      : connection_(std::move(connection)), length_(length) {}
  ~AnswerBody() override { release(); }

  Task<Result<Bytes>> read() override {
    if (!connection_) co_return Bytes{};
    Loop& loop = connection_->pool->loop();
    auto bytes = co_await run_on(loop, connection_->body.read());
    if (!bytes) co_return broken("an answer's body broke off: " + bytes.error().message);
    if (bytes->empty()) release();
    co_return bytes;
  }
  std::optional<uint64_t> length() const override { return length_; }

 private:
  void release() {
    if (connection_) ClientPool::give_back(std::exchange(connection_, nullptr));
  }
  SharedConnection connection_;
  std::optional<uint64_t> length_;
};

bool is_idempotent(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "PUT" || method == "DELETE" || method == "OPTIONS";
}

// A request on its way, with what of its body is in hand.
struct Outgoing {
  Origin origin;
  Request request;
  std::string small_body;
  bool is_small = true;
};

Task<Result<void>> read_small_body(Outgoing& outgoing) {
  Request& request = outgoing.request;
  if (!request.body) co_return Result<void>();
  const auto length = request.body->length();
  outgoing.is_small = length && *length <= kSmallBody;
  if (!outgoing.is_small) co_return Result<void>();
  CO_TRY(outgoing.small_body, co_await read_all(*request.body, *length));
  if (outgoing.small_body.size() != *length) co_return broken("a request's body has not the length it stated");
  co_return Result<void>();
}

enum class Sent { whole, stopped };  // stopped: the peer answered, or closed, before it had everything

// The body as it streams. An error is the source's own.
Task<Result<Sent>> send_body(ClientConnection& connection, ByteSource& source) {
  const auto length = source.length();
  uint64_t sent = 0;
  while (true) {
    auto piece = co_await source.read();
    co_await move_to(connection.pool->loop());
    if (!piece) co_return fail(std::move(piece).error());
    sent += piece->size();
    if (length && (sent > *length || (piece->empty() && sent < *length))) {
      co_return broken("a request's body has not the length it stated");
    }
    if (piece->empty()) break;
    // Under TLS, what waits may be a session ticket.
    if (!connection.stream->is_secure() && connection.stream->is_readable()) co_return Sent::stopped;
    const std::string size_line = length ? std::string() : fmt::format("{:x}\r\n", piece->size());
    if (!co_await connection.stream->write(size_line, as_text(*piece), length ? "" : "\r\n")) co_return Sent::stopped;
  }
  if (!length && !co_await connection.stream->write("0\r\n\r\n")) co_return Sent::stopped;
  co_return Sent::whole;
}

Task<Result<Sent>> send_request(ClientConnection& connection, Outgoing& outgoing) {
  const auto length =
      outgoing.is_small ? std::optional<uint64_t>(outgoing.small_body.size()) : outgoing.request.body->length();
  std::string head;
  write_request_head(head, outgoing.origin, outgoing.request, length);
  const auto more = outgoing.is_small ? Stream::More::no : Stream::More::yes;
  if (!co_await connection.stream->write(head, outgoing.small_body, {}, more)) co_return Sent::stopped;
  if (outgoing.is_small) co_return Sent::whole;
  co_return co_await send_body(connection, *outgoing.request.body);
}

// The size of the head in the buffer.
Task<Result<size_t>> read_head(ClientConnection& connection) {
  HeadScanner scanner;
  Stream& stream = *connection.stream;
  while (true) {
    const auto size = scanner.scan(connection.buffer.view(), kHeadBytesMax);
    if (!size) co_return broken(size.error().why);
    if (*size > 0) co_return *size;
    std::span<char> room = connection.buffer.room();
    if (room.empty()) {
      connection.buffer.use_block();
      room = connection.buffer.room();
    }
    stream.set_deadline(connection.pool->limits().idle_timeout);
    const IoResult got = co_await stream.read_some(room);
    stream.clear_deadline();
    if (!got) co_return broken(stream, "no answer came", got.error);
    connection.buffer.filled(got.bytes);
  }
}

// The final answer's head, past any interim ones.
Task<Result<ResponseHead>> read_answer_head(ClientConnection& connection) {
  while (true) {
    CO_TRY(const size_t size, co_await read_head(connection));
    auto head = parse_response_head(connection.buffer.view().substr(0, size), kFieldsMax);
    if (!head) co_return broken(head.error().why);
    connection.buffer.consume(size);
    if (head->status >= 200) co_return std::move(*head);
    if (head->status == 101) co_return broken("the server wants to switch protocols");
  }
}

Result<Response> make_response(SharedConnection connection, ResponseHead head, std::string_view method, Sent sent) {
  const auto framing = response_framing(head, method);
  if (!framing) return broken(framing.error().why);
  connection->may_be_kept = sent == Sent::whole && keeps_alive(head.headers, head.minor_version) &&
                            framing->kind != BodyFraming::Kind::until_close;
  connection->body.begin(*framing, ~uint64_t{0}, false);
  Response response{.status = head.status, .headers = std::move(head.headers)};
  if (connection->body.at_end()) {
    response.content_length = parse_unsigned(response.headers.get("Content-Length"));
    ClientPool::give_back(std::move(connection));
  } else {
    const auto length = connection->body.length();
    response.body = std::make_unique<AnswerBody>(std::move(connection), length);
  }
  return response;
}

struct Exchange {
  Result<Response> response;
  bool was_stale = false;  // not a byte came back on a connection that had lain unused
};

Task<Exchange> exchange(SharedConnection connection, Outgoing& outgoing) {
  auto sent = co_await send_request(*connection, outgoing);
  if (!sent) co_return Exchange{fail(std::move(sent).error())};
  auto head = co_await read_answer_head(*connection);
  if (!head) {
    const bool is_silent = connection->buffer.view().empty() && !connection->stream->timed_out();
    co_return Exchange{fail(std::move(head).error()), connection->was_used && is_silent};
  }
  co_return Exchange{make_response(std::move(connection), std::move(*head), outgoing.request.method, *sent)};
}

Task<Result<Response>> send_on(std::shared_ptr<ClientPool> pool, Origin origin, Request request) {
  if (!is_sendable(request)) {
    co_return fail(lightwell::errors::invalid_argument, "The request's method, target or headers cannot be sent.");
  }
  Outgoing outgoing{.origin = std::move(origin), .request = std::move(request)};
  CO_CHECK(co_await read_small_body(outgoing));
  co_await move_to(pool->loop());
  const bool may_repeat = outgoing.is_small && is_idempotent(outgoing.request.method);
  CO_TRY(SharedConnection connection, co_await pool->take(outgoing.origin, false));
  Exchange first = co_await exchange(std::move(connection), outgoing);
  if (!first.was_stale || !may_repeat) co_return std::move(first.response);
  CO_TRY(SharedConnection fresh, co_await pool->take(outgoing.origin, true));
  Exchange second = co_await exchange(std::move(fresh), outgoing);
  co_return std::move(second.response);
}

// Closes a pool on its loop; or, when the loop ended before it came to that, where the loop is destroyed.
class Closing {
 public:
  explicit Closing(std::shared_ptr<ClientPool> pool) : pool_(std::move(pool)) {}
  Closing(Closing&&) = default;
  ~Closing() {
    if (pool_) pool_->close();
  }
  void operator()() const {}

 private:
  std::shared_ptr<ClientPool> pool_;
};

class PoolingClient final : public Client {
 public:
  PoolingClient(Loops& loops, const ClientLimits& limits, std::shared_ptr<ClientTls> tls) {
    const size_t share = std::max<size_t>(1, limits.connections_per_host_max / loops.size());
    for (size_t i = 0; i < loops.size(); ++i) {
      pools_.push_back(std::make_shared<ClientPool>(loops.at(i), limits, share, tls));
    }
  }
  ~PoolingClient() override {
    for (auto& pool : pools_) {
      Loop& loop = pool->loop();
      loop.post(Closing(std::move(pool)));
    }
  }

  Task<Result<Response>> send(const Origin& origin, Request request) override {
    const auto& pool = pool_here();
    return run_on(pool->loop(), send_on(pool, origin, std::move(request)));
  }

 private:
  const std::shared_ptr<ClientPool>& pool_here() {
    for (const auto& pool : pools_) {
      if (is_on(pool->loop())) return pool;
    }
    return pools_[next_.fetch_add(1, std::memory_order_relaxed) % pools_.size()];
  }

  std::vector<std::shared_ptr<ClientPool>> pools_;
  std::atomic<size_t> next_ = 0;
};

}  // namespace

std::unique_ptr<Client> make_client(Loops& loops, ClientLimits limits) {
  auto tls = std::make_shared<ClientTls>(limits.trusted_certificates);
  return std::make_unique<PoolingClient>(loops, limits, std::move(tls));
}

}  // namespace lightwell::http
