// SiteWorld: the app door over the whole application in memory, and a browser that knocks at it.

#pragma once

#include <doctest/doctest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "photos/owners/throttle.h"
#include "photos/testing/world.h"
#include "site/site.h"

namespace lightwell::site {

struct Answer {
  int status = 0;
  http::Headers headers;
  std::string body;

  boost::json::value json() const { return boost::json::parse(body); }
  std::string code() const { return std::string(json().at("error").at("code").as_string()); }
  std::string header(std::string_view name) const { return std::string(headers.get(name)); }
};

// A body that does not say its length, as chunked ones do.
class UnknownLength final : public ByteSource {
 public:
  explicit UnknownLength(std::string bytes) : source_(source_of(std::move(bytes))) {}
  Task<Result<Bytes>> read() override { return source_->read(); }

 private:
  std::unique_ptr<ByteSource> source_;
};

class SiteWorld : public photos::World {
 public:
  static constexpr std::string_view kPassphrase = "a lantern over quiet water";
  using Fields = std::vector<http::Headers::Field>;

  SiteWorld() : site(parts(), options()) {}

  http::Request request(std::string method, std::string target, std::string body = "", const Fields& fields = {}) {
    http::Request made{.method = std::move(method), .target = std::move(target), .peer_address = "127.0.0.1"};
    made.headers.add("Host", "localhost:8080");
    made.headers.add("Sec-Fetch-Site", "same-origin");
    if (!body.empty()) made.headers.add("Content-Type", "application/json");
    if (!cookie.empty()) made.headers.add("Cookie", cookie);
    for (const auto& field : fields) made.headers.set(field.name, field.value);
    made.body = source_of(std::move(body));
    return made;
  }

  http::Response respond(http::Request& asked) { return run(site.handle(asked)); }

  Answer ask(http::Request asked) {
    http::Response response = respond(asked);
    Answer answer{.status = response.status, .headers = std::move(response.headers)};
    const auto source = source_of(std::move(response.body));
    auto body = run(read_all(*source, 1 << 20));
    REQUIRE(body);
    answer.body = std::move(*body);
    return answer;
  }
  Answer ask(std::string method, std::string target, std::string body = "", const Fields& fields = {}) {
    return ask(request(std::move(method), std::move(target), std::move(body), fields));
  }

  static std::string cookie_in(const Answer& answer) {
    const std::string field = answer.header("Set-Cookie");
    return field.substr(0, field.find(';'));
  }

  std::string setup_token() {
    const auto token = run(owners.open_setup(clock.now()));
    REQUIRE(token);
    return token->value_or("");
  }

  // Makes the owner and keeps the cookie, as a browser does.
  void set_up() {
    const std::string body =
        fmt::format(R"({{"token":"{}","name":"Ada","passphrase":"{}"}})", setup_token(), kPassphrase);
    const Answer made = ask("POST", "/api/setup", body);
    REQUIRE(made.status == 201);
    cookie = cookie_in(made);
    owner = **run(owners.sole_owner());
  }
  Answer sign_in(std::string_view passphrase = kPassphrase, const Fields& fields = {}) {
    return ask("POST", "/api/session", fmt::format(R"({{"passphrase":"{}"}})", passphrase), fields);
  }

  // A photo of somebody else.
  std::string add_for_stranger(const std::string& name, const std::string& bytes) {
    std::swap(owner, stranger);
    std::string id = add_ready(name, bytes);
    std::swap(owner, stranger);
    return id;
  }

  Pool hashing{"hashing", 1, 8};
  photos::DatabaseThrottle throttle{*database};
  photos::Owners owners{{*database, hashing, throttle, ids}, {.memory_kib = 64, .passes = 1}};
  std::map<std::string, bool> is_store_well{{"database", true}, {"blobs", true}};
  std::map<std::string, Completion<int>> hangs_until;  // a store answers when this is set
  std::vector<std::string> handed_to_gate;
  std::string gate_saw;  // from where, of the last one
  std::string cookie;
  Site site;

 private:
  Parts parts() {
    static constexpr http::StaticFile kPages[] = {
        {.path = "/index.html", .content_type = "text/html; charset=utf-8", .etag = "\"1\"", .bytes = "<html>"},
        {.path = "/assets/app-12345678.js",
         .content_type = "text/javascript; charset=utf-8",
         .etag = "\"2\"",
         .is_immutable = true,
         .bytes = "plain",
         .gzip = "gz"},
    };
    return {.owners = owners,
            .uploads = server->uploads,
            .library = server->library,
            .labels = server->labels,
            .people = server->people,
            .likeness = server->likeness,
            .processing = server->processing,
            .analysis = server->analysis,
            .events = server->events,
            .search = server->search,
            .timer = loop,
            .ids = ids,
            .clock = clock,
            .pages = http::StaticFiles(kPages),
            .stores = {probe("database"), probe("blobs")},
            .signed_requests = [this](http::Request& signed_request) { return gate(signed_request); },
            .instance =
                [] {
                  return InstanceFacts{.facts = {{"instance-id", "i-0123456789abcdef0"}, {"instance-type", "t3.small"}},
                                       .tags = {{"Name", "darkroom"}},
                                       .launched_at = from_micros(1'700'000'000'000'000),
                                       .metadata_url = "http://127.0.0.1:1338",
                                       .profile = "darkroom"};
                }};
  }

  static Options options() {
    return {.version = "0.1.0",
            .services = {"s3"},
            .rules = {.names = {"photos.example.com"}, .trusted_proxies = {"192.0.2.0/24"}},
            .streams = {.each_session_max = 2},
            .probe_patience = std::chrono::milliseconds(50)};
  }

  Probe probe(std::string name) {
    return {name, [this, name] { return ask_store(name); }};
  }
  Task<Result<void>> ask_store(std::string name) {
    if (const auto found = hangs_until.find(name); found != hangs_until.end()) {
      const Completion<int> answer = found->second;
      co_await answer;
    }
    if (!is_store_well[name]) co_return fail(lightwell::errors::internal_error);
    co_return Result<void>{};
  }
  Task<http::Response> gate(http::Request& signed_request) {
    handed_to_gate.push_back(signed_request.target);
    gate_saw = signed_request.peer_address + (signed_request.is_secure ? " over TLS" : "");
    co_return http::Response{.status = 200, .body = std::string("stored bytes")};
  }
};

}  // namespace lightwell::site
