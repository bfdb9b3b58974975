#include "http/router.h"

#include <doctest/doctest.h>

#include "http/static_files.h"
#include "run/spawn.h"

namespace lightwell::http {
namespace {

Request request_of(std::string method, std::string target) {
  return {.method = std::move(method), .target = std::move(target), .body = source_of(std::string())};
}

Response ask(const Router& router, std::string method, std::string target) {
  Request request = request_of(std::move(method), std::move(target));
  return sync_wait(router.route(request));
}

std::string text_of(const Response& response) { return std::get<std::string>(response.body); }

RouteHandler say(std::string text) {
  return [text](Request&, const PathValues&) -> Task<Response> { co_return Response{.body = text}; };
}

}  // namespace

TEST_CASE("a route captures decoded segments, and literals win over names") {
  Router router;
  router.add("GET", "/photos/{id}", [](Request&, const PathValues& path) -> Task<Response> {
    co_return Response{.body = "photo " + path["id"]};
  });
  router.add("GET", "/photos/recent", say("recent"));
  router.add("GET", "/photos/{photo}/tags/{tag}", [](Request&, const PathValues& path) -> Task<Response> {
    co_return Response{.body = path["photo"] + " has " + path["tag"]};
  });
  router.add("GET", "/photos/recent/count", say("count"));
  router.add("GET", "/files/{path...}",
             [](Request&, const PathValues& path) -> Task<Response> { co_return Response{.body = path["path"]}; });
  router.add("GET", "/", say("root"));

  CHECK(text_of(ask(router, "GET", "/photos/7?size=2")) == "photo 7");
  CHECK(text_of(ask(router, "GET", "/photos/recent")) == "recent");
  CHECK(text_of(ask(router, "GET", "/photos/a%2Fb/tags/c%20d")) == "a/b has c d");
  CHECK(text_of(ask(router, "GET", "/photos/recent/tags/x")) == "recent has x");
  CHECK(text_of(ask(router, "GET", "/files/a/b/c.txt")) == "a/b/c.txt");
  CHECK(text_of(ask(router, "GET", "/")) == "root");
  for (const std::string unknown : {"/photos", "/photos/", "/photos/7/", "/files/", "/photo", "//", "/photos/7/tags"}) {
    CAPTURE(unknown);
    CHECK(ask(router, "GET", unknown).status == 404);
  }
  CHECK(ask(router, "GET", "/photos/%zz").status == 400);
}

TEST_CASE("a known path with another method says what is allowed") {
  Router router;
  router.add("GET", "/a", say("got"));
  router.add("PUT", "/a", say("put"));
  CHECK(text_of(ask(router, "HEAD", "/a")) == "got");
  const Response refused = ask(router, "DELETE", "/a");
  CHECK(refused.status == 405);
  CHECK(refused.headers.get("Allow") == "GET, HEAD, PUT");
  const Response options = ask(router, "OPTIONS", "/a");
  CHECK(options.status == 204);
  CHECK(options.headers.get("Allow") == "GET, HEAD, PUT");
}

TEST_CASE("a router takes its own words for what it refuses, and hands on what it does not know") {
  Router router([](int status) { return Response{.status = status, .body = std::string("{}")}; });
  CHECK(text_of(ask(router, "GET", "/x")) == "{}");
  router.otherwise([](Request& request) -> Task<Response> { co_return Response{.body = "else " + request.target}; });
  CHECK(text_of(ask(router, "GET", "/x")) == "else /x");
}

TEST_CASE("mistakes in routes show at once") {
  Router router;
  router.add("GET", "/a/{b}", say(""));
  CHECK_THROWS(router.add("GET", "/a/{c}", say("")));
  CHECK_THROWS(router.add("GET", "a", say("")));
  CHECK_THROWS(router.add("GET", "/a{b}", say("")));
  CHECK_THROWS(router.add("GET", "/{a...}/b", say("")));
}

TEST_CASE("static files: the best encoding, caching by name or by tag, and the index for the application's addresses") {
  static constexpr StaticFile kFiles[] = {
      {.path = "/index.html", .content_type = "text/html", .etag = "\"i\"", .bytes = "<html>"},
      {.path = "/assets/app-1234.js",
       .content_type = "text/javascript",
       .etag = "\"j\"",
       .is_immutable = true,
       .bytes = "plain",
       .gzip = "gz",
       .brotli = "br"},
  };
  const StaticFiles files(kFiles);
  const auto get = [&](std::string target, std::vector<Headers::Field> fields = {}, std::string method = "GET") {
    Request request = request_of(std::move(method), std::move(target));
    for (auto& field : fields) request.headers.add(field.name, field.value);
    return files.serve(request);
  };
  const auto body = [](std::optional<Response> response) {
    return *sync_wait(read_all(*source_of(std::move(response->body)), 1000));
  };
  CHECK(body(get("/assets/app-1234.js")) == "plain");
  CHECK(body(get("/assets/app-1234.js", {{"Accept-Encoding", "gzip, deflate, br"}})) == "br");
  CHECK(body(get("/assets/app-1234.js", {{"Accept-Encoding", "gzip, br;q=0"}})) == "gz");
  const auto packed = get("/assets/app-1234.js", {{"Accept-Encoding", "gzip"}});
  CHECK(packed->headers.get("ETag") == "\"j-gzip\"");
  CHECK(packed->headers.get("Content-Encoding") == "gzip");
  CHECK(packed->headers.get("Vary") == "Accept-Encoding");
  CHECK(packed->headers.get("Cache-Control").contains("immutable"));
  CHECK(payload_length(packed->body) == 2);
  CHECK(get("/assets/app-1234.js", {{"If-None-Match", "\"j\""}})->status == 304);
  CHECK(get("/assets/app-1234.js", {{"If-None-Match", "\"j\""}, {"Accept-Encoding", "br"}})->status == 200);

  CHECK(body(get("/")) == "<html>");
  CHECK(get("/")->headers.get("Cache-Control") == "no-cache");
  CHECK(body(get("/photos/7", {{"Accept", "text/html,*/*"}})) == "<html>");
  CHECK_FALSE(get("/photos/7", {{"Accept", "application/json"}}));
  CHECK_FALSE(get("/assets/gone.js", {{"Accept", "text/html"}}));
  CHECK_FALSE(get("/%2e%2e/etc/passwd"));
  CHECK(get("/", {}, "POST")->status == 405);
}

TEST_CASE("accepted encodings are weighed") {
  CHECK(accepts_encoding("gzip;q=0.5", "gzip"));
  CHECK(accepts_encoding("*", "br"));
  CHECK_FALSE(accepts_encoding("*, br;q=0.000", "br"));
  CHECK_FALSE(accepts_encoding("*;q=0", "br"));
  CHECK_FALSE(accepts_encoding("", "gzip"));
  CHECK_FALSE(accepts_encoding("gzipped", "gzip"));
}

}  // namespace lightwell::http
