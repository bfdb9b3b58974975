// aws-chunked bodies whose chunks and trailers are signed with SigV4a: signatures of any length, padded.

#include <doctest/doctest.h>

#include "base/digest.h"
#include "base/text.h"
#include "gate/body.h"
#include "gate/errors.h"
#include "run/spawn.h"

namespace lightwell::gate {
namespace {

namespace sigv4 = wire::sigv4;

const sigv4::Scope kScope = {.date = "20130524", .region = {}, .service = "s3"};
constexpr std::string_view kTime = "20130524T000000Z";

// A body signed chunk by chunk, as a client sends it.
struct Sent {
  sigv4::RequestKey key{std::make_shared<const sigv4::EcdsaKey>("AKID", "secret")};
  std::string seed = key.sign("the request itself");
  std::string previous = seed;
  std::string bytes = {};

  void padded(std::string signature) {
    previous = signature;
    signature.resize(sigv4::kEcdsaSignatureMax, sigv4::kEcdsaPadding);
    bytes += signature;
  }
  void chunk(std::string_view data) {
    bytes += to_hex_size(data.size()) + ";chunk-signature=";
    padded(key.sign(sigv4::chunk_string_to_sign(kTime, kScope, previous, sha256_hex(data), key.method())));
    bytes.append("\r\n").append(data);
    if (!data.empty()) bytes += "\r\n";
  }
  void trailer(std::string_view line) {
    bytes.append(line).append("\r\nx-amz-trailer-signature:");
    const std::string canonical = std::string(line) + "\n";
    padded(key.sign(sigv4::trailer_string_to_sign(kTime, kScope, previous, canonical, key.method())));
    bytes += "\r\n\r\n";
  }
  static std::string to_hex_size(size_t size) { return fmt::format("{:x}", size); }
  Result<std::string> received(uint64_t length) const {
    ChunkedForm form = {.is_signed = true, .has_trailer = true, .trailer_names = {"x-amz-checksum-crc32"}};
    form.decoded_length = length;
    form.chain = {
        .access_key_id = "AKID", .key = key, .timestamp = std::string(kTime), .scope = kScope, .signature = seed};
    ChunkedBody body(source_of(bytes), std::move(form));
    return sync_wait(read_all(body, 1 << 20));
  }
};

Sent whole() {
  Sent sent;
  sent.chunk(std::string(9000, 'a'));
  sent.chunk("bb");
  sent.chunk("");
  sent.trailer("x-amz-checksum-crc32:AAAAAA==");
  return sent;
}

}  // namespace

TEST_CASE("chunks and trailers signed with an elliptic curve arrive") {
  CHECK(whole().received(9002).value() == std::string(9000, 'a') + "bb");
}

TEST_CASE("a byte changed in a chunk, a trailer or the chain is refused") {
  for (const std::string_view part : {"aaaa", "bb", "AAAAAA=="}) {
    Sent sent = whole();
    const size_t at = sent.bytes.find("\r\n" + std::string(part)) == std::string::npos
                          ? sent.bytes.find(part)
                          : sent.bytes.find("\r\n" + std::string(part)) + 2;
    sent.bytes[at] = 'X';
    const auto read = sent.received(9002);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == &errors::signature_does_not_match);
  }
  Sent other = whole();
  other.seed = other.key.sign("another request");
  CHECK(other.received(9002).error().kind == &errors::signature_does_not_match);
}

}  // namespace lightwell::gate
