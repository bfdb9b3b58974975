// Admission: what happens to a request before any handler sees it, and what every answer carries.

#include "site/site.h"

#include <doctest/doctest.h>

#include "site/errors.h"
#include "site/testing/site_world.h"

namespace lightwell::site {
namespace {

std::string filled_in(std::string_view path) {
  std::string filled(path);
  while (filled.contains('{')) {
    const size_t open = filled.find('{');
    const size_t close = filled.find('}');
    const std::string_view name = std::string_view(filled).substr(open + 1, close - open - 1);
    filled.replace(open, close - open + 1, name == "month" ? "2024-05" : name == "pixels" ? "256" : "nobody");
  }
  return filled;
}

}  // namespace

TEST_CASE_FIXTURE(SiteWorld, "no route that changes something listens to another site's page") {
  set_up();
  for (const Route* route : Site::routes()) {
    if (route->method == "GET") continue;
    CAPTURE(route->path);
    for (const std::string_view site : {"cross-site", "same-site"}) {
      const Answer answer =
          ask(std::string(route->method), filled_in(route->path), "{}", {{"Sec-Fetch-Site", std::string(site)}});
      CHECK(answer.status == 403);
      CHECK(answer.code() == "CrossSite");
    }
    http::Request silent = request(std::string(route->method), filled_in(route->path), "{}");
    silent.headers.remove("Sec-Fetch-Site");
    CHECK(ask(std::move(silent)).code() == "CrossSite");
  }
  CHECK(ask("GET", "/api/sessions").status == 200);  // not even signed out
}

TEST_CASE_FIXTURE(SiteWorld, "no route answers a person's data to another site's page") {
  set_up();
  for (const Route* route : Site::routes()) {
    if (route->method != "GET" || route->path == "/health") continue;
    CAPTURE(route->path);
    CHECK(ask("GET", filled_in(route->path), "", {{"Sec-Fetch-Site", "cross-site"}}).code() == "CrossSite");
  }
}

TEST_CASE_FIXTURE(SiteWorld, "what is the owner's asks for a session") {
  set_up();
  for (const std::string& wrong :
       {std::string(), std::string("lightwell=guess"), "lightwell=" + std::string(4000, 'x')}) {
    cookie = wrong;
    for (const Route* route : Site::routes()) {
      if (route->entry != Entry::owner) continue;
      CAPTURE(route->path);
      const Answer answer = ask(std::string(route->method), filled_in(route->path), route->method == "GET" ? "" : "{}");
      CHECK(answer.status == 401);
      CHECK(answer.code() == "SignInRequired");
    }
  }
}

TEST_CASE_FIXTURE(SiteWorld, "bodies are JSON, sound and short enough") {
  set_up();
  for (const Route* route : Site::routes()) {
    if (route->body != BodyKind::json) continue;
    CAPTURE(route->path);
    const std::string method(route->method), target = filled_in(route->path);
    CHECK(ask(method, target, "{").code() == "MalformedJson");
    CHECK(ask(method, target, "{}", {{"Content-Type", "text/plain"}}).code() == "NotJson");
    CHECK(ask(method, target, "{}", {{"Content-Type", "multipart/form-data"}}).code() == "NotJson");

    const std::string long_body(route->body_bytes_max + 1, ' ');
    CHECK(ask(method, target, long_body).code() == "BodyTooLarge");
    http::Request chunked = request(method, target, "x");
    chunked.body = std::make_unique<UnknownLength>(long_body);
    CHECK(ask(std::move(chunked)).code() == "BodyTooLarge");
  }
}

TEST_CASE_FIXTURE(SiteWorld, "a name that is not ours is not answered, whatever it asks for") {
  set_up();
  for (const std::string_view target : {"/", "/api/session", "/health", "/assets/app-12345678.js"}) {
    const Answer answer = ask("GET", std::string(target), "", {{"Host", "rebound.evil.test"}});
    CHECK(answer.status == 421);
    CHECK(answer.code() == "UnknownHost");
  }
  CHECK(ask("GET", "/", "", {{"Host", "photos.example.com"}}).status == 200);
}

TEST_CASE_FIXTURE(SiteWorld, "every error has one form, and its id is in the header too") {
  const Answer nothing = ask("GET", "/api/nothing");
  CHECK(nothing.status == 404);
  CHECK(nothing.code() == "NotFound");
  CHECK(nothing.header("Content-Type") == "application/json");
  CHECK(nothing.json().at("request_id").as_string() == nothing.header("X-Request-Id"));

  const Answer method = ask("PUT", "/api/session", "{}");
  CHECK(method.status == 405);
  CHECK(method.code() == "MethodNotAllowed");
  CHECK(method.header("Allow").contains("DELETE"));
  CHECK(ask("GET", "/api/photos/%zz").status == 400);
  CHECK(ask("GET", "/missing.png").code() == "NotFound");
}

TEST_CASE_FIXTURE(SiteWorld, "a field of the wrong type is named") {
  set_up();
  const Answer answer =
      ask("POST", "/api/uploads", R"({"files":[{"client_id":"1","name":"a.jpg","size":"big","sha256":""}]})");
  CHECK(answer.status == 400);
  CHECK(answer.code() == "InvalidField");
  CHECK(answer.json().at("error").at("details").at("Field") == "files[0].size");
  CHECK(ask("PATCH", "/api/photos", R"({"ids":["../x"],"favourite":true})")
            .json()
            .at("error")
            .at("details")
            .at("Field") == "ids[0]");
  CHECK(ask("PATCH", "/api/photos", R"({"ids":["a"]})").code() == "InvalidField");
  CHECK(ask("GET", "/api/timeline?view=all").json().at("error").at("details").at("Field") == "view");
  CHECK(ask("GET", "/api/timeline?view=%ff").code() == "InvalidField");
}

TEST_CASE_FIXTURE(SiteWorld, "every answer carries the headers that keep a browser safe") {
  for (const std::string_view target : {"/", "/api/session", "/api/nothing", "/health", "/missing.js"}) {
    CAPTURE(target);
    const Answer answer = ask("GET", std::string(target));
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK(answer.header("Referrer-Policy") == "no-referrer");
    CHECK(answer.header("Cross-Origin-Opener-Policy") == "same-origin");
    CHECK(answer.header("Cross-Origin-Resource-Policy") == "same-origin");
    CHECK(answer.header("Content-Security-Policy").contains("frame-ancestors 'none'"));
    CHECK(answer.header("Permissions-Policy").contains("geolocation=()"));
    CHECK(answer.header("Strict-Transport-Security").empty());
    CHECK_FALSE(answer.header("X-Request-Id").empty());
  }
  const std::string policy = ask("GET", "/").header("Content-Security-Policy");
  for (const std::string_view rule :
       {"default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'"}) {
    CHECK(policy.contains(rule));
  }
  CHECK_FALSE(policy.contains("unsafe"));
  CHECK(ask("GET", "/api/session").header("Cache-Control") == "no-store");
}

TEST_CASE_FIXTURE(SiteWorld, "HTTPS is made to stick only for a name of one's own") {
  const auto sticks = [&](std::string host, bool is_secure) {
    http::Request asked = request("GET", "/", "", {{"Host", std::move(host)}});
    asked.is_secure = is_secure;
    return !ask(std::move(asked)).header("Strict-Transport-Security").empty();
  };
  CHECK(sticks("photos.example.com", true));
  CHECK_FALSE(sticks("photos.example.com", false));
  CHECK_FALSE(sticks("localhost:8080", true));
  CHECK_FALSE(sticks("192.168.1.4", true));
}

TEST_CASE_FIXTURE(SiteWorld, "the viewer's addresses answer the page, files come as the browser takes them") {
  const SiteWorld::Fields html{{"Accept", "text/html,*/*"}};
  for (const std::string_view target : {"/", "/photo/p_1", "/trash", "/settings"}) {
    CHECK(ask("GET", std::string(target), "", html).body == "<html>");
  }
  const Answer script = ask("GET", "/assets/app-12345678.js", "", {{"Accept-Encoding", "gzip"}});
  CHECK(script.body == "gz");
  CHECK(script.header("Cache-Control").contains("immutable"));
  CHECK(ask("GET", "/assets/gone.js", "", html).status == 404);
  CHECK(ask("POST", "/", "{}").status == 405);
}

TEST_CASE_FIXTURE(SiteWorld, "what an AWS client signed goes to the gate, and cannot act as a page of ours") {
  const Answer header =
      ask("PUT", "/bucket/key", "x", {{"Authorization", "AWS4-HMAC-SHA256 Credential=x"}, {"Host", "b.s3.test"}});
  CHECK(header.body == "stored bytes");
  const Answer query =
      ask("GET", "/bucket/page.html?X-Amz-Algorithm=AWS4-HMAC-SHA256", "", {{"Sec-Fetch-Site", "cross-site"}});
  CHECK(query.header("Content-Security-Policy").contains("sandbox"));
  CHECK(query.header("X-Content-Type-Options") == "nosniff");
  CHECK(handed_to_gate.size() == 2);
  CHECK(ask("GET", "/bucket/key.bin").status == 404);
}

TEST_CASE_FIXTURE(SiteWorld, "the gate is told where a signed request comes from, not which proxy of ours brought it") {
  const auto knock = [this](std::string peer) {
    http::Request signed_one = request("GET", "/bucket/key", "",
                                       {{"Authorization", "AWS4-HMAC-SHA256 Credential=x"},
                                        {"X-Forwarded-For", "10.0.0.1, 198.51.100.7"},
                                        {"X-Forwarded-Proto", "https"}});
    signed_one.peer_address = std::move(peer);
    ask(std::move(signed_one));
    return gate_saw;
  };
  CHECK(knock("192.0.2.5") == "198.51.100.7 over TLS");
  CHECK(knock("203.0.113.9") == "203.0.113.9");
}

TEST_CASE_FIXTURE(SiteWorld, "health asks the stores, and says which one does not answer") {
  const Answer well = ask("GET", "/health", "", {{"Sec-Fetch-Site", "cross-site"}});
  CHECK(well.status == 200);
  CHECK(well.json().at("status") == "ok");
  CHECK(well.json().at("services").as_array().size() == 1);
  is_store_well["blobs"] = false;
  const Answer ill = ask("GET", "/health");
  CHECK(ill.status == 503);
  CHECK(ill.json().at("stores").at("blobs") == "unavailable");
  CHECK(ill.json().at("stores").at("database") == "ok");
}

TEST_CASE_FIXTURE(SiteWorld, "health does not wait for a store that hangs, and names it") {
  Completion<int> answer;
  hangs_until.emplace("blobs", answer);
  const Answer ill = ask("GET", "/health");
  answer.set(0);
  CHECK(ill.status == 503);
  CHECK(ill.json().at("status") == "unavailable");
  CHECK(ill.json().at("stores").at("blobs") == "silent");
  CHECK(ill.json().at("stores").at("database") == "ok");
  hangs_until.clear();
  CHECK(ask("GET", "/health").status == 200);
}

TEST_CASE_FIXTURE(SiteWorld, "reports of the content policy are taken from anyone and answered nothing") {
  const SiteWorld::Fields old{{"Content-Type", "application/csp-report"}};
  CHECK(ask("POST", "/api/csp-report", R"({"csp-report":{"violated-directive":"x\r\ny"}})", old).status == 204);
  CHECK(ask("POST", "/api/csp-report", R"([{"body":{"blockedURL":"eval"}}])",
            {{"Content-Type", "application/reports+json"}})
            .status == 204);
  CHECK(ask("POST", "/api/csp-report", "[]", old).status == 204);
  CHECK(ask("POST", "/api/csp-report", "7", old).status == 204);
  CHECK(ask("POST", "/api/csp-report", "{", old).code() == "MalformedJson");
  CHECK(ask("POST", "/api/csp-report", "a=b", {{"Content-Type", "text/plain"}}).code() == "MediaTypeRefused");
}

}  // namespace lightwell::site
