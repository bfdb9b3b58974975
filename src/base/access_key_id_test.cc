#include "base/access_key_id.h"

#include <doctest/doctest.h>

#include <set>

namespace lightwell {

TEST_CASE("An access key id tells its account") {
  RandomIds ids;
  std::set<std::string> seen;
  for (const char* account : {"000000000000", "000000000001", "123456789012", "999999999999"}) {
    const std::string id = make_access_key_id("AKIA", account, ids);
    CAPTURE(id);
    CHECK(id.size() == 20);
    CHECK(id.starts_with("AKIA"));
    CHECK(account_of_access_key(id) == account);
    seen.insert(id);
    seen.insert(make_access_key_id("AKIA", account, ids));
  }
  CHECK(seen.size() == 8);
}

// A published example: https://medium.com/@TalBeerySec/a-short-note-on-aws-key-id-f88cc4317489
TEST_CASE("The account is read where AWS wrote it") {
  CHECK(account_of_access_key("ASIAQNZGKIQY56JQ7WML") == "029608264753");
}

TEST_CASE("What was not made this way tells no account") {
  for (const char* id : {"", "AKIA", "AKIAIOSFODNN7EXAMPLE", "ASIAQNZGKIQY56JQ7WM", "ASIAQNZGKIQY56JQ7WM1"}) {
    CAPTURE(id);
    CHECK_FALSE(account_of_access_key(id));
  }
}

TEST_CASE("A secret is 40 characters of base 64") {
  RandomIds ids;
  CHECK(make_secret_key(ids).size() == 40);
  CHECK(make_secret_key(ids) != make_secret_key(ids));
}

}  // namespace lightwell
