#include "base/digest.h"

#include <doctest/doctest.h>

namespace lightwell {

// Check values from the catalogue of parametrised CRC algorithms, for the text "123456789".
TEST_CASE("the CRCs answer their catalogue's check values") {
  const Bytes check = as_bytes("123456789");
  CHECK(crc32(0, check) == 0xcbf43926);
  CHECK(crc32c(0, check) == 0xe3069283);
  CHECK(crc64nvme(0, check) == 0xae8b14860a799888);
}

TEST_CASE("a CRC grows with its input and combines from its parts") {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += char(i * 31 + i / 7);
  const Bytes whole = as_bytes(text), head = whole.first(1237), tail = whole.subspan(1237);
  CHECK(crc64nvme(crc64nvme(0, head), tail) == crc64nvme(0, whole));
  CHECK(crc32c(crc32c(0, head), tail) == crc32c(0, whole));
  CHECK(crc32_combine(crc32(0, head), crc32(0, tail), tail.size()) == crc32(0, whole));
  CHECK(crc32c_combine(crc32c(0, head), crc32c(0, tail), tail.size()) == crc32c(0, whole));
  CHECK(crc64nvme_combine(crc64nvme(0, head), crc64nvme(0, tail), tail.size()) == crc64nvme(0, whole));
  CHECK(crc32_combine(crc32(0, whole), 0, 0) == crc32(0, whole));
}

TEST_CASE("a long CRC64 by carry-less multiplication is the same as one made of short pieces by tables") {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += char(i * 197 + i / 11);
  for (size_t length = 0; length < text.size(); length += length < 400 ? 1 : 37) {
    const Bytes whole = as_bytes(text).first(length);
    uint64_t pieces = 0;
    for (size_t at = 0; at < length; at += 50)
      pieces = crc64nvme(pieces, whole.subspan(at, std::min<size_t>(50, length - at)));
    REQUIRE(crc64nvme(0, whole) == pieces);
  }
}

TEST_CASE("digests answer their standards' test vectors") {
  CHECK(md5_hex("") == "d41d8cd98f00b204e9800998ecf8427e");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(as_bytes(digest(Algorithm::sha1, as_bytes("abc")))) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(to_hex(as_bytes(digest(Algorithm::sha512, as_bytes("abc")))) ==
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  // RFC 4231, cases 2 and 6
  CHECK(to_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(to_hex(hmac_sha256(as_bytes(std::string(131, '\xaa')),
                           as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

}  // namespace lightwell
