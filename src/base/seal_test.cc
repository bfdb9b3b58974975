#include "base/seal.h"

#include <doctest/doctest.h>

namespace lightwell {

TEST_CASE("A sealed secret opens with its key and its place alone") {
  const Seal seal(Seal::Key{std::byte{1}}), other(Seal::Key{std::byte{2}});
  const std::string sealed = seal.close("wJalrXUtnFEMI", "AKIA1");

  CHECK(sealed.find("wJalr") == sealed.npos);
  CHECK(seal.open(sealed, "AKIA1") == "wJalrXUtnFEMI");
  CHECK_FALSE(seal.open(sealed, "AKIA2"));
  CHECK_FALSE(other.open(sealed, "AKIA1"));
}

TEST_CASE("The same secret is sealed differently each time, and a changed byte does not open") {
  const Seal seal(Seal::Key{});
  std::string sealed = seal.close("secret", "");
  CHECK(sealed != seal.close("secret", ""));
  for (char& byte : sealed) {
    byte = char(byte ^ 1);
    CHECK_FALSE(seal.open(sealed, ""));
    byte = char(byte ^ 1);
  }
  CHECK(seal.open(sealed, "") == "secret");
  CHECK_FALSE(seal.open("short", ""));
  CHECK(seal.open(seal.close("", "x"), "x") == "");
}

}  // namespace lightwell
