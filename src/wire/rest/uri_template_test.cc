#include "wire/rest/uri_template.h"

#include <doctest/doctest.h>

namespace lightwell::wire {
namespace {

std::vector<std::string_view> labels_of(std::string_view uri, std::string_view path) {
  std::vector<std::string_view> labels;
  if (!UriTemplate::parse(uri).match(path, labels)) return {"no match"};
  return labels;
}

using Labels = std::vector<std::string_view>;

TEST_CASE("A template takes its labels out of the raw path") {
  CHECK(labels_of("/", "/") == Labels{});
  CHECK(labels_of("/", "") == Labels{});
  CHECK(labels_of("/", "/b") == Labels{"no match"});
  CHECK(labels_of("/{Bucket}", "/b") == Labels{"b"});
  CHECK(labels_of("/{Bucket}", "/b/") == Labels{"b"});
  CHECK(labels_of("/{Bucket}", "/") == Labels{"no match"});
  CHECK(labels_of("/{Bucket}/{Key+}", "/b/") == Labels{"no match"});
  CHECK(labels_of("/{Bucket}/{Key+}", "/b/a%2Fb/c/") == Labels{"b", "a%2Fb/c/"});
  CHECK(labels_of("/{Bucket}/{Key+}", "/b//k") == Labels{"b", "/k"});
  CHECK(labels_of("/{Bucket}/{Key+}", "/b//") == Labels{"b", "/"});
  CHECK(labels_of("/{Bucket}/{Key+}", "//k") == Labels{"no match"});
  CHECK(labels_of("/a/{X}/b", "/a/1/b") == Labels{"1"});
  CHECK(labels_of("/a/{X}/b", "/a/1/c") == Labels{"no match"});
}

TEST_CASE("A template's query spells out names, and values where it gives them") {
  const auto uri = UriTemplate::parse("/{Bucket}/{Key+}?select&select-type=2");
  REQUIRE(uri.literals.size() == 2);
  CHECK(uri.literals[0] == std::pair<std::string_view, std::string_view>{"select", ""});
  CHECK(uri.literals[1] == std::pair<std::string_view, std::string_view>{"select-type", "2"});
}

TEST_CASE("A query string is split and decoded in order") {
  std::vector<std::pair<std::string, std::string>> out;
  REQUIRE(split_query("a=1+2&&b&c=%26=d&a=3", out));
  CHECK(out == std::vector<std::pair<std::string, std::string>>{{"a", "1 2"}, {"b", ""}, {"c", "&=d"}, {"a", "3"}});
  CHECK_FALSE(split_query("a=%z", out));
}

}  // namespace
}  // namespace lightwell::wire
