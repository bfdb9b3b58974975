#include "gate/body.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "gate/errors.h"
#include "run/spawn.h"

namespace lightwell::gate {
namespace {

const wire::sigv4::Scope kScope = {.date = "20130524", .region = "us-east-1", .service = "s3"};

// Hands a text out in pieces of a size, as a socket would.
class Pieces final : public ByteSource {
 public:
  Pieces(std::string text, size_t size) : text_(std::move(text)), size_(size) {}
  Task<Result<Bytes>> read() override {
    piece_ = text_.substr(at_, size_);  // a copy of its own: reading past it shows up under a sanitizer
    at_ += piece_.size();
    co_return as_bytes(piece_);
  }

 private:
  std::string text_, piece_;
  size_t size_, at_ = 0;
};

ChunkedForm published_form(std::string_view seed, bool has_trailer) {
  ChunkedForm form;
  form.is_signed = true;
  form.has_trailer = has_trailer;
  if (has_trailer) form.trailer_names = {"x-amz-checksum-crc32c"};
  form.decoded_length = 66560;
  form.chain = {.access_key_id = "AKIAIOSFODNN7EXAMPLE",
                .key = wire::sigv4::derive_key("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", kScope),
                .timestamp = "20130524T000000Z",
                .scope = kScope,
                .signature = std::string(seed)};
  return form;
}

// AWS's worked examples: 65,536 and 1,024 times 'a'.
std::string published_body(std::string_view first, std::string_view second, std::string_view last,
                           std::string_view trailers) {
  return "10000;chunk-signature=" + std::string(first) + "\r\n" + std::string(65536, 'a') +
         "\r\n400;chunk-signature=" + std::string(second) + "\r\n" + std::string(1024, 'a') +
         "\r\n0;chunk-signature=" + std::string(last) + "\r\n" + std::string(trailers) + "\r\n";
}

const std::string kSigned = published_body("ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
                                           "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
                                           "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9", "");
constexpr std::string_view kSeed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
constexpr std::string_view kTrailerSeed = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";

std::string with_trailer(std::string_view trailers) {
  return published_body("b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
                        "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
                        "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992", trailers);
}
constexpr std::string_view kTrailers =
    "x-amz-checksum-crc32c:sOO8/Q==\r\n"
    "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n";

Result<std::string> decode(const std::string& text, ChunkedForm form, size_t piece = 4096) {
  ChunkedBody body(std::make_unique<Pieces>(text, piece), std::move(form));
  return sync_wait(read_all(body, 1 << 20));
}

ChunkedForm unsigned_form(uint64_t length, std::vector<std::string> trailers = {"x-amz-checksum-crc32"}) {
  ChunkedForm form;
  form.has_trailer = !trailers.empty();
  form.trailer_names = std::move(trailers);
  form.decoded_length = length;
  return form;
}

}  // namespace

TEST_CASE("AWS's signed chunks decode in pieces of any size") {
  for (const size_t piece : {size_t(1), size_t(7), size_t(100), size_t(65536), kSigned.size()}) {
    const auto decoded = decode(kSigned, published_form(kSeed, false), piece);
    REQUIRE(decoded);
    CHECK(*decoded == std::string(66560, 'a'));
  }
}

TEST_CASE("AWS's signed trailer is checked and told after the end") {
  for (const size_t piece : {size_t(1), size_t(70000)}) {
    ChunkedBody body(std::make_unique<Pieces>(with_trailer(kTrailers), piece), published_form(kTrailerSeed, true));
    CHECK(body.trailer_names() == std::vector<std::string>{"x-amz-checksum-crc32c"});
    CHECK_FALSE(body.trailer("x-amz-checksum-crc32c"));
    const auto decoded = sync_wait(read_all(body, 1 << 20));
    REQUIRE(decoded);
    CHECK(decoded->size() == 66560);
    CHECK(body.trailer("X-Amz-Checksum-CRC32C") == "sOO8/Q==");
    CHECK(body.length() == 66560);
  }
}

TEST_CASE("a changed byte, a changed signature or a wrong seed is SignatureDoesNotMatch") {
  std::string changed = kSigned;
  changed[5000] = 'b';
  std::string resigned = kSigned;
  resigned[25] = resigned[25] == '0' ? '1' : '0';
  for (const auto& [text, seed] : {std::pair(changed, kSeed), {resigned, kSeed}, {kSigned, kTrailerSeed}}) {
    const auto decoded = decode(text, published_form(seed, false));
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error().kind == &errors::signature_does_not_match);
    CHECK(decoded.error().details.at(0).value == "AKIAIOSFODNN7EXAMPLE");
  }
}

