#include "base/one_line.h"

#include <doctest/doctest.h>

namespace lightwell {

TEST_CASE("a text of somebody else is one line without control characters") {
  CHECK(one_line("arn:aws:s3:::b/ü €", 100) == "arn:aws:s3:::b/ü €");
  CHECK(one_line("a\nb\r\x1b[31m\x7f", 100) == "a\\x0ab\\x0d\\x1b[31m\\x7f");
  CHECK(one_line("\xC2\x9B"
                 "31m \xC2\xA0",
                 100) == "\\xc2\\x9b31m \xC2\xA0");
}

TEST_CASE("a long text is cut between characters") {
  CHECK(one_line("abcd", 4) == "abcd");
  CHECK(one_line("abcde", 4) == "abcd…");
  CHECK(one_line("ab€", 4) == "ab…");
  CHECK(one_line("€", 0) == "…");
}

}  // namespace lightwell
