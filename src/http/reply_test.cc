#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>

#include "base/digest.h"
#include "http/errors.h"
#include "http/event_stream.h"
#include "http/loopback_test.h"
#include "run/spawn.h"

namespace lightwell::http {
namespace {

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

// Gives `pieces` pieces of `size` bytes each, then the end or an error. Counts itself.
class PieceSource final : public ByteSource {
 public:
  struct Shape {
    size_t pieces;
    size_t size;
    bool is_measured = false;
    bool fails_at_end = false;
    uint64_t stated = 0;  // instead of the true length
  };
  explicit PieceSource(Shape shape, std::atomic<int>* alive = nullptr)
      : shape_(shape), piece_(shape.size, 'p'), alive_(alive) {
    if (alive_ != nullptr) ++*alive_;
  }
  ~PieceSource() override {
    if (alive_ != nullptr) --*alive_;
  }
  Task<Result<Bytes>> read() override {
    if (given_ == shape_.pieces) {
      if (shape_.fails_at_end) co_return fail(lightwell::errors::internal_error);
      co_return Bytes{};
    }
    ++given_;
    co_return as_bytes(piece_);
  }
  std::optional<uint64_t> length() const override {
    if (!shape_.is_measured) return std::nullopt;
    return shape_.stated != 0 ? shape_.stated : uint64_t(shape_.pieces) * shape_.size;
  }

