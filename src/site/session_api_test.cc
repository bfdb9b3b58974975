#include <doctest/doctest.h>

#include "photos/errors.h"
#include "site/errors.h"
#include "site/testing/site_world.h"

namespace lightwell::site {

TEST_CASE_FIXTURE(SiteWorld, "the first-run link makes the owner once, and signs in") {
  CHECK(ask("GET", "/api/session").json().at("state") == "setup");
  CHECK(sign_in().code() == "SetupNeeded");
  const auto setup = [](std::string_view token, std::string_view passphrase) {
    return fmt::format(R"({{"token":"{}","name":"Ada","passphrase":"{}"}})", token, passphrase);
  };
  const std::string token = setup_token();
  CHECK(ask("POST", "/api/setup", setup("another", kPassphrase)).code() == "SetupTokenWrong");
  CHECK(ask("POST", "/api/setup", setup(token, "short")).code() == "PassphraseRefused");
  CHECK(ask("GET", "/api/session").json().at("state") == "setup");

  const Answer made = ask("POST", "/api/setup", setup(token, kPassphrase));
  CHECK(made.status == 201);
  CHECK(made.json().at("name") == "Ada");
  cookie = cookie_in(made);
  CHECK(ask("GET", "/api/session").json().at("state") == "signed_in");
  CHECK(ask("POST", "/api/setup", setup(token, kPassphrase)).code() == "SetupDone");
  cookie.clear();
  CHECK(ask("GET", "/api/session").json().at("state") == "signed_out");
}

TEST_CASE_FIXTURE(SiteWorld, "the cookie is __Host- and Secure over TLS, and plain over plain HTTP") {
  set_up();
  cookie.clear();
  const std::string plain = sign_in().header("Set-Cookie");
  CHECK(plain.starts_with("lightwell="));
  CHECK(plain.contains("; Path=/"));
  CHECK(plain.contains("; HttpOnly"));
  CHECK(plain.contains("; SameSite=Lax"));
  CHECK(plain.contains("; Max-Age=7776000"));  // 90 days
  CHECK_FALSE(plain.contains("Secure"));
  CHECK_FALSE(plain.contains("Domain"));

  http::Request request = this->request("POST", "/api/session", fmt::format(R"({{"passphrase":"{}"}})", kPassphrase));
  request.is_secure = true;
  const std::string secure = ask(std::move(request)).header("Set-Cookie");
  CHECK(secure.starts_with("__Host-lightwell="));
  CHECK(secure.contains("; Secure"));
  CHECK(secure.contains("; HttpOnly"));
  CHECK(secure.contains("; SameSite=Lax"));
  CHECK(secure.contains("; Path=/"));
  CHECK_FALSE(secure.contains("Domain"));
}

TEST_CASE_FIXTURE(SiteWorld, "a cookie that any plain page could have planted means nothing over TLS") {
  set_up();
  http::Request request = this->request("GET", "/api/sessions");
  CHECK(ask("GET", "/api/sessions").status == 200);
  request.is_secure = true;
  CHECK(ask(std::move(request)).status == 401);
}

TEST_CASE_FIXTURE(SiteWorld, "a passphrase is not taken readably over a network") {
  set_up();
  http::Request request = this->request("POST", "/api/session", fmt::format(R"({{"passphrase":"{}"}})", kPassphrase));
  request.peer_address = "192.168.1.9";
  const Answer refused = ask(std::move(request));
  CHECK(refused.status == 403);
  CHECK(refused.code() == "SecureConnectionRequired");
  CHECK(refused.header("Set-Cookie").empty());
}

TEST_CASE_FIXTURE(SiteWorld, "guessing is slowed down and told so, and the owner gets in afterwards") {
  set_up();
  cookie.clear();
  Answer answer = sign_in("not the passphrase at all");
  CHECK(answer.status == 403);
  CHECK(answer.code() == "WrongPassphrase");
  for (int tries = 0; tries < 20 && answer.status == 403; ++tries) answer = sign_in("not the passphrase at all");
  REQUIRE(answer.status == 429);
  CHECK(answer.code() == "TooManyAttempts");
  const int seconds = std::stoi(answer.header("Retry-After"));
  CHECK(seconds > 0);
  const std::string words(answer.json().at("error").at("message").as_string());
  CHECK(words.starts_with(fmt::format("Too many attempts. Try again in {} second", seconds)));

  CHECK(sign_in().status == 429);
  clock.advance(std::chrono::seconds(seconds + 1));
  CHECK(sign_in().status == 200);
}

TEST_CASE_FIXTURE(SiteWorld, "signing in ends the session the browser came with") {
  set_up();
  const std::string old = cookie;
  const Answer again = sign_in();
  cookie = cookie_in(again);
  CHECK(cookie != old);
  CHECK(ask("GET", "/api/sessions").json().at("sessions").as_array().size() == 1);
  cookie = old;
  CHECK(ask("GET", "/api/sessions").status == 401);
}

TEST_CASE_FIXTURE(SiteWorld, "sessions are listed and ended one by one") {
  set_up();
  const std::string here = cookie;
  cookie.clear();
  const std::string there = cookie_in(sign_in(kPassphrase, {{"User-Agent", "Phone\" <b>"}}));
  cookie = here;
  std::string other;
  for (const auto& session : ask("GET", "/api/sessions").json().at("sessions").as_array()) {
    if (session.at("current").as_bool()) continue;
    other = session.at("id").as_string();
    CHECK(session.at("user_agent") == "Phone\" <b>");
  }
  CHECK(ask("DELETE", "/api/sessions/" + other).status == 204);
  CHECK(ask("DELETE", "/api/sessions/" + other).code() == "SessionNotFound");
  cookie = there;
  CHECK(ask("GET", "/api/sessions").status == 401);
}

TEST_CASE_FIXTURE(SiteWorld, "signing out ends the session and clears the cookie, and is no error without one") {
  set_up();
  const Answer out = ask("DELETE", "/api/session");
  CHECK(out.status == 204);
  CHECK(out.header("Set-Cookie").starts_with("lightwell=; "));
  CHECK(out.header("Set-Cookie").contains("Max-Age=0"));
  CHECK(ask("GET", "/api/sessions").status == 401);
  cookie.clear();
  CHECK(ask("DELETE", "/api/session").status == 204);
}

TEST_CASE_FIXTURE(SiteWorld, "a new passphrase gives a new cookie and ends every other session") {
  set_up();
  const std::string old = cookie;
  const auto change = [](std::string_view current) {
    return fmt::format(R"({{"current":"{}","new":"seven brass kettles, humming"}})", current);
  };
  CHECK(ask("POST", "/api/passphrase", change("wrong")).code() == "WrongPassphrase");
  const Answer changed = ask("POST", "/api/passphrase", change(kPassphrase));
  CHECK(changed.status == 204);
  CHECK(ask("GET", "/api/sessions").status == 401);
  cookie = cookie_in(changed);
  CHECK(cookie != old);
  CHECK(ask("GET", "/api/sessions").status == 200);
  cookie.clear();
  CHECK(sign_in().status == 403);
  CHECK(sign_in("seven brass kettles, humming").status == 200);
}

TEST_CASE_FIXTURE(SiteWorld, "passphrases are judged for strangers only before there is an owner") {
  const std::string weak = R"({"passphrase":"passwordpassword","name":"Ada"})";
  const Answer verdict = ask("POST", "/api/passphrase/check", weak);
  CHECK(verdict.json().at("accepted") == false);
  CHECK_FALSE(verdict.json().at("reason").as_string().empty());
  CHECK(ask("POST", "/api/passphrase/check", fmt::format(R"({{"passphrase":"{}"}})", kPassphrase))
            .json()
            .at("accepted") == true);
  set_up();
  CHECK(ask("POST", "/api/passphrase/check", weak).status == 200);
  cookie.clear();
  CHECK(ask("POST", "/api/passphrase/check", weak).status == 401);
}

}  // namespace lightwell::site
