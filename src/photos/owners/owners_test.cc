#include "photos/owners/owners.h"

#include <optional>

#include "photos/errors.h"
#include "photos/owners/owner_rules.h"
#include "photos/owners/throttle.h"
#include "photos/testing/world.h"

namespace lightwell::photos {
namespace {

constexpr const char* kPassphrase = "correct horse battery staple";

struct Entrance : World {
  Entrance() : throttle(*database), owners({*database, hashing, throttle, ids}, {.memory_kib = 64, .passes = 1}) {}

  SignedIn set_up() {
    const auto token = run(owners.open_setup(clock.now()));
    REQUIRE(token);
    REQUIRE(*token);
    auto made = run(owners.create_owner(**token, "Ada", kPassphrase, door, clock.now()));
    REQUIRE(made);
    return std::move(*made);
  }
  Result<SignedIn> sign_in(const std::string& passphrase, std::optional<std::string> replaced = {}) {
    return run(owners.sign_in(passphrase, door, replaced, clock.now()));
  }
  bool opens(const std::string& token) { return run(owners.recognise(token, clock.now())).has_value(); }

  Pool hashing{"hashing", 1, 16};
  DatabaseThrottle throttle;
  Owners owners;
  Door door{.address = "192.0.2.7", .user_agent = "Browser/1.0", .host = "photos.example:8080"};
};

}  // namespace

TEST_CASE_FIXTURE(Entrance, "the first-run link makes the owner, once") {
  CHECK_FALSE(*run(owners.has_owner()));
  CHECK_FALSE(*run(owners.sole_owner()));
  const auto token = *run(owners.open_setup(clock.now()));
  REQUIRE(token);
  CHECK(token->size() == 43);  // 256 bits
  const auto made = run(owners.create_owner(*token, " Ada ", kPassphrase, door, clock.now()));
  REQUIRE(made);
  CHECK(made->name == "Ada");
  CHECK(made->token.size() == 43);
  CHECK(opens(made->token));
  CHECK(run(owners.sole_owner()).value()->person == made->viewer.person);

  CHECK(run(owners.create_owner(*token, "Eve", kPassphrase, door, clock.now())).error().kind == &errors::setup_done);
  CHECK_FALSE(*run(owners.open_setup(clock.now())));
}

TEST_CASE_FIXTURE(Entrance, "a wrong, an old and a used link open nothing") {
  const auto old = *run(owners.open_setup(clock.now()));
  const auto token = *run(owners.open_setup(clock.now()));
  for (const std::string& wrong : {*old, std::string(), std::string("guess")}) {
    CHECK(run(owners.create_owner(wrong, "Eve", kPassphrase, door, clock.now())).error().kind ==
          &errors::setup_token_wrong);
  }
  CHECK(run(owners.create_owner(*token, "Ada", kPassphrase, door, clock.now())));
}

TEST_CASE_FIXTURE(Entrance, "a passphrase that is easily guessed is refused with the reason, and the link stays good") {
  const auto token = *run(owners.open_setup(clock.now()));
  const auto refused = run(owners.create_owner(*token, "Ada", "password", door, clock.now()));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == &errors::passphrase_refused);
  CHECK_FALSE(refused.error().message.empty());
  CHECK(run(owners.create_owner(*token, "", kPassphrase, door, clock.now())).error().kind == &errors::name_refused);
  CHECK_FALSE(Owners::check_passphrase("short", "Ada", "host").is_accepted);
  CHECK(Owners::check_passphrase(kPassphrase, "Ada", "host").is_accepted);
  CHECK_FALSE(Owners::check_passphrase("photos.example.Ada", "Ada", "photos.example:8080").is_accepted);
  CHECK(run(owners.create_owner(*token, "Ada", kPassphrase, door, clock.now())));
}

TEST_CASE_FIXTURE(Entrance, "neither passphrase nor tokens are kept as they are") {
  const SignedIn who = set_up();
  for (const std::string_view sql :
       {"SELECT COUNT(*) FROM sessions WHERE token_hash = $1", "SELECT COUNT(*) FROM sessions WHERE id = $1"}) {
    const auto found = run(database->read([&](store::Reader& reader) {
      return reader.first(sql, {who.token}, [](const store::Row& row) { return row.integer(0); });
    }));
    CHECK(**found == 0);
  }
  CHECK(rows("SELECT COUNT(*) FROM owners WHERE passphrase LIKE '$argon2id$%'") == 1);
}

TEST_CASE_FIXTURE(Entrance, "signing in gives a new session and ends the one the browser had") {
  const SignedIn first = set_up();
  const auto second = sign_in(kPassphrase, first.token);
  REQUIRE(second);
  CHECK(second->viewer.person == first.viewer.person);
  CHECK(second->token != first.token);
  CHECK_FALSE(opens(first.token));
  CHECK(opens(second->token));
  CHECK(run(owners.recognise(second->token, clock.now()))->token.empty());
  REQUIRE(run(owners.sign_out(second->token)));
  CHECK_FALSE(opens(second->token));
}

TEST_CASE_FIXTURE(Entrance, "before setup nobody can sign in") {
  CHECK(sign_in(kPassphrase).error().kind == &errors::wrong_passphrase);
}

