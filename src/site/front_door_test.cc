#include "site/front_door.h"

#include <doctest/doctest.h>

#include <optional>

#include "site/errors.h"

namespace lightwell::site {
namespace {

http::Request request_with(std::vector<http::Headers::Field> fields) {
  http::Request request{.method = "POST", .target = "/api/session", .peer_address = "127.0.0.1"};
  for (auto& field : fields) request.headers.add(field.name, field.value);
  return request;
}

bool is_ours(std::vector<http::Headers::Field> fields, bool is_secure = false) {
  http::Request request = request_with(std::move(fields));
  request.is_secure = is_secure;
  return check_sent_by_our_page(request.headers, visitor_of(request, {})).has_value();
}

}  // namespace

TEST_CASE("a change is carried out only when a page of this very origin asked for it") {
  const http::Headers::Field host{"Host", "photos.example.com:8080"};
  CHECK(is_ours({host, {"Sec-Fetch-Site", "same-origin"}}));
  CHECK(is_ours({host, {"Sec-Fetch-Site", "none"}}));
  CHECK_FALSE(is_ours({host, {"Sec-Fetch-Site", "same-site"}}));
  CHECK_FALSE(is_ours({host, {"Sec-Fetch-Site", "cross-site"}}));
  CHECK_FALSE(is_ours({host, {"Sec-Fetch-Site", "Same-Origin "}}));
  // Sec-Fetch-Site decides where it is there: a page cannot write it, an old proxy may rewrite Origin.
  CHECK_FALSE(is_ours({host, {"Sec-Fetch-Site", "cross-site"}, {"Origin", "http://photos.example.com:8080"}}));

  CHECK(is_ours({host, {"Origin", "http://photos.example.com:8080"}}));
  CHECK(is_ours({host, {"Origin", "http://PHOTOS.example.com:8080"}}));
  CHECK(is_ours({host, {"Origin", "https://photos.example.com:8080"}}));  // a proxy took the TLS off
  CHECK_FALSE(is_ours({host, {"Origin", "http://photos.example.com"}}));
  CHECK_FALSE(is_ours({host, {"Origin", "http://photos.example.com:8081"}}));
  CHECK_FALSE(is_ours({host, {"Origin", "http://photos.example.com:8080.evil.test"}}));
  CHECK_FALSE(is_ours({host, {"Origin", "http://evil.test"}}));
  CHECK_FALSE(is_ours({host, {"Origin", "null"}}));
  CHECK_FALSE(is_ours({host, {"Origin", ""}}));
  CHECK_FALSE(is_ours({host}));
}

TEST_CASE("a default port may be written or left out") {
  CHECK(is_ours({{"Host", "photos.example.com"}, {"Origin", "https://photos.example.com:443"}}, true));
  CHECK(is_ours({{"Host", "photos.example.com:443"}, {"Origin", "https://photos.example.com"}}, true));
  CHECK(is_ours({{"Host", "localhost:80"}, {"Origin", "http://localhost"}}));
  CHECK_FALSE(is_ours({{"Host", "photos.example.com"}, {"Origin", "http://photos.example.com"}}, true));
}

TEST_CASE("other sites may not load what belongs to a person") {
  const auto may = [](std::optional<std::string> site) {
    http::Headers headers;
    if (site) headers.add("Sec-Fetch-Site", *site);
    return check_not_embedded(headers).has_value();
  };
  CHECK(may("same-origin"));
  CHECK(may("none"));
  CHECK(may(std::nullopt));
  CHECK_FALSE(may("same-site"));
  CHECK_FALSE(may("cross-site"));
}

TEST_CASE("the server answers to its own names only") {
  const DoorRules rules{.names = {"Photos.example.com"}};
  const auto answers = [&](std::string host) {
    return check_host(visitor_of(request_with({{"Host", std::move(host)}}), rules), rules).has_value();
  };
  CHECK(answers("localhost:8080"));
  CHECK(answers("photos.localhost"));
  CHECK(answers("127.0.0.1:8080"));
  CHECK(answers("[::1]:8080"));
  CHECK(answers("192.168.1.4:8080"));
  CHECK(answers("Photos.Example.com:8443"));
  CHECK_FALSE(answers("rebound.evil.test"));
  CHECK_FALSE(answers("localhost.evil.test"));
  CHECK_FALSE(answers("127.0.0.1.evil.test"));
  CHECK_FALSE(answers("notlocalhost"));
  CHECK_FALSE(answers(""));
}

TEST_CASE("forwarded headers count only from a trusted proxy") {
  const DoorRules rules{.trusted_proxies = {"10.0.0.0/8", "::1"}};
  http::Request request = request_with(
      {{"Host", "x"}, {"X-Forwarded-For", "198.51.100.9, 203.0.113.7, 10.1.1.1"}, {"X-Forwarded-Proto", "https"}});

  request.peer_address = "10.0.0.2";
  CHECK(visitor_of(request, rules).address == "203.0.113.7");
  CHECK(visitor_of(request, rules).is_secure);

  request.peer_address = "192.0.2.1";
  CHECK(visitor_of(request, rules).address == "192.0.2.1");
  CHECK_FALSE(visitor_of(request, rules).is_secure);

  request.peer_address = "10.0.0.2";
  request.headers.set("X-Forwarded-For", "not an address");
  CHECK(visitor_of(request, rules).address == "10.0.0.2");
}

TEST_CASE("a passphrase travels over TLS, or stays on this machine, or the operator allowed it") {
  const auto may = [](std::string peer, bool is_secure, bool is_allowed) {
    http::Request request = request_with({{"Host", "192.168.1.4"}});
    request.peer_address = std::move(peer);
    request.is_secure = is_secure;
    const DoorRules rules{.is_plain_http_allowed = is_allowed};
    return check_confidential(visitor_of(request, rules), rules).has_value();
  };
  CHECK(may("127.0.0.1", false, false));
  CHECK(may("::1", false, false));
  CHECK(may("::ffff:127.0.0.1", false, false));
  CHECK(may("192.168.1.9", true, false));
  CHECK(may("192.168.1.9", false, true));
  CHECK_FALSE(may("192.168.1.9", false, false));
}

TEST_CASE("networks hold the addresses of their prefix") {
  CHECK(is_in_network("10.255.0.1", "10.0.0.0/8"));
  CHECK_FALSE(is_in_network("11.0.0.1", "10.0.0.0/8"));
  CHECK(is_in_network("192.0.2.77", "192.0.2.64/26"));
  CHECK_FALSE(is_in_network("192.0.2.1", "192.0.2.64/26"));
  CHECK(is_in_network("fe80::1", "fe80::/10"));
  CHECK_FALSE(is_in_network("10.0.0.1", "::/0"));
  CHECK_FALSE(is_in_network("10.0.0.1", "10.0.0.0/33"));
  CHECK_FALSE(is_in_network("10.0.0.1", "10.0.0.0/x"));
  CHECK_FALSE(is_in_network("10.0.0.1", "nonsense"));
  CHECK(is_network("10.0.0.0/8"));
  CHECK(is_network("::1"));
  for (const std::string_view wrong : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "proxy.example.com"}) {
    CHECK_FALSE(is_network(wrong));
  }
}

TEST_CASE("signed requests are known by their header or their presigned query") {
  const auto looks_signed = [](std::string target, std::string authorization) {
    http::Request request = request_with({{"Authorization", std::move(authorization)}});
    request.target = std::move(target);
    return is_signed(request);
  };
  CHECK(looks_signed("/", "AWS4-HMAC-SHA256 Credential=AK/20261122/us-east-1/s3/aws4_request"));
  CHECK(looks_signed("/bucket/key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=1", ""));
  CHECK(looks_signed("/bucket/key?partNumber=1&X-Amz-Algorithm=AWS4-HMAC-SHA256", ""));
  CHECK(looks_signed("/bucket/key?AWSAccessKeyId=AK&Signature=x&Expires=1", ""));
  CHECK_FALSE(looks_signed("/api/session", ""));
  CHECK_FALSE(looks_signed("/api/session", "Basic QQ=="));
  CHECK_FALSE(looks_signed("/?q=X-Amz-Algorithm=", ""));
}

}  // namespace lightwell::site
