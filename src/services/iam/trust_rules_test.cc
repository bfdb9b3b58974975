#include "services/iam/trust_rules.h"

#include <doctest/doctest.h>

namespace lightwell::iam {
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

TEST_CASE("A text that is cut off ends the search") {
  const std::string whole = R"({"Statement":[{"Principal":{"AWS":["a","b\u0041"]}}]})";
  for (size_t length = 0; length < whole.size(); ++length) {
    const auto keep = [](std::string_view, std::string_view) { return std::optional<std::string>(); };
    CHECK(rename_principals(whole.substr(0, length), keep) == whole.substr(0, length));
  }
}

}  // namespace
}  // namespace lightwell::iam
