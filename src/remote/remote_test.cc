#include "remote/remote.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "remote/chunked_source.h"
#include "run/spawn.h"

namespace lightwell::remote {
namespace {

namespace sigv4 = wire::sigv4;

std::string everything(ByteSource& source) {
  auto all = sync_wait(read_all(source, 1 << 20));
  REQUIRE(all);
  return *all;
}

ChunkSigning published_signing(std::string_view seed) {
  const sigv4::Scope scope = {.date = "20130524", .region = "us-east-1", .service = "s3"};
  return {.key = sigv4::derive_key("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", scope),
          .timestamp = "20130524T000000Z",
          .scope = scope,
          .seed_signature = std::string(seed)};
}

// A body whose sender brought a checksum of his own behind it.
class WithTrailer final : public ByteSource {
 public:
  explicit WithTrailer(std::string value) : inner_(source_of(std::string("abc"))), value_(std::move(value)) {}
  Task<Result<Bytes>> read() override { return inner_->read(); }
  std::optional<uint64_t> length() const override { return 3; }
  std::vector<std::string> trailer_names() const override { return {"x-amz-checksum-sha1"}; }
  std::optional<std::string> trailer(std::string_view) const override { return value_; }

 private:
  std::unique_ptr<ByteSource> inner_;
  std::string value_;
};

}  // namespace

TEST_CASE("a signed chunked body is AWS's published example to the byte") {
  ChunkedSource source(
      source_of(std::string(66560, 'a')),
      {.signing = published_signing("4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9")});
  CHECK(source.decoded_length() == 66560);
  CHECK(source.length() == 66824);
  CHECK(everything(source) ==
        "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n" +
            std::string(65536, 'a') +
            "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n" +
            std::string(1024, 'a') +
            "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n");
}

TEST_CASE("a body's length is told exactly, for every form and size") {
  for (const size_t size : {size_t(0), size_t(1), kChunkBytes - 1, kChunkBytes, kChunkBytes + 1, 3 * kChunkBytes}) {
    for (const bool is_signed : {false, true}) {
      for (const bool has_trailer : {false, true}) {
        ChunkedSourceForm form = {.computes_crc32 = has_trailer, .has_trailer = has_trailer};
        if (is_signed) form.signing = published_signing(std::string(64, '0'));
        ChunkedSource source(source_of(std::string(size, 'x')), std::move(form));
        const auto told = source.length();
        CHECK(told == everything(source).size());
      }
    }
  }
}

TEST_CASE("an unsigned body ends with the checksum of what was sent") {
  ChunkedSource source(source_of(std::string("hello")), {.computes_crc32 = true, .has_trailer = true});
  CHECK(everything(source) == "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n");
}

TEST_CASE("trailers that a body brings pass through, and a broken one fails the sending") {
  WithTrailer names("");
  CHECK(ChunkedSource::trailer_header(names, true) == "x-amz-checksum-sha1");
  const std::string value = to_base64(as_bytes(digest(Algorithm::sha1, as_bytes("abc"))));
  ChunkedSource right(std::make_unique<WithTrailer>(value), {.has_trailer = true});
  const auto told = right.length();
  const std::string sent = everything(right);
  CHECK(sent == "3\r\nabc\r\n0\r\nx-amz-checksum-sha1:" + value + "\r\n\r\n");
  CHECK(told == sent.size());
  ChunkedSource wrong(std::make_unique<WithTrailer>("short"), {.has_trailer = true});
  CHECK_FALSE(sync_wait(read_all(wrong, 1000)));
}

TEST_CASE("endpoints are read, or refused with what was written") {
  const auto plain = parse_endpoint("http://127.0.0.1:9000/");
  REQUIRE(plain);
  CHECK_FALSE(plain->origin.is_secure);
  CHECK(plain->origin.port == 9000);
  CHECK(plain->authority() == "127.0.0.1:9000");
  const auto secure = parse_endpoint("https://s3.example.org");
  REQUIRE(secure);
  CHECK(secure->origin.port == 443);
  CHECK(secure->authority() == "s3.example.org");
  CHECK(parse_endpoint("http://[::1]:9000")->origin.host == "[::1]");
  for (const std::string_view bad :
       {"", "s3.example.org", "ftp://x", "http://", "http://x:0", "http://x:99999", "http://x/path", "http://user@x"}) {
    CHECK_FALSE(parse_endpoint(bad));
  }
  CHECK(aws_endpoint("s3", "eu-west-1").authority() == "s3.eu-west-1.amazonaws.com");
}

TEST_CASE("a bucket moves into the host where the endpoint wants it and its name allows it") {
  const Endpoint aws = aws_endpoint("s3", "eu-west-1");
  const Target photo = target_of(aws, "/photos/a%20b/c", true);
  CHECK(photo.authority == "photos.s3.eu-west-1.amazonaws.com");
  CHECK(photo.origin.host == "photos.s3.eu-west-1.amazonaws.com");
  CHECK(photo.path == "/a%20b/c");
  CHECK(target_of(aws, "/photos", true).path == "/");
  CHECK(target_of(aws, "/", true).authority == "s3.eu-west-1.amazonaws.com");
  CHECK(target_of(aws, "/dotted.name/key", true).path == "/dotted.name/key");
  CHECK(target_of(aws, "/Upper/key", true).path == "/Upper/key");
  CHECK(target_of(aws, "/photos/key", false).path == "/photos/key");
  const Endpoint local = *parse_endpoint("http://127.0.0.1:9000");
  CHECK(target_of(local, "/photos/key", true).path == "/photos/key");
}

TEST_CASE("what may succeed later is told from what will not") {
  const ErrorKind throttled{"SlowDown", 503, Fault::receiver}, gone{"NoSuchKey", 404, Fault::sender},
      precondition{"PreconditionFailed", 412, Fault::sender}, gateway{"BadGateway", 502, Fault::receiver},
      timeout{"RequestTimeout", 400, Fault::sender}, missing{"NotImplemented", 501, Fault::receiver};
  CHECK(is_transient(error(throttled)));
  CHECK(is_transient(error(gateway)));
  CHECK(is_transient(error(timeout)));
  CHECK_FALSE(is_transient(error(gone)));
  CHECK_FALSE(is_transient(error(precondition)));
  CHECK_FALSE(is_transient(error(missing)));
}

TEST_CASE("delays double up to the limit, with full jitter") {
  const RetryPolicy policy = {.first_delay = milliseconds(100), .delay_max = milliseconds(1000)};
  CHECK(delay_before(policy, 1, 100) == milliseconds(100));
  CHECK(delay_before(policy, 1, 101) == milliseconds(0));
  CHECK(delay_before(policy, 3, 400) == milliseconds(400));
  CHECK(delay_before(policy, 10, 1000) == milliseconds(1000));
  CHECK(delay_before(policy, 10, 1001) == milliseconds(0));
}

}  // namespace lightwell::remote
