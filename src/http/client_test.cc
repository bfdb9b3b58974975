#include "http/client.h"

#include "http/errors.h"
#include "http/loopback_test.h"
#include "http/test_certificate.h"
#include "run/spawn.h"

namespace lightwell::http {
namespace {

Request request_of(std::string method, std::string target, std::string body = {}) {
  return {.method = std::move(method), .target = std::move(target), .body = source_of(std::move(body))};
}

bool is_all_b(std::string_view text, size_t size) {
  return text.size() == size && text.find_first_not_of('b') == std::string_view::npos;
}

// A stream of `pieces` blocks of 100 kB, of known length or not.
class BlockSource final : public ByteSource {
 public:
  BlockSource(size_t pieces, bool is_measured) : left_(pieces), pieces_(pieces), is_measured_(is_measured) {}
  Task<Result<Bytes>> read() override {
    if (left_ == 0) co_return Bytes{};
    --left_;
    co_return as_bytes(block_);
  }
  std::optional<uint64_t> length() const override {
    return is_measured_ ? std::optional<uint64_t>(pieces_ * block_.size()) : std::nullopt;
  }

 private:
  std::string block_ = std::string(100'000, 'b');
  size_t left_;
  size_t pieces_;
  bool is_measured_;
};

// Accepts one connection after another and treats each as a script says.
class ScriptedServer {
 public:
  using Script = std::function<void(int socket, int number)>;
  explicit ScriptedServer(Script script) : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(listener_, 8) == 0);
    socklen_t size = sizeof address;
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, script = std::move(script)] {
      for (int number = 0;; ++number) {
        const int socket = accept(listener_, nullptr, nullptr);
        if (socket < 0) return;
        script(socket, number);
        close(socket);
      }
    });
  }
  ~ScriptedServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }
  uint16_t port() const { return port_; }

  // Reads up to the end of one head.
  static std::string read_head(int socket) {
    std::string head;
    char c;
    while (!head.ends_with("\r\n\r\n") && recv(socket, &c, 1, 0) == 1) head += c;
    return head;
  }
  static void say(int socket, std::string_view text) { ::send(socket, text.data(), text.size(), MSG_NOSIGNAL); }

 private:
  int listener_;
  uint16_t port_ = 0;
  std::thread thread_;
};

struct ClientFixture : ServerFixture {
  std::unique_ptr<Client> client = make_client(loops);

  Result<Response> send(Request request) { return send_to({.host = "127.0.0.1", .port = port()}, std::move(request)); }
  Result<Response> send_to(Origin origin, Request request) {
    return sync_wait(client->send(origin, std::move(request)));
  }
  static std::string text_of(Result<Response>& response) {
    REQUIRE(response);
    auto text = sync_wait(read_all(*source_of(std::move(response->body)), 1 << 30));
    return text ? *text : "error: " + text.error().log_words;
  }
};

Task<Response> echo(Request& request) {
  auto body = co_await read_all(*request.body, 100'000'000);
  if (!body) co_return plain_response(400);
  Response response{.body = std::move(*body)};
  response.headers.add("X-Seen", request.method + " " + request.target + " " +
                                     std::string(request.headers.get("Host")) + " " +
                                     std::string(request.headers.get("Content-Length", "chunked")));
  co_return response;
}

}  // namespace

TEST_CASE_FIXTURE(ClientFixture, "a request goes out and its answer comes back, small bodies and large ones") {
  serve(echo);
  auto small = send(request_of("PUT", "/a?b", "hello"));
  CHECK(text_of(small) == "hello");
  CHECK(small->headers.get("X-Seen") == "PUT /a?b 127.0.0.1:" + std::to_string(port()) + " 5");
  for (const bool is_measured : {true, false}) {
    Request large = request_of("PUT", "/");
    large.body = std::make_unique<BlockSource>(100, is_measured);
    auto answer = send(std::move(large));
    CHECK(is_all_b(text_of(answer), 10'000'000));
    CHECK(answer->headers.get("X-Seen").ends_with(is_measured ? " 10000000" : " chunked"));
  }
}

TEST_CASE_FIXTURE(ClientFixture, "connections are used again, and HEAD states a length without a body") {
  std::atomic<int> connections = 0;
  const ScriptedServer scripted([&](int socket, int) {
    ++connections;
    while (!ScriptedServer::read_head(socket).empty()) {
      ScriptedServer::say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
    }
  });
  Loops one(1);
  client = make_client(one);
  for (int i = 0; i < 5; ++i) {
    auto answer = send_to({.host = "127.0.0.1", .port = scripted.port()}, request_of("HEAD", "/"));
    REQUIRE(answer);
    CHECK(answer->content_length == 2);
  }
  CHECK(connections == 1);
  client.reset();
  one.stop();
}

