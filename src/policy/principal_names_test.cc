#include "policy/principal_names.h"

#include <doctest/doctest.h>

namespace lightwell::policy {
namespace {

std::optional<std::string> upper(std::string_view type, std::string_view text) {
  if (type != "AWS") return std::nullopt;
  return "<" + std::string(text) + ">";
}

TEST_CASE("Only the entries of Principal and NotPrincipal are renamed, and nothing else of the text changes") {
  const std::string before = R"({ "Version" : "2012-10-17", "Statement":[{"Effect":"Allow",
    "Principal": {"AWS": ["a" , "b"], "Service":"c"},
    "Condition": {"StringEquals": {"AWS": "a", "Principal": {"AWS": "a"}}}},
    {"NotPrincipal":{"AWS":"a"},"Action":["AWS","a"]}], "AWS":"a"})";
  const std::string after = R"({ "Version" : "2012-10-17", "Statement":[{"Effect":"Allow",
    "Principal": {"AWS": ["<a>" , "<b>"], "Service":"c"},
    "Condition": {"StringEquals": {"AWS": "a", "Principal": {"AWS": "a"}}}},
    {"NotPrincipal":{"AWS":"<a>"},"Action":["AWS","a"]}], "AWS":"a"})";
  CHECK(rename_principals(before, upper) == after);
}

TEST_CASE("A lone statement is one, everybody is nobody to rename, and escapes are read") {
  CHECK(rename_principals(R"({"Statement":{"Principal":"*"}})", upper) == R"({"Statement":{"Principal":"*"}})");
  CHECK(rename_principals(R"({"Statement":{"Principal":{"AWS":"a\/b\u0063\""}}})",
                          [](std::string_view, std::string_view text) -> std::optional<std::string> {
                            CHECK(text == "a/bc\"");
                            return "x";
                          }) == R"({"Statement":{"Principal":{"AWS":"x"}}})");
}

TEST_CASE("Accounts, their roots, sessions and everybody need nobody to exist; users and roles do") {
  for (const char* text :
       {"*", "111122223333", "arn:aws:iam::111122223333:root", "arn:aws:sts::111122223333:assumed-role/worker/1",
        "arn:aws:sts::111122223333:federated-user/ann"}) {
    CAPTURE(text);
    CHECK(stands_by_itself(text));
  }
  for (const char* text : {"arn:aws:iam::111122223333:user/ann", "arn:aws:iam::111122223333:role/worker",
                           "AIDAEXAMPLEUSERID0001", "1111222233334", "arn:aws:iam::11112222333:root",
                           "arn:aws:sts::111122223333:assumed-role/*/1", "arn:aws:iam::111122223333:group/readers"}) {
    CAPTURE(text);
    CHECK_FALSE(stands_by_itself(text));
  }
  CHECK(root_of_account("111122223333") == "arn:aws:iam::111122223333:root");
  CHECK_FALSE(root_of_account("arn:aws:iam::111122223333:root"));
  CHECK_FALSE(root_of_account("11112222333x"));
}

TEST_CASE("A text that is cut off ends the search") {
  const std::string whole = R"({"Statement":[{"Principal":{"AWS":["a","b\u0041"]}}]})";
  for (size_t length = 0; length < whole.size(); ++length) {
    const auto keep = [](std::string_view, std::string_view) { return std::optional<std::string>(); };
    CHECK(rename_principals(whole.substr(0, length), keep) == whole.substr(0, length));
  }
}

}  // namespace
}  // namespace lightwell::policy