 private:
  Shape shape_;
  std::string piece_;
  size_t given_ = 0;
  std::atomic<int>* alive_;
};

struct TestFile {
  explicit TestFile(std::string_view content) {
    char name[] = "/tmp/lightwell-http-XXXXXX";
    const int descriptor = mkstemp(name);
    REQUIRE(::write(descriptor, content.data(), content.size()) == ssize_t(content.size()));
    unlink(name);
    handle = std::make_shared<FileHandle>(descriptor);
  }
  std::shared_ptr<const FileHandle> handle;
};

std::string varied(size_t size) {
  std::string bytes(size, '\0');
  for (size_t i = 0; i < size; ++i) bytes[i] = char(i * 131 + i / 4096);
  return bytes;
}

bool becomes(std::function<bool()> condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

// A sanitizer holds on to freed memory, so there the measure says nothing.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kMemoryIsTelling = false;
#else
constexpr bool kMemoryIsTelling = true;
#endif

size_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  size_t pages = 0;
  file >> pages >> pages;
  return pages * 4096;
}

}  // namespace

TEST_CASE_FIXTURE(ServerFixture, "a stream of unknown length leaves in chunks, and closed by its end for HTTP/1.0") {
  serve([](Request&) -> Task<Response> {
    co_return Response{.body = std::make_unique<PieceSource>(PieceSource::Shape{.pieces = 2, .size = 5})};
  });
  RawClient client(port());
  client.send(kGet);
  CHECK(client.read_until("\r\n\r\n").contains("Transfer-Encoding: chunked\r\n"));
  CHECK(client.read_until("0\r\n\r\n") == "5\r\nppppp\r\n5\r\nppppp\r\n0\r\n\r\n");
  client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const std::string answer = client.read_to_end();
  CHECK(body_of(answer) == "pppppppppp");
  CHECK(answer.contains("Connection: close\r\n"));
}

TEST_CASE_FIXTURE(ServerFixture, "a stream of known length leaves with Content-Length") {
  serve([](Request&) -> Task<Response> {
    co_return Response{
        .body = std::make_unique<PieceSource>(PieceSource::Shape{.pieces = 3, .size = 5, .is_measured = true})};
  });
  RawClient client(port());
  CHECK(body_of(client.ask(kGet)) == "ppppppppppppppp");
  CHECK(body_of(client.ask(kGet)) == "ppppppppppppppp");
}

TEST_CASE_FIXTURE(ServerFixture,
                  "a stream that fails midway resets the connection, so that nobody takes the part for the whole") {
  serve([](Request& request) -> Task<Response> {
    PieceSource::Shape shape{.pieces = 1, .size = 5, .fails_at_end = true};
    if (request.target == "/measured") shape.is_measured = true, shape.stated = 10;
    if (request.target == "/short") shape = {.pieces = 1, .size = 5, .is_measured = true, .stated = 10};
    if (request.target == "/long") shape = {.pieces = 3, .size = 4, .is_measured = true, .stated = 10};
    co_return Response{.body = std::make_unique<PieceSource>(shape)};
  });
  for (const std::string target : {"/", "/measured", "/short", "/long"}) {
    CAPTURE(target);
    RawClient client(port());
    client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
    const std::string answer = client.read_to_end();
    CHECK_FALSE(answer.contains("\r\n0\r\n\r\n"));
    CHECK(body_of(answer).size() < 20);
    CHECK(client.was_reset());
  }
}

TEST_CASE_FIXTURE(ServerFixture, "a stream of known length that fails before its first byte becomes a 500") {
  serve([](Request&) -> Task<Response> {
    co_return Response{.body = std::make_unique<PieceSource>(PieceSource::Shape{
                           .pieces = 0, .size = 5, .is_measured = true, .fails_at_end = true, .stated = 10})};
  });
  RawClient client(port());
  CHECK(status_of(client.ask(kGet)) == 500);
  CHECK(status_of(client.ask(kGet)) == 500);
}

TEST_CASE_FIXTURE(ServerFixture, "regions of files arrive one behind the other, small ones and large ones") {
  const std::string content = varied(3'000'000);
  const TestFile file(content);
  serve([&](Request& request) -> Task<Response> {
    std::vector<FileRegion> regions = {{file.handle, 10, 20}, {file.handle, 5000, 100}};
    if (request.target == "/large") regions = {{file.handle, 1'000'000, 2'000'000}, {file.handle, 0, 1'000'001}};
    co_return Response{.body = std::move(regions)};
  });
  RawClient client(port());
  CHECK(body_of(client.ask(kGet)) == content.substr(10, 20) + content.substr(5000, 100));
  const auto large = body_of(client.ask("GET /large HTTP/1.1\r\nHost: h\r\n\r\n"));
  CHECK(large == content.substr(1'000'000) + content.substr(0, 1'000'001));
  CHECK(body_of(client.ask(kGet)).size() == 120);
}

TEST_CASE_FIXTURE(ServerFixture, "a file shorter than its region breaks the connection off") {
  const TestFile file(varied(100'000));
  serve([&](Request&) -> Task<Response> {
    co_return Response{.body = std::vector<FileRegion>{{file.handle, 0, 200'000}}};
  });
  RawClient client(port());
  client.send(kGet);
  CHECK(body_of(client.read_to_end()).size() <= 100'000);
  CHECK(client.was_reset());
}

TEST_CASE_FIXTURE(ServerFixture, "a slow reader gets everything, by sendfile and by stream") {
  const std::string content = varied(4'000'000);
  const TestFile file(content);
  serve([&](Request& request) -> Task<Response> {
    if (request.target == "/file")
      co_return Response{.body = std::vector<FileRegion>{{file.handle, 0, content.size()}}};
    co_return Response{.body = content};
  });
  for (const std::string target : {"/file", "/text"}) {
    RawClient client(port(), 4096);
    client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    CHECK(body_of(client.read_answer()) == content);
  }
}

TEST_CASE_FIXTURE(ServerFixture, "a client that stops reading is cut off after the timeout") {
  std::atomic<int> alive = 0;
  serve(
      [&](Request&) -> Task<Response> {
        co_return Response{
            .body = std::make_unique<PieceSource>(PieceSource::Shape{.pieces = 10'000, .size = 100'000}, &alive)};
      },
      {.body_timeout = std::chrono::seconds(1)});
  RawClient client(port(), 4096);
  client.send(kGet);
  REQUIRE(becomes([&] { return alive == 1; }));
  CHECK(becomes([&] { return alive == 0; }));
}

TEST_CASE_FIXTURE(ServerFixture, "a client that disappears ends the stream it was reading") {
  std::atomic<int> alive = 0;
  serve([&](Request&) -> Task<Response> {
    co_return Response{
        .body = std::make_unique<PieceSource>(PieceSource::Shape{.pieces = 1'000'000, .size = 100'000}, &alive)};
  });
  {
    RawClient client(port());
    client.send(kGet);
    client.read(1'000'000);
    CHECK(alive == 1);
  }
  CHECK(becomes([&] { return alive == 0; }));
}

TEST_CASE_FIXTURE(ServerFixture, "a client that disappears while a file is sent harms nobody else") {
  const TestFile file(varied(8'000'000));
  serve([&](Request& request) -> Task<Response> {
    if (request.target == "/alive") co_return text_response("alive");
    co_return Response{.body = std::vector<FileRegion>{{file.handle, 0, 8'000'000}, {file.handle, 0, 8'000'000}}};
  });
  for (int i = 0; i < 5; ++i) {
    RawClient client(port());
    client.send(kGet);
    client.read(100'000);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK(body_of(ask_once("GET /alive HTTP/1.1\r\nHost: h\r\n\r\n")) == "alive");
}

TEST_CASE_FIXTURE(ServerFixture, "no socket of the server is handed to a child process") {
  serve([](Request&) -> Task<Response> { co_return text_response("ok"); });
  RawClient client(port());
  client.ask(kGet);
  int inherited = 0;
  for (int descriptor = 3; descriptor < 256; ++descriptor) {
    sockaddr_in own{};
    socklen_t size = sizeof own;
    if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&own), &size) != 0) continue;
    const bool is_servers = own.sin_family == AF_INET && own.sin_port == htons(port());
    if (is_servers && (fcntl(descriptor, F_GETFD) & FD_CLOEXEC) == 0) ++inherited;
  }
  CHECK(inherited == 0);
}

TEST_CASE_FIXTURE(ServerFixture, "200 MB pass through both ways in bounded memory, unchanged") {
  serve([](Request& request) -> Task<Response> { co_return Response{.body = std::move(request.body)}; });
  constexpr size_t kTotal = 200'000'000;
  const std::string block = varied(1'000'000);
  RawClient client(port());
  const size_t before = resident_bytes();
  client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 200000000\r\n\r\n");
  std::thread sender([&] {
    for (size_t sent = 0; sent < kTotal; sent += block.size()) client.send(block);
  });
  CHECK(client.read_until("\r\n\r\n").contains("Content-Length: 200000000"));
  size_t same = 0;
  for (size_t got = 0; got < kTotal; got += block.size()) same += client.read(block.size()) == block ? 1 : 0;
  CHECK(same == 200);
  sender.join();
  if (kMemoryIsTelling) CHECK(resident_bytes() < before + 30'000'000);
}

TEST_CASE_FIXTURE(ServerFixture, "a body kept beyond its request fails instead of reading the next one") {
  std::unique_ptr<ByteSource> kept;
  serve([&](Request& request) -> Task<Response> {
    if (request.target == "/keep") kept = std::move(request.body);
    co_return text_response("ok");
  });
  RawClient client(port());
  client.ask("PUT /keep HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody");
  client.ask(kGet);
  const auto read = sync_wait(kept->read());
  REQUIRE_FALSE(read);
  CHECK(read.error().kind == &errors::incomplete_body);
  kept.reset();
}

TEST_CASE_FIXTURE(ServerFixture, "events arrive when they happen, with ids, names and line breaks") {
  const EventStream stream;
  serve([&](Request&) -> Task<Response> { co_return stream.response(); });
  RawClient client(port());
  client.send(kGet);
  CHECK(client.read_until("\r\n\r\n").contains("text/event-stream"));
  CHECK(client.read_until("\n\n").contains("retry: 3000"));
  CHECK(stream.push({.id = "7", .name = "photo", .data = "one\ntwo"}));
  CHECK(client.read_until("\n\n").contains("id: 7\nevent: photo\ndata: one\ndata: two\n\n"));
  stream.close();
  CHECK_FALSE(stream.push({.data = "late"}));
  CHECK(client.read_until("0\r\n\r\n").ends_with("0\r\n\r\n"));
}

TEST_CASE_FIXTURE(ServerFixture,
                  "an event stream pings, notices a browser that leaves, and ends when the server stops") {
  const EventStream left({.ping_every = std::chrono::milliseconds(50)});
  const EventStream stopped;
  serve([&](Request& request) -> Task<Response> {
    co_return request.target == "/left" ? left.response() : stopped.response();
  });
  {
    RawClient leaving(port());
    leaving.send("GET /left HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(leaving.read_until(": ping").ends_with(": ping"));
    CHECK(leaving.read_until(": ping").ends_with(": ping"));
  }
  CHECK(becomes([&] { return !left.is_open(); }));
  RawClient staying(port());
  staying.send(kGet);
  staying.read_until("retry");
  const auto begin = std::chrono::steady_clock::now();
  server->stop(std::chrono::seconds(10));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
  CHECK_FALSE(stopped.is_open());
}

TEST_CASE_FIXTURE(ServerFixture, "a browser that leaves a silent event stream is noticed without a ping") {
  const EventStream stream;
  serve([&](Request&) -> Task<Response> { co_return stream.response(); });
  {
    RawClient client(port());
    client.send(kGet);
    client.read_until("retry");
  }
  CHECK(becomes([&] { return !stream.is_open(); }));
}

TEST_CASE("an event stream nobody empties closes instead of growing") {
  const EventStream stream({.queue_max = 3});
  for (int i = 0; i < 3; ++i) CHECK(stream.push({.data = "x"}));
  CHECK_FALSE(stream.push({.data = "one too many"}));
  CHECK_FALSE(stream.is_open());
}

TEST_CASE("an event's id cannot forge another field") {
  CHECK(to_wire({.id = "1\ndata: forged", .data = "true"}) == "id: 1data: forged\ndata: true\n\n");
}

}  // namespace lightwell::http
