#include "services/rekognition/collection_rules.h"

#include <doctest/doctest.h>

#include "services/rekognition/errors.h"

namespace lightwell::rekognition {

TEST_CASE("a page's token leads on in its own list and in no other") {
  const std::string token = make_token("faces of a", 1234567890123);
  CHECK(read_token("faces of a", token) == 1234567890123);
  CHECK(token.size() <= 255);
  for (const std::string& wrong : {std::string("x"), token + "A", token.substr(1), std::string()}) {
    const auto read = read_token("faces of a", wrong);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == &errors::invalid_pagination_token_exception);
  }
  CHECK_FALSE(read_token("faces of b", token));
  CHECK(read_token("faces of a", std::nullopt) == 0);
}

TEST_CASE("a page is as long as asked, up to the most there may be") {
  CHECK(page_size(std::nullopt, 10) == 10);
  CHECK(page_size(0, 10) == 10);
  CHECK(page_size(3, 10) == 3);
  CHECK(page_size(11, 10) == 10);
}

}  // namespace lightwell::rekognition
