#include "engines/password/passphrase.h"

#include <doctest/doctest.h>

#include <chrono>

#include "engines/password/known_passwords.h"

namespace lightwell::engines {
namespace {

// Enough for tests: the cost is not what they look at.
constexpr PassphraseCost kCheap = {.memory_kib = 64, .passes = 1, .lanes = 1};

bool accepted(std::string_view passphrase, std::vector<std::string> context = {}) {
  return check_passphrase(passphrase, {.context_words = std::move(context)}).has_value();
}

}  // namespace

TEST_CASE("a hashed passphrase opens with the same words and with no others") {
  const auto stored = hash_passphrase("correct horse battery staple");
  REQUIRE(stored);
  CHECK(stored->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(verify_passphrase("correct horse battery staple", *stored)->matches);
  CHECK_FALSE(verify_passphrase("correct horse battery stapl", *stored)->matches);
  CHECK_FALSE(verify_passphrase("Correct horse battery staple", *stored)->matches);
  CHECK_FALSE(verify_passphrase("", *stored)->matches);
}

TEST_CASE("two hashes of one passphrase differ by their salt") {
  CHECK(*hash_passphrase("the same words", kCheap) != *hash_passphrase("the same words", kCheap));
}

TEST_CASE("a hash made elsewhere at another cost is verified and asks to be made again") {
  // From the argon2 command: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 24 -e
  constexpr std::string_view kStored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$2mzTAI85jwP6+k/mHDeH3OgNt7E86G5W";
  const auto verdict = verify_passphrase("password", kStored);
  REQUIRE(verdict);
  CHECK(verdict->needs_rehash);
  const auto cheap = hash_passphrase("words", kCheap);
  CHECK_FALSE(verify_passphrase("words", *cheap, kCheap)->needs_rehash);
  CHECK(verify_passphrase("words", *cheap)->needs_rehash);
  CHECK_FALSE(verify_passphrase("other", *cheap)->needs_rehash);
}

TEST_CASE("a passphrase typed composed opens what was typed decomposed, and wide letters are narrow ones") {
  const auto stored = hash_passphrase("cafe\u0301 au lait \uFF21\uFF22", kCheap);
  REQUIRE(stored);
  CHECK(verify_passphrase("caf\u00e9 au lait AB", *stored)->matches);
}

TEST_CASE("no byte of a long passphrase is ignored, and one that is too long is refused") {
  const std::string longest(kPassphraseBytesMax, 'x');
  const auto stored = hash_passphrase(longest, kCheap);
  REQUIRE(stored);
  std::string other = longest;
  other.back() = 'y';
  CHECK_FALSE(verify_passphrase(other, *stored)->matches);
  CHECK_FALSE(verify_passphrase(longest + "x", *stored)->matches);
  REQUIRE_FALSE(hash_passphrase(longest + "x", kCheap));
  CHECK(hash_passphrase(longest + "x", kCheap).error().kind == &errors::passphrase_refused);
  CHECK(hash_passphrase("\xff\xfe", kCheap).error().kind == &errors::passphrase_refused);
  using namespace std::string_view_literals;
  CHECK_FALSE(verify_passphrase("a\0b"sv, *hash_passphrase("a\0c"sv, kCheap))->matches);
}

TEST_CASE("a stored string that is no sensible hash is an error and costs nothing") {
  for (const std::string_view stored :
       {"", "plain", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAA", "$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$AAAA",
        "$argon2id$v=19$m=64,t=4000000,p=1$c29tZXNhbHQ$AAAA", "$argon2id$v=19$m=64,t=1$c29tZXNhbHQ$AAAA",
        "$argon2id$v=19$m=64,t=1,p=1,x=1$c29tZXNhbHQ$AAAA", "$argon2id$v=19$", "$argon2id$v=19$m=64,t=1,p=1",
        "$argon2id$v=19$m=64,t=1,p=1$$"}) {
    CAPTURE(stored);
    const auto verdict = verify_passphrase("words", stored);
    REQUIRE_FALSE(verdict);
    CHECK(verdict.error().kind == &lightwell::errors::internal_error);
  }
}

TEST_CASE("a sign-in to nobody takes about as long as one to somebody and never matches") {
  const auto stored = *hash_passphrase("some words that are stored");
  const auto timed = [](auto work) {
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(work()->matches);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  double somebody = 1, nobody = 1;
  for (int round = 0; round < 5; ++round) {
    somebody = std::min(somebody, timed([&] { return verify_passphrase("other words", stored); }));
    nobody = std::min(nobody, timed([&] { return verify_nobody("other words"); }));
  }
  CHECK(nobody > somebody * 0.5);
  CHECK(nobody < somebody * 2);
}

TEST_CASE("the list of common passwords is there") {
  CHECK(known_password_count() > 3000);
  CHECK(is_known_password("letmein"));
  CHECK_FALSE(is_known_password("#!comment:"));
}

TEST_CASE("a person may choose any passphrase that is long and not easily guessed") {
  CHECK(accepted("correct horse battery staple"));
  CHECK(accepted("tulips hum at midnight"));
  CHECK(accepted("k3#vQz9!pLw2@xT"));
  CHECK(accepted("\u043a\u043e\u0440\u043e\u0432\u0430 \u043b\u0435\u0442\u0438\u0442 \u0434\u043e\u043c\u043e\u0439"));
  CHECK(accepted("                spaces are fine here too"));
}

TEST_CASE("a passphrase of well-known pieces is refused, with the reason") {
  for (const std::string_view easy :
       {"passwordpassword", "Password1234567", "aaaaaaaaaaaaaaaaaaaa", "123456789012345", "qwertyuiopasdfghjkl",
        "iloveyouiloveyou!", "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihg", "1qaz2wsx3edc4rfv5tgb",
        "letmeinletmeinletmein", "xyzxyzxyzxyzxyzxyz"}) {
    CAPTURE(easy);
    const auto checked = check_passphrase(easy, {});
    REQUIRE_FALSE(checked);
    CHECK(checked.error().kind == &errors::passphrase_refused);
    CHECK(checked.error().message.contains("easy to guess"));
  }
}

TEST_CASE("the site's own words and the person's name do not make a passphrase") {
  CHECK_FALSE(accepted("LightwellLightwell", {"lightwell"}));
  CHECK_FALSE(accepted("anna.karenina@example.org", {"anna.karenina@example.org"}));
  CHECK_FALSE(accepted("Karenina example!", {"anna.karenina@example.org"}));
  CHECK(accepted("lightwell shows my old tulips", {"lightwell"}));
}

TEST_CASE("a short passphrase is refused by its count of characters, not of bytes") {
  CHECK_FALSE(accepted("14 characters!"));
  CHECK_FALSE(accepted("\u043a\u043e\u0440\u043e\u0432\u0430 \u0434\u043e\u043c\u0430"));
  CHECK(check_passphrase("k3#vQz9!", {.length_min = 8}));
  CHECK(check_passphrase("password", {.length_min = 8}).error().message.contains("use most"));
}

}  // namespace lightwell::engines
