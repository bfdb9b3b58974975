// Against the key that AWS's own test suites derive, and against our own other half.

#include "wire/sigv4/ecdsa.h"

#include <doctest/doctest.h>

#include <chrono>

#include "base/text.h"
#include "wire/sigv4/chunks.h"
#include "wire/sigv4/sign.h"

namespace lightwell::wire::sigv4 {
namespace {

// https://github.com/awslabs/aws-c-auth/blob/main/tests/key_derivation_tests.c
constexpr std::string_view kId = "AKISORANDOMAASORANDOM";
constexpr std::string_view kSecret = "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom";

}  // namespace

TEST_CASE("the private key is the one AWS's own suites derive") {
  CHECK(to_hex(as_bytes(derive_ecdsa_secret(kId, kSecret))) ==
        "7fd3bd010c0d9c292141c2b77bfbde1042c92e6836fff749d1269ec890fca1bd");
}

TEST_CASE("a signature is good for its text and its key alone, and differs each time") {
  const EcdsaKey key(kId, kSecret);
  const std::string once = key.sign("text"), again = key.sign("text");
  CHECK(once != again);
  CHECK(once.size() <= kEcdsaSignatureMax);
  CHECK(key.verify("text", once));
  CHECK(key.verify("text", again));
  CHECK_FALSE(key.verify("texts", once));
  CHECK_FALSE(EcdsaKey("AKIDOTHER", kSecret).verify("text", once));
  CHECK_FALSE(EcdsaKey(kId, "other").verify("text", once));
}

TEST_CASE("what is no signature is refused") {
  const EcdsaKey key(kId, kSecret);
  const std::string good = key.sign("text");
  CHECK_FALSE(key.verify("text", ""));
  CHECK_FALSE(key.verify("text", "zz"));
  CHECK_FALSE(key.verify("text", good.substr(2)));
  CHECK_FALSE(key.verify("text", good.substr(0, good.size() - 2)));
  CHECK_FALSE(key.verify("text", good + "00"));
  CHECK_FALSE(key.verify("text", std::string(kEcdsaSignatureMax + 2, '0')));
  // r = s = 0, which a careless verifier takes for anything.
  CHECK_FALSE(key.verify("text", "3006020100020100"));
}

TEST_CASE("key pairs are remembered, and a changed secret makes a new one") {
  EcdsaKeys keys(2);
  const auto first = keys.get("A", kSecret);
  CHECK(keys.get("A", kSecret) == first);
  CHECK(keys.get("A", "changed") != first);
  CHECK(keys.get("B", kSecret) != first);
  CHECK(keys.get("C", kSecret)->verify("text", EcdsaKey("C", kSecret).sign("text")));
}

TEST_CASE("a set of regions is names and patterns") {
  CHECK(region_set_covers("*", "eu-west-1"));
  CHECK(region_set_covers("us-east-1,eu-west-1", "eu-west-1"));
  CHECK(region_set_covers("us-east-1, eu-*", "eu-west-1"));
  CHECK(region_set_covers("*-west-*", "eu-west-1"));
  CHECK_FALSE(region_set_covers("us-*", "eu-west-1"));
  CHECK_FALSE(region_set_covers("eu-west-10", "eu-west-1"));
  CHECK_FALSE(region_set_covers("eu-west", "eu-west-1"));
  CHECK_FALSE(region_set_covers("", "eu-west-1"));
  CHECK_FALSE(region_set_covers(std::string(5000, '*'), "eu-west-1"));
  CHECK(first_region("*,eu-*,us-west-2,us-east-1") == "us-west-2");
  CHECK(first_region("*").empty());
}

TEST_CASE("the header and the query of SigV4a name no region in their scope, and say what they leave out") {
  const auto header = parse_authorization(
      "AWS4-ECDSA-P256-SHA256 Credential=AKID/20130524/s3/aws4_request, SignedHeaders=host, Signature=3045");
  REQUIRE(header);
  CHECK(header->method == Method::ecdsa);
  CHECK(header->scope.region.empty());
  CHECK(header->scope.text() == "20130524/s3/aws4_request");
  const auto problem = [](std::string_view text) {
    const auto read = parse_authorization(text);
    return read ? Problem::unsupported_algorithm : read.error().problem;
  };
  CHECK(problem("AWS4-ECDSA-P256-SHA256 Credential=AKID/20130524/us-east-1/s3/aws4_request, SignedHeaders=host, "
                "Signature=3045") == Problem::malformed_credential);
  CHECK(problem("AWS4-HMAC-SHA256 Credential=AKID/20130524/s3/aws4_request, SignedHeaders=host, Signature=ab") ==
        Problem::malformed_credential);

  const Signer signer = {.credentials = {.access_key_id = std::string(kId), .secret = std::string(kSecret)},
                         .method = Method::ecdsa,
                         .region_set = "us-*"};
  const Timestamp now = *parse_iso8601_basic("20130524T000000Z");
  const std::string target = presigned_target(signer, {.host = "h", .path = "/b/k", .now = now});
  const auto query = parse_presigned(target.substr(target.find('?') + 1));
  REQUIRE(query);
  CHECK(query->region_set == "us-*");
  std::string without = target.substr(target.find('?') + 1);
  without.erase(without.find("&X-Amz-Region-Set=us-%2A"), 24);
  REQUIRE_FALSE(parse_presigned(without));
  CHECK(parse_presigned(without).error().problem == Problem::missing_parameters);
}

TEST_CASE("a parameter of the signature that stands in the query twice is refused") {
  const Signer signer = {.credentials = {.access_key_id = "AKID", .secret = "secret"}};
  const std::string target =
      presigned_target(signer, {.host = "h", .path = "/b/k", .now = *parse_iso8601_basic("20130524T000000Z")});
  const std::string query = target.substr(target.find('?') + 1);
  CHECK(parse_presigned(query));
  const auto repeated = parse_presigned(query + "&X-Amz-Expires=9");
  REQUIRE_FALSE(repeated);
  CHECK(repeated.error().problem == Problem::repeated_parameter);
  CHECK(repeated.error().value == "X-Amz-Expires");
}

TEST_CASE("the signature of a chunk comes padded") {
  const std::string line = "10;chunk-signature=" + std::string(140, 'a') + "****";
  const auto head = parse_chunk_head(line);
  REQUIRE(head);
  CHECK(head->signature == std::string(140, 'a'));
  CHECK_FALSE(parse_chunk_head("10;chunk-signature=" + std::string(146, 'a')));
  CHECK_FALSE(parse_chunk_head("10;chunk-signature=" + std::string(63, 'a')));
}

}  // namespace lightwell::wire::sigv4