TEST_CASE_FIXTURE(ClientFixture, "a connection that died unused is replaced once, for requests that may come twice") {
  std::atomic<int> connections = 0;
  const ScriptedServer scripted([&](int socket, int) {
    ++connections;
    ScriptedServer::read_head(socket);
    ScriptedServer::say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    ScriptedServer::read_head(socket);  // the next request on this connection is swallowed
  });
  Loops one(1);
  client = make_client(one);
  const Origin origin{.host = "127.0.0.1", .port = scripted.port()};
  for (int i = 0; i < 3; ++i) {
    auto answer = send_to(origin, request_of("GET", "/"));
    CHECK(text_of(answer) == "ok");
  }
  CHECK(connections == 3);
  CHECK_FALSE(send_to(origin, request_of("POST", "/", "charge")));
  client.reset();
  one.stop();
}

TEST_CASE_FIXTURE(ClientFixture, "an answer that breaks off is an error, not an end") {
  for (const std::string answer : {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                                   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"}) {
    const ScriptedServer scripted([&](int socket, int) {
      ScriptedServer::read_head(socket);
      ScriptedServer::say(socket, answer);
    });
    auto response = send_to({.host = "127.0.0.1", .port = scripted.port()}, request_of("GET", "/"));
    CHECK(text_of(response).starts_with("error: "));
  }
}

TEST_CASE_FIXTURE(ClientFixture, "interim answers are passed over, and an answer may end with its connection") {
  const ScriptedServer scripted([&](int socket, int) {
    ScriptedServer::read_head(socket);
    ScriptedServer::say(socket,
                        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n\r\nuntil the end");
  });
  auto response = send_to({.host = "127.0.0.1", .port = scripted.port()}, request_of("GET", "/"));
  REQUIRE(response);
  CHECK(response->headers.get("X") == "y");
  CHECK_FALSE(response->headers.find("Link"));
  CHECK(text_of(response) == "until the end");
}

TEST_CASE_FIXTURE(ClientFixture, "an answer that comes before the body has left is heard") {
  serve([](Request&) -> Task<Response> { co_return plain_response(403, "no"); });
  Request large = request_of("PUT", "/");
  large.body = std::make_unique<BlockSource>(1000, true);
  auto answer = send(std::move(large));
  REQUIRE(answer);
  CHECK(answer->status == 403);
}

TEST_CASE_FIXTURE(ClientFixture, "nobody there, nobody answering, nonsense: each is an error in time") {
  client = make_client(loops, {.connect_timeout = std::chrono::seconds(2), .idle_timeout = std::chrono::seconds(1)});
  uint16_t free_port = 0;
  {
    const ScriptedServer gone([](int, int) {});
    free_port = gone.port();
  }
  const auto refused = send_to({.host = "127.0.0.1", .port = free_port}, request_of("GET", "/"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().log_words.contains("cannot connect"));

  const ScriptedServer silent(
      [](int socket, int) { ScriptedServer::read_head(socket), ScriptedServer::read_head(socket); });
  const auto timed_out = send_to({.host = "127.0.0.1", .port = silent.port()}, request_of("GET", "/"));
  REQUIRE_FALSE(timed_out);
  CHECK(timed_out.error().log_words.contains("timed out"));

  const ScriptedServer nonsense([](int socket, int) {
    ScriptedServer::read_head(socket);
    ScriptedServer::say(socket, "SSH-2.0-OpenSSH\r\n\r\n");
  });
  CHECK_FALSE(send_to({.host = "127.0.0.1", .port = nonsense.port()}, request_of("GET", "/")));
  CHECK_FALSE(send_to({.host = "no-such-name.invalid", .port = 80}, request_of("GET", "/")));
}

TEST_CASE_FIXTURE(ClientFixture, "a request that would forge a line is not sent") {
  serve(echo);
  Request forged = request_of("GET", "/");
  forged.headers.add("X", "a\r\nY: b");
  const auto answer = send(std::move(forged));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == &lightwell::errors::invalid_argument);
  CHECK_FALSE(send(request_of("GET", "/a b")));
}

TEST_CASE_FIXTURE(ClientFixture, "more requests than connections wait their turn") {
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  serve([&](Request&) -> Task<Response> {
    const int now = ++inside;
    for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
    }
    co_await loops.at(0).sleep(std::chrono::milliseconds(5));
    --inside;
    co_return text_response("ok");
  });
  client = make_client(loops, {.connections_per_host_max = 4});
  std::atomic<int> good = 0;
  {
    TaskGroup group;
    for (int i = 0; i < 100; ++i) {
      group.spawn(loops.at(size_t(i)), [](ClientFixture& fixture, std::atomic<int>& good) -> Task<void> {
        const Origin origin{.host = "127.0.0.1", .port = fixture.port()};
        auto answer = co_await fixture.client->send(origin, request_of("GET", "/"));
        if (answer && (co_await read_all(*source_of(std::move(answer->body)), 10)) == "ok") ++good;
      }(*this, good));
    }
  }
  CHECK(good == 100);
  CHECK(most <= 4);
}

TEST_CASE_FIXTURE(ClientFixture, "an answer nobody reads to its end closes its connection and harms nobody") {
  serve([](Request&) -> Task<Response> { co_return Response{.body = std::make_unique<BlockSource>(1000, true)}; });
  for (int i = 0; i < 5; ++i) {
    auto answer = send(request_of("GET", "/"));
    REQUIRE(answer);
    auto source = source_of(std::move(answer->body));
    CHECK(sync_wait(source->read()));
  }
}

TEST_CASE("TLS both ways: streams, files, keep-alive; a certificate for another name or from nobody is refused") {
  const TestCertificate certificate("localhost");
  Loops loops(2);
  const auto sealed = std::make_shared<FileHandle>(certificate.open_key());
  const size_t key_size = certificate.key().size();
  auto server = listen(
      loops, {"127.0.0.1", 0},
      [&](Request& request) -> Task<Response> {
        if (request.target == "/file") co_return Response{.body = std::vector<FileRegion>{{sealed, 0, key_size}}};
        if (!request.is_secure || request.tls_version != "1.3") co_return plain_response(500);
        co_return co_await echo(request);
      },
      {}, TlsFiles{certificate.certificate_path(), certificate.key_path()});
  REQUIRE(server);
  auto client = make_client(loops, {.trusted_certificates = certificate.certificate_path()});
  const auto send = [&](Client& via, std::string host, Request request) {
    return sync_wait(
        via.send({.is_secure = true, .host = std::move(host), .port = (*server)->port()}, std::move(request)));
  };
  for (int i = 0; i < 3; ++i) {
    auto answer = send(*client, "localhost", request_of("PUT", "/", "hello"));
    CHECK(ClientFixture::text_of(answer) == "hello");
    Request large = request_of("PUT", "/");
    large.body = std::make_unique<BlockSource>(50, i % 2 == 0);
    auto streamed = send(*client, "localhost", std::move(large));
    CHECK(is_all_b(ClientFixture::text_of(streamed), 5'000'000));
    auto file = send(*client, "localhost", request_of("GET", "/file"));
    CHECK(ClientFixture::text_of(file) == certificate.key());
  }
  const auto wrong_name = send(*client, "127.0.0.1", request_of("GET", "/"));
  REQUIRE_FALSE(wrong_name);
  CHECK(wrong_name.error().log_words.contains("no secure connection"));
  const auto stranger = make_client(loops);
  CHECK_FALSE(send(*stranger, "localhost", request_of("GET", "/")));
  CHECK(status_of(RawClient((*server)->port()).ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n")) == 0);
  (*server)->stop(std::chrono::seconds(1));
  client.reset();
}

TEST_CASE("a thumbprint vouches for a certificate that no authority does, and for its name alone") {
  const TestCertificate certificate("localhost"), other("localhost");
  Loops loops(1);
  auto server = listen(
      loops, {"127.0.0.1", 0}, [](Request&) -> Task<Response> { co_return plain_response(200); }, {},
      TlsFiles{certificate.certificate_path(), certificate.key_path()});
  REQUIRE(server);
  auto client = make_client(loops);
  const auto ask = [&](std::string host, std::vector<std::string> thumbprints) {
    return sync_wait(client->send(
        {.is_secure = true, .host = std::move(host), .port = (*server)->port(), .thumbprints = std::move(thumbprints)},
        request_of("GET", "/")));
  };
  CHECK(ask("localhost", {other.thumbprint(), certificate.thumbprint()}));
  std::string upper = certificate.thumbprint();
  std::ranges::transform(upper, upper.begin(), [](char c) { return char(std::toupper(c)); });
  CHECK(ask("localhost", {upper}));
  for (const auto& refused : {ask("localhost", {}), ask("localhost", {other.thumbprint()}), ask("localhost", {""}),
                              ask("127.0.0.1", {certificate.thumbprint()})}) {
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == &errors::untrusted_certificate);
  }
  (*server)->stop(std::chrono::seconds(1));
  client.reset();
}

TEST_CASE("files for TLS that cannot be read are named") {
  Loops loops(1);
  const auto server = listen(
      loops, {"127.0.0.1", 0}, [](Request&) -> Task<Response> { co_return Response{}; }, {},
      TlsFiles{"/nowhere/chain.pem", "/nowhere/key.pem"});
  REQUIRE_FALSE(server);
  CHECK(server.error().message.contains("/nowhere/chain.pem"));
  const auto client = make_client(loops, {.trusted_certificates = "/nowhere/trusted.pem"});
  const auto refused =
      sync_wait(client->send({.is_secure = true, .host = "localhost", .port = 1}, request_of("GET", "/")));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.contains("/nowhere/trusted.pem"));
}

}  // namespace lightwell::http
