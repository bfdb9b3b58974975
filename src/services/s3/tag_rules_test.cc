#include "services/s3/tag_rules.h"

#include <doctest/doctest.h>

#include "services/s3/errors.h"

namespace lightwell::s3 {

TEST_CASE("a tagging header is a form") {
  CHECK(parse_tagging_header("a=1&b=two%20words&c=&d") == Tags{{"a", "1"}, {"b", "two words"}, {"c", ""}, {"d", ""}});
  CHECK(parse_tagging_header("")->empty());
  CHECK(parse_tagging_header("k%C3%BC=%C3%BC") == Tags{{"kü", "ü"}});
}

TEST_CASE("tags that break a rule are refused") {
  CHECK(parse_tagging_header("a=1&a=2").error().kind == &errors::invalid_argument);
  CHECK(parse_tagging_header("a=%zz").error().kind == &errors::invalid_argument);
  CHECK(parse_tagging_header("=1").error().kind == &errors::invalid_tag);
  CHECK(parse_tagging_header("a=%3C").error().kind == &errors::invalid_tag);
  CHECK(parse_tagging_header("AWS:a=1").error().kind == &errors::invalid_tag);
  CHECK(check_tags({{std::string(129, 'k'), ""}}).error().kind == &errors::invalid_tag);
  CHECK(check_tags({{"k", std::string(257, 'v')}}).error().kind == &errors::invalid_tag);
  CHECK(check_tags({{"k", "1"}, {"k", "2"}}).error().kind == &errors::invalid_tag);
  std::vector<std::pair<std::string, std::string>> eleven;
  for (char c = 'a'; c <= 'k'; ++c) eleven.emplace_back(std::string(1, c), "");
  CHECK(check_tags(eleven).error().kind == &errors::bad_request);
  eleven.pop_back();
  CHECK(check_tags(eleven)->size() == 10);
}

}  // namespace lightwell::s3
