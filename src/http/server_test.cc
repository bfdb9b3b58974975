#include "http/server.h"

#include "base/time.h"
#include "http/errors.h"
#include "http/loopback_test.h"

namespace lightwell::http {
namespace {

Task<Response> say_target(Request& request) { co_return text_response(request.method + " " + request.target); }

Task<Response> say_body(Request& request) {
  auto body = co_await read_all(*request.body, 1 << 20);
  if (!body) co_return plain_response(body.error().kind->http_status, body.error().kind->code);
  co_return text_response(*body);
}

Task<Response> ignore_body(Request&) { co_return text_response("ignored"); }

}  // namespace

TEST_CASE_FIXTURE(ServerFixture, "a connection serves one request after another") {
  serve(say_target);
  RawClient client(port());
  const std::string first = client.ask("GET /one?q=1 HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(first.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(body_of(first) == "GET /one?q=1");
  CHECK(first.contains("Server: lightwell\r\n"));
  CHECK(first.contains("Date: "));
  CHECK(body_of(client.ask("POST /two HTTP/1.1\r\nHost: h\r\n\r\n")) == "POST /two");
}

TEST_CASE_FIXTURE(ServerFixture, "a busy port is refused, although acceptors share theirs") {
  serve(say_target);
  CHECK_FALSE(listen(loops, {"127.0.0.1", port()}, say_target));
}

TEST_CASE_FIXTURE(ServerFixture, "pipelined requests are answered in order") {
  serve(say_body);
  RawClient client(port());
  client.send(
      "PUT /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nonePUT /2 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
      "chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\nGET /3 HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(body_of(client.read_answer()) == "one");
  CHECK(body_of(client.read_answer()) == "two");
  CHECK(body_of(client.read_answer()).empty());
}

TEST_CASE_FIXTURE(ServerFixture, "HTTP/1.0 closes unless it asks to be kept") {
  serve(say_target);
  RawClient closing(port());
  CHECK(closing.ask("GET / HTTP/1.0\r\n\r\n").contains("Connection: close\r\n"));
  CHECK(closing.sees_end());
  RawClient kept(port());
  CHECK(kept.ask("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").contains("Connection: keep-alive\r\n"));
  CHECK(body_of(kept.ask("GET /again HTTP/1.0\r\n\r\n")) == "GET /again");
}

TEST_CASE_FIXTURE(ServerFixture, "Connection: close is honoured from either side") {
  serve([](Request& request) -> Task<Response> {
    Response response = text_response("bye");
    if (request.target == "/leave") response.headers.add("Connection", "close");
    co_return response;
  });
  RawClient asks(port());
  CHECK(asks.ask("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").contains("Connection: close\r\n"));
  CHECK(asks.sees_end());
  RawClient told(port());
  CHECK(told.ask("GET /leave HTTP/1.1\r\nHost: h\r\n\r\n").contains("Connection: close\r\n"));
  CHECK(told.sees_end());
}

TEST_CASE_FIXTURE(ServerFixture, "100 Continue is sent when the handler reads, not before") {
  serve(say_body);
  RawClient client(port());
  client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  CHECK(body_of(client.ask("body")) == "body");
}

TEST_CASE_FIXTURE(ServerFixture, "a client that did not wait for 100 Continue gets none") {
  serve(say_body);
  RawClient client(port());
  client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\nbo");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const std::string answer = client.ask("dy");
  CHECK(status_of(answer) == 200);
  CHECK(body_of(answer) == "body");
}

TEST_CASE_FIXTURE(ServerFixture, "a handler that refuses before reading sends no 100 Continue and closes") {
  serve(ignore_body);
  RawClient client(port());
  const auto answer = client.ask("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  CHECK(status_of(answer) == 200);
  CHECK(answer.contains("Connection: close\r\n"));
  CHECK(client.sees_end());
}

TEST_CASE_FIXTURE(ServerFixture, "a small body nobody read is drained and the connection goes on") {
  serve(ignore_body);
  RawClient client(port());
  CHECK(status_of(client.ask("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" +
                             std::string(100000, 'x'))) == 200);
  CHECK(status_of(client.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n")) == 200);
}

TEST_CASE_FIXTURE(ServerFixture, "a large body nobody read ends the connection, and the answer still arrives") {
  serve(ignore_body);
  RawClient client(port());
  client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 50000000\r\n\r\n");
  client.send(std::string(50'000'000, 'x'));
  const std::string answer = client.read_to_end();
  CHECK(status_of(answer) == 200);
  CHECK(answer.contains("Connection: close\r\n"));
}

TEST_CASE_FIXTURE(ServerFixture, "HEAD, 204 and 304 carry no body") {
  serve([](Request& request) -> Task<Response> {
    if (request.target == "/204") co_return Response{.status = 204, .body = std::string("never")};
    if (request.target == "/304") co_return Response{.status = 304, .body = std::string("never")};
    if (request.target == "/stated") co_return Response{.content_length = 123456};
    co_return text_response("twelve bytes");
  });
  RawClient client(port());
  client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(client.read_until("\r\n\r\n").contains("Content-Length: 12\r\n"));
  client.send("HEAD /stated HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(client.read_until("\r\n\r\n").contains("Content-Length: 123456\r\n"));
  client.send("GET /204 HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK_FALSE(client.read_until("\r\n\r\n").contains("Content-Length"));
  client.send("GET /304 HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK_FALSE(client.read_until("\r\n\r\n").contains("Content-Length"));
  CHECK(body_of(client.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n")) == "twelve bytes");
}

TEST_CASE_FIXTURE(ServerFixture, "a header value cannot smuggle a line into the answer") {
  serve([](Request&) -> Task<Response> {
    Response response = text_response("x");
    response.headers.add("X-Echo", "a\r\nSet-Cookie: evil=1");
    co_return response;
  });
  const std::string answer = ask_once("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(status_of(answer) == 500);
  CHECK_FALSE(answer.contains("evil"));
}

TEST_CASE_FIXTURE(ServerFixture, "an exception in a handler is a plain 500 and the connection goes on") {
  serve([](Request& request) -> Task<Response> {
    if (request.target == "/throw") throw std::runtime_error("broken");
    co_return text_response("fine");
  });
  RawClient client(port());
  CHECK(status_of(client.ask("GET /throw HTTP/1.1\r\nHost: h\r\n\r\n")) == 500);
  CHECK(body_of(client.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n")) == "fine");
}

TEST_CASE_FIXTURE(ServerFixture, "what could be read in two ways is refused, and the connection ends") {
  serve(say_body);
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\n";
  const std::pair<std::string, int> cases[] = {
      {head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {head + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400},
      {head + "Content-Length: +3\r\n\r\nabc", 400},
      {head + "Content-Length: 3, 3\r\n\r\nabc", 400},
      {head + "Content-Length: 18446744073709551616\r\n\r\n", 400},
      {head + "Transfer-Encoding: gzip, chunked\r\n\r\n", 501},
      {head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 501},
      {head + "Transfer-Encoding : chunked\r\n\r\n", 400},
      {head + "X-Folded: a\r\n b\r\n\r\n", 400},
      {head + "X-Null: a" + std::string(1, '\0') + "b\r\n\r\n", 400},
      {head + "X-Bare: a\nX-Other: b\r\n\r\n", 400},
      {head + "X-Return: a\rb\r\n\r\n", 400},
      {head + "no colon\r\n\r\n", 400},
      {head + ": no name\r\n\r\n", 400},
      {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"GET / HTTP/1.1\nHost: h\n\n", 400},
      {"GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505},
      {"GET nowhere HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"CONNECT a:1 HTTP/1.1\r\nHost: h\r\n\r\n", 501},
      {head + "Expect: miracles\r\n\r\n", 417},
  };
  for (const auto& [request, status] : cases) {
    CAPTURE(request);
    RawClient client(port());
    CHECK(status_of(client.ask(request)) == status);
    CHECK(client.sees_end());
  }
}

TEST_CASE_FIXTURE(ServerFixture, "a malformed chunked body fails for its reader, and the connection ends") {
  serve(say_body);
  for (const std::string body :
       {"g\r\n", "-1\r\nx\r\n", "0x3\r\nabc\r\n0\r\n\r\n", "3\nabc\r\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n",
        "1000000000000000\r\n", "3 \r\nabc\r\n0\r\n\r\n", "\r\n", "0\r\nbad trailer\r\n\r\n"}) {
    CAPTURE(body);
    RawClient client(port());
    const std::string answer = client.ask("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    CHECK(status_of(answer) == 400);
    CHECK(body_of(answer) == "MalformedBody");
    CHECK(client.sees_end());
  }
}

TEST_CASE_FIXTURE(ServerFixture, "chunks may be cut anywhere, and carry extensions and trailers") {
  serve(say_body);
  const std::string request =
      "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;name=value\r\nhello\r\n6\r\n "
      "world\r\n0\r\nX-Sum: 1\r\n\r\n";
  RawClient client(port());
  for (const char c : request) client.send({&c, 1});
  CHECK(body_of(client.read_answer()) == "hello world");
  CHECK(body_of(client.ask(request)) == "hello world");
}

TEST_CASE_FIXTURE(ServerFixture, "limits answer with their own status") {
  serve(say_body, {.header_bytes_max = 2048, .fields_max = 10, .body_bytes_max = 1000});
  CHECK(status_of(ask_once("GET /" + std::string(3000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n")) == 414);
  CHECK(status_of(ask_once("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(3000, 'a') + "\r\n\r\n")) == 431);
  std::string many = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 10; ++i) many += "X: y\r\n";
  CHECK(status_of(ask_once(many + "\r\n")) == 431);
  CHECK(status_of(ask_once("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n")) == 413);
  const std::string chunk = "3e9\r\n" + std::string(1001, 'a') + "\r\n0\r\n\r\n";
  CHECK(status_of(ask_once("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk)) == 413);
}

TEST_CASE_FIXTURE(ServerFixture, "a proxy's absolute target becomes a plain one") {
  serve([](Request& request) -> Task<Response> {
    co_return text_response(std::string(request.headers.get("Host")) + request.target);
  });
  CHECK(body_of(ask_once("GET http://other:80?a HTTP/1.1\r\nHost: h\r\n\r\n")) == "other:80/?a");
  CHECK(body_of(ask_once("GET http://other/path HTTP/1.1\r\nHost: h\r\n\r\n")) == "other/path");
}

TEST_CASE_FIXTURE(ServerFixture, "one connection too many is turned away with 503") {
  serve(say_target, {.connections_max = 1});
  RawClient first(port());
  CHECK(status_of(first.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n")) == 200);
  RawClient second(port());
  CHECK(status_of(second.read_answer()) == 503);
  CHECK(second.sees_end());
  CHECK(status_of(first.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n")) == 200);
}

TEST_CASE_FIXTURE(ServerFixture, "a header that dribbles in is cut off with 408; silence is closed without a word") {
  serve(say_target, {.header_timeout = std::chrono::seconds(1), .idle_timeout = std::chrono::seconds(1)});
  RawClient slow(port());
  RawClient silent(port());
  RawClient idle(port());
  CHECK(status_of(idle.ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n")) == 200);
  slow.send("GET / HT");
  CHECK(status_of(slow.read_answer()) == 408);
  CHECK(silent.sees_end());
  CHECK(idle.sees_end());
}

TEST_CASE_FIXTURE(ServerFixture, "a body that stalls fails for its reader with a timeout") {
  serve(say_body, {.body_timeout = std::chrono::seconds(1)});
  RawClient client(port());
  CHECK(body_of(client.ask("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab")) == "RequestTimeout");
}

TEST_CASE_FIXTURE(ServerFixture, "a client that leaves in mid-body gives its reader an error") {
  std::promise<std::string> seen;
  serve([&](Request& request) -> Task<Response> {
    auto body = co_await read_all(*request.body, 1000);
    seen.set_value(body ? *body : std::string(body.error().kind->code));
    co_return text_response("unheard");
  });
  {
    RawClient client(port());
    client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
  }
  CHECK(seen.get_future().get() == "IncompleteBody");
}

TEST_CASE_FIXTURE(ServerFixture, "stop waits for what is under way and closes what is idle") {
  std::promise<void> reached;
  Completion<int> go_on;
  serve([&](Request& request) -> Task<Response> {
    if (request.target == "/quick") co_return text_response("quick");
    reached.set_value();
    co_await go_on;
    co_return text_response("finished");
  });
  RawClient idle(port());
  CHECK(body_of(idle.ask("GET /quick HTTP/1.1\r\nHost: h\r\n\r\n")) == "quick");
  RawClient busy(port());
  busy.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  reached.get_future().wait();
  std::thread stopper([&] { server->stop(std::chrono::seconds(10)); });
  CHECK(idle.sees_end());
  go_on.set(1);
  const std::string answer = busy.read_answer();
  CHECK(body_of(answer) == "finished");
  CHECK(answer.contains("Connection: close\r\n"));
  CHECK(busy.sees_end());
  stopper.join();
  CHECK_FALSE(RawClient(port()).is_connected());
}

TEST_CASE_FIXTURE(ServerFixture, "stop breaks off what outlasts its grace") {
  serve(say_body);
  RawClient stuck(port());
  stuck.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto begin = std::chrono::steady_clock::now();
  server->stop(std::chrono::milliseconds(200));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
  CHECK(stuck.sees_end());
}

}  // namespace lightwell::http