TEST_CASE_FIXTURE(Entrance, "after a few wrong passphrases one has to wait, and the right one has to wait too") {
  set_up();
  for (int i = 0; i < 6; ++i) CHECK(sign_in("wrong").error().kind == &errors::wrong_passphrase);
  const auto waiting = sign_in(kPassphrase);
  REQUIRE_FALSE(waiting);
  CHECK(waiting.error().kind == &errors::too_many_attempts);
  REQUIRE(waiting.error().details.size() == 1);
  CHECK(waiting.error().details[0].name == "RetryAfterSeconds");
  CHECK(waiting.error().details[0].value == "2");

  // Another address is not made to wait by this one.
  Door other = door;
  other.address = "198.51.100.1";
  CHECK(run(owners.sign_in(kPassphrase, other, {}, clock.now())));
  CHECK_FALSE(sign_in(kPassphrase));

  clock.advance(std::chrono::seconds(2));
  CHECK(sign_in(kPassphrase));
  for (int i = 0; i < 5; ++i) CHECK(sign_in("wrong").error().kind == &errors::wrong_passphrase);
}

TEST_CASE_FIXTURE(Entrance, "a burst of guesses at once counts every one of them") {
  set_up();
  std::vector<std::optional<Result<SignedIn>>> answers(14);
  const auto guess = [](Entrance& entrance, std::optional<Result<SignedIn>>& answer) -> Task<void> {
    answer.emplace(co_await entrance.owners.sign_in("wrong", entrance.door, {}, kTestNow));
  };
  TaskGroup group;
  for (auto& answer : answers) group.spawn(loop, guess(*this, answer));
  group.wait();
  int looked_at = 0;
  for (const auto& answer : answers) looked_at += (*answer).error().kind == &errors::wrong_passphrase;
  CHECK(looked_at == 6);  // five free ones, and the one that starts the wait
}

TEST_CASE_FIXTURE(Entrance, "a session ends two weeks after its last use, and after ninety days in any case") {
  SignedIn who = set_up();
  clock.advance(std::chrono::hours(24 * 13));
  CHECK(opens(who.token));
  clock.advance(std::chrono::hours(24 * 13));
  CHECK(opens(who.token));
  clock.advance(std::chrono::hours(24 * 14));
  CHECK_FALSE(opens(who.token));

  who = *sign_in(kPassphrase);
  CHECK(who.expires_at == clock.now() + std::chrono::hours(24 * 90));
  for (int days = 0; days < 80; days += 10) {
    CHECK(opens(who.token));
    clock.advance(std::chrono::hours(240));
  }
  CHECK(opens(who.token));
  clock.advance(std::chrono::hours(240));
  CHECK_FALSE(opens(who.token));
  REQUIRE(run(owners.sweep(clock.now())));
  CHECK(rows("SELECT COUNT(*) FROM sessions") == 0);
}

TEST_CASE_FIXTURE(Entrance, "sessions are listed and can be ended one by one") {
  const SignedIn here = set_up();
  door.user_agent = "Phone/2.0\n" + std::string(1000, 'x');
  const SignedIn phone = *sign_in(kPassphrase);
  auto listed = run(owners.sessions(here, clock.now()));
  REQUIRE(listed->size() == 2);
  for (const Session& session : *listed) {
    CHECK(session.is_current == (session.id == here.session_id));
    CHECK(session.address == "192.0.2.7");
    CHECK(session.user_agent.size() <= 300);
    CHECK(session.user_agent.find('\n') == std::string::npos);
  }
  SignedIn stranger_signed_in = here;
  stranger_signed_in.viewer = stranger;
  CHECK(run(owners.end_session(stranger_signed_in, phone.session_id)).error().kind == &errors::session_not_found);
  CHECK(run(owners.end_session(here, phone.session_id)));
  CHECK_FALSE(opens(phone.token));
  CHECK(opens(here.token));
}

TEST_CASE_FIXTURE(Entrance, "a new passphrase ends every other session and gives this one a new token") {
  const SignedIn here = set_up();
  const SignedIn other = *sign_in(kPassphrase);
  CHECK(run(owners.change_passphrase(here, "wrong", "another good passphrase", door, clock.now())).error().kind ==
        &errors::wrong_passphrase);
  CHECK(run(owners.change_passphrase(here, kPassphrase, "password", door, clock.now())).error().kind ==
        &errors::passphrase_refused);
  CHECK(opens(other.token));

  const auto changed = run(owners.change_passphrase(here, kPassphrase, "another good passphrase", door, clock.now()));
  REQUIRE(changed);
  CHECK_FALSE(opens(here.token));
  CHECK_FALSE(opens(other.token));
  CHECK(opens(changed->token));
  CHECK_FALSE(sign_in(kPassphrase));
  CHECK(sign_in("another good passphrase"));
}

TEST_CASE_FIXTURE(Entrance, "a passphrase hashed at another cost is hashed anew at sign-in") {
  set_up();
  Owners dearer({*database, hashing, throttle, ids}, {.memory_kib = 128, .passes = 1});
  CHECK(rows("SELECT COUNT(*) FROM owners WHERE passphrase LIKE '%m=64,%'") == 1);
  CHECK(run(dearer.sign_in(kPassphrase, door, {}, clock.now())));
  CHECK(rows("SELECT COUNT(*) FROM owners WHERE passphrase LIKE '%m=128,%'") == 1);
  CHECK(run(dearer.sign_in(kPassphrase, door, {}, clock.now())));
}

TEST_CASE("a name is one line that can be shown") {
  CHECK(*checked_name("  Ada Lovelace ") == "Ada Lovelace");
  CHECK_FALSE(checked_name(""));
  CHECK_FALSE(checked_name("a\nb"));
  CHECK_FALSE(checked_name("\xff"));
  CHECK_FALSE(checked_name(std::string(101, 'x')));
}

}  // namespace lightwell::photos