TEST_CASE("a chunk without a signature is refused where signatures are asked for") {
  const auto decoded = decode("3\r\nabc\r\n0\r\n\r\n", [] {
    ChunkedForm form = published_form(kSeed, false);
    form.decoded_length = 3;
    return form;
  }());
  REQUIRE_FALSE(decoded);
  CHECK(decoded.error().kind == &errors::signature_does_not_match);
}

TEST_CASE("a trailer that is changed, missing, unannounced, doubled or malformed is refused") {
  const std::string signature(kTrailers.substr(kTrailers.find('\n') + 1));
  struct Row {
    std::string trailers;
    const ErrorKind* kind;
  };
  for (const Row& row : {Row{"x-amz-checksum-crc32c:sOO8/A==\r\n" + signature, &errors::signature_does_not_match},
                         Row{"x-amz-checksum-crc32c:sOO8/Q==\r\n", &errors::signature_does_not_match},
                         Row{signature, &errors::malformed_trailer},
                         Row{"x-amz-checksum-crc32:sOO8/Q==\r\n" + signature, &errors::malformed_trailer},
                         Row{"x-amz-checksum-crc32c:a\r\nx-amz-checksum-crc32c:a\r\n", &errors::malformed_trailer},
                         Row{"no colon\r\n", &errors::malformed_trailer}}) {
    const auto decoded = decode(with_trailer(row.trailers), published_form(kTrailerSeed, true));
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error().kind == row.kind);
  }
}

TEST_CASE("unsigned chunks with a trailer decode, as botocore and others write them") {
  for (const std::string_view text :
       {"3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n", "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n",
        "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\n\r\n\r\n"}) {
    ChunkedBody body(std::make_unique<Pieces>(std::string(text), 5), unsigned_form(3));
    CHECK(sync_wait(read_all(body, 100)).value_or("") == "abc");
    CHECK(body.trailer("x-amz-checksum-crc32") == "NSRBwg==");
  }
  CHECK(decode("0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", unsigned_form(0)) == "");
  CHECK(decode("3\r\nabc\r\n0\r\n\r\n", unsigned_form(3, {})) == "abc");
}

TEST_CASE("a body shorter or longer than it said is IncompleteBody") {
  constexpr std::string_view end = "0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n";
  for (const uint64_t stated : {2, 4}) {
    const auto decoded = decode("3\r\nabc\r\n" + std::string(end), unsigned_form(stated));
    REQUIRE_FALSE(decoded);
    CHECK(decoded.error().kind == &errors::incomplete_body);
  }
}

TEST_CASE("a body cut anywhere before its last head is IncompleteBody, and never ends well") {
  const std::string whole = "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n";
  for (size_t length = 0; length < whole.find("\r\n\r\n"); ++length) {
    const auto decoded = decode(whole.substr(0, length), unsigned_form(3));
    REQUIRE_FALSE(decoded);
    const bool is_cut = decoded.error().kind == &errors::incomplete_body;
    CHECK((is_cut || decoded.error().kind == &errors::malformed_trailer));
  }
}

TEST_CASE("broken framing is refused") {
  for (const std::string& text :
       {std::string("zz\r\nabc\r\n0\r\n\r\n"), std::string("3\r\nabcX\r\n0\r\n\r\n"), std::string(5000, '0'),
        std::string("-3\r\nabc"), std::string("ffffffffffffffff\r\n")}) {
    CHECK_FALSE(decode(text, unsigned_form(3, {})));
  }
}

TEST_CASE("only the last chunk may be small") {
  const std::string text = "3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n";
  const auto decoded = decode(text, unsigned_form(6, {}));
  REQUIRE_FALSE(decoded);
  CHECK(decoded.error().kind == &errors::invalid_chunk_size);
  CHECK(decoded.error().message == "Only the last chunk is allowed to have a size less than 8192 bytes");
  CHECK(decoded.error().details.at(1).value == "3");
}

TEST_CASE("a digested body fails in the read that would have told the end") {
  DigestedBody right(std::make_unique<Pieces>("hello", 2), sha256_hex("hello"));
  CHECK(sync_wait(read_all(right, 100)) == "hello");

  DigestedBody wrong(std::make_unique<Pieces>("hello", 5), sha256_hex("other"));
  CHECK(as_text(*sync_wait(wrong.read())) == "hello");
  const auto end = sync_wait(wrong.read());
  REQUIRE_FALSE(end);
  CHECK(end.error().kind == &errors::content_sha256_mismatch);
  CHECK(end.error().details.at(0).value == sha256_hex("other"));
  CHECK(end.error().details.at(1).value == sha256_hex("hello"));
}

}  // namespace lightwell::gate
