// Against the worked examples AWS publishes with their signatures:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and its neighbours.

#include <doctest/doctest.h>

#include <chrono>

#include "base/text.h"
#include "wire/sigv4/authorization.h"
#include "wire/sigv4/canonical.h"
#include "wire/sigv4/chunks.h"
#include "wire/sigv4/sign.h"
#include "wire/sigv4/signature.h"

namespace lightwell::wire::sigv4 {
namespace {

constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
constexpr std::string_view kTime = "20130524T000000Z";
const Scope kScope = {.date = "20130524", .region = "us-east-1", .service = "s3"};
const Signer kSigner = {.credentials = {.access_key_id = "AKIAIOSFODNN7EXAMPLE", .secret = std::string(kSecret)}};

Timestamp example_time() { return *parse_iso8601_basic(kTime); }

std::string signature_for(const Message& message, std::string_view signed_headers, std::string_view payload_hash) {
  const auto canonical = canonical_request(message, signed_headers, payload_hash, PathRule::s3);
  REQUIRE(canonical);
  return sign(derive_key(kSecret, kScope), string_to_sign(kTime, kScope, *canonical));
}

std::string trailing_signature(const std::string& header) { return header.substr(header.rfind('=') + 1); }

}  // namespace

TEST_CASE("AWS's GET example has the published signature") {
  const Field fields[] = {{"Host", "examplebucket.s3.amazonaws.com"},
                          {"Range", "bytes=0-9"},
                          {"x-amz-content-sha256", kEmptySha256},
                          {"x-amz-date", kTime}};
  const Message message = {.method = "GET", .path = "/test.txt", .query = "", .headers = fields};
  CHECK(signature_for(message, "host;range;x-amz-content-sha256;x-amz-date", kEmptySha256) ==
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST_CASE("AWS's PUT example, with a '$' in the key, has the published signature") {
  constexpr std::string_view hash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
  REQUIRE(sha256_hex("Welcome to Amazon S3.") == hash);
  const Field fields[] = {{"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                          {"Host", "examplebucket.s3.amazonaws.com"},
                          {"x-amz-date", kTime},
                          {"x-amz-storage-class", "REDUCED_REDUNDANCY"},
                          {"x-amz-content-sha256", hash}};
  for (const std::string_view path : {"/test$file.text", "/test%24file.text"}) {
    const Message message = {.method = "PUT", .path = path, .query = "", .headers = fields};
    CHECK(signature_for(message, "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class", hash) ==
          "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }
}

TEST_CASE("AWS's examples with a query have the published signatures") {
  const Field fields[] = {
      {"Host", "examplebucket.s3.amazonaws.com"}, {"x-amz-date", kTime}, {"x-amz-content-sha256", kEmptySha256}};
  struct Row {
    std::string_view query, signature;
  };
  for (const Row row :
       {Row{"lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
        Row{"max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
        Row{"prefix=J&max-keys=2", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"}}) {
    const Message message = {.method = "GET", .path = "/", .query = row.query, .headers = fields};
    CHECK(signature_for(message, "host;x-amz-content-sha256;x-amz-date", kEmptySha256) == row.signature);
    CHECK(trailing_signature(authorization_header(kSigner, message, kEmptySha256, example_time())) == row.signature);
  }
}

TEST_CASE("AWS's presigned URL is made to the letter and read back") {
  const std::string url =
      presigned_url(kSigner, {.origin = "https://s3.amazonaws.com", .is_path_style = false},
                    {.bucket = "examplebucket", .key = "test.txt", .expires = seconds(86400)}, example_time());
  CHECK(url ==
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
        "AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires="
        "86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
        "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  const auto read = parse_presigned(url.substr(url.find('?') + 1));
  REQUIRE(read);
  CHECK(read->authorization.access_key_id == "AKIAIOSFODNN7EXAMPLE");
  CHECK(read->authorization.scope.text() == "20130524/us-east-1/s3/aws4_request");
  CHECK(read->authorization.signed_headers == "host");
  CHECK(read->expires_seconds == 86400);
  CHECK_FALSE(read->security_token);
}

TEST_CASE("AWS's chunked upload example: seed and every chunk have the published signatures") {
  const Field fields[] = {{"Host", "s3.amazonaws.com"},
                          {"x-amz-date", kTime},
                          {"x-amz-storage-class", "REDUCED_REDUNDANCY"},
                          {"x-amz-content-sha256", kStreamingSigned},
                          {"Content-Encoding", "aws-chunked"},
                          {"x-amz-decoded-content-length", "66560"},
                          {"Content-Length", "66824"}};
  const Message message = {.method = "PUT", .path = "/examplebucket/chunkObject.txt", .query = "", .headers = fields};
  std::string previous = signature_for(message,
                                       "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;"
                                       "x-amz-decoded-content-length;x-amz-storage-class",
                                       kStreamingSigned);
  CHECK(previous == "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
  struct Row {
    size_t bytes;
    std::string_view signature;
  };
  for (const Row row : {Row{65536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648"},
                        Row{1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497"},
                        Row{0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"}}) {
    const std::string hash = sha256_hex(std::string(row.bytes, 'a'));
    previous = sign(derive_key(kSecret, kScope), chunk_string_to_sign(kTime, kScope, previous, hash));
    CHECK(previous == row.signature);
  }
}

TEST_CASE("AWS's example with a trailing checksum: the trailer has the published signature") {
  const Field fields[] = {{"Host", "s3.amazonaws.com"},
                          {"x-amz-date", kTime},
                          {"x-amz-storage-class", "REDUCED_REDUNDANCY"},
                          {"x-amz-content-sha256", kStreamingSignedTrailer},
                          {"Content-Encoding", "aws-chunked"},
                          {"x-amz-decoded-content-length", "66560"},
                          {"x-amz-trailer", "x-amz-checksum-crc32c"}};
  const Message message = {.method = "PUT", .path = "/examplebucket/chunkObject.txt", .query = "", .headers = fields};
  CHECK(signature_for(message,
                      "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;"
                      "x-amz-storage-class;x-amz-trailer",
                      kStreamingSignedTrailer) == "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
  CHECK(sign(derive_key(kSecret, kScope),
             trailer_string_to_sign(kTime, kScope, "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
                                    "x-amz-checksum-crc32c:sOO8/Q==\n")) ==
        "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435");
}

TEST_CASE("the key derivation example of the general reference") {
  const Scope scope = {.date = "20150830", .region = "us-east-1", .service = "iam"};
  CHECK(to_hex(derive_key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope)) ==
        "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

TEST_CASE("S3 encodes a path once and keeps it; the others normalise it and encode twice") {
  CHECK(canonical_path("/a b", PathRule::s3) == "/a%20b");
  CHECK(canonical_path("/a%20b/%E2%82%AC", PathRule::s3) == "/a%20b/%E2%82%AC");
  CHECK(canonical_path("/a//b/../c/./d", PathRule::s3) == "/a//b/../c/./d");
  CHECK(canonical_path("/a+b%2Bc", PathRule::s3) == "/a%2Bb%2Bc");
  CHECK(canonical_path("", PathRule::s3) == "/");
  CHECK(canonical_path("/%zz", PathRule::s3) == std::nullopt);
  CHECK(canonical_path("/a%20b", PathRule::normalised) == "/a%2520b");
  CHECK(canonical_path("/a//b/../c/./d/", PathRule::normalised) == "/a/c/d/");
  CHECK(canonical_path("/../..", PathRule::normalised) == "/");
}

TEST_CASE("a query is decoded, encoded and sorted by name and value, without its signature") {
  CHECK(canonical_query("b=2&a=1&a=0&X-Amz-Signature=no") == "a=0&a=1&b=2");
  CHECK(canonical_query("uploads") == "uploads=");
  CHECK(canonical_query("k=a%2fb+c~&&x=%41") == "k=a%2Fb%20c~&x=A");
  CHECK(canonical_query("a-b=1&a=2") == "a=2&a-b=1");
  CHECK(canonical_query("k=%f") == std::nullopt);
}

TEST_CASE("header values lose extra white space, and fields of one name are joined") {
  CHECK(canonical_value("  a   b\t c ") == "a b c");
  const Field fields[] = {{"Host", "h"}, {"X-Amz-Meta-A", " one "}, {"x-amz-meta-a", "two  three"}};
  const Message message = {.method = "GET", .path = "/", .query = "", .headers = fields};
  CHECK(canonical_request(message, "host;x-amz-meta-a", "HASH", PathRule::s3) ==
        "GET\n/\n\nhost:h\nx-amz-meta-a:one,two three\n\nhost;x-amz-meta-a\nHASH");
}

TEST_CASE("an Authorization header is read in any order, with or without spaces") {
  for (const std::string_view header :
       {"AWS4-HMAC-SHA256 "
        "Credential=AKID/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-date,Signature=ff",
        "AWS4-HMAC-SHA256 Signature=ff,  SignedHeaders=host;x-amz-date , "
        "Credential=AKID/20130524/us-east-1/s3/aws4_request"}) {
    const auto read = parse_authorization(header);
    REQUIRE(read);
    CHECK(read->access_key_id == "AKID");
    CHECK(read->scope.region == "us-east-1");
    CHECK(read->signed_headers == "host;x-amz-date");
    CHECK(read->signature == "ff");
  }
}

TEST_CASE("each broken Authorization header names the rule it breaks") {
  struct Row {
    std::string_view header;
    Problem problem;
  };
  const auto with = [](std::string_view credential) {
    return "AWS4-HMAC-SHA256 Credential=" + std::string(credential) + ", SignedHeaders=host, Signature=ff";
  };
  const std::string short_one = with("AKID/20130524/us-east-1/s3"),
                    no_key = with("/20130524/us-east-1/s3/aws4_request"),
                    date = with("AKID/2013-05-24/us-east-1/s3/aws4_request"),
                    day = with("AKID/20131324/us-east-1/s3/aws4_request"),
                    terminal = with("AKID/20130524/us-east-1/s3/aws5_request");
  for (const Row& row :
       {Row{"", Problem::unsupported_algorithm}, Row{"Basic Zm9v", Problem::unsupported_algorithm},
        Row{"AWS AKID:sig", Problem::unsupported_algorithm}, Row{"AWS4-HMAC-SHA256", Problem::missing_components},
        Row{"AWS4-HMAC-SHA256 Credential=a, Signature=b", Problem::missing_components},
        Row{short_one, Problem::malformed_credential}, Row{no_key, Problem::empty_access_key},
        Row{date, Problem::malformed_date}, Row{day, Problem::malformed_date},
        Row{terminal, Problem::wrong_terminal}}) {
    const auto read = parse_authorization(row.header);
    REQUIRE_FALSE(read);
    CHECK(read.error().problem == row.problem);
  }
}

TEST_CASE("each broken presigned query names the rule it breaks") {
  const auto query = [](std::string_view algorithm, std::string_view credential, std::string_view date,
                        std::string_view expires) {
    return "X-Amz-Algorithm=" + std::string(algorithm) + "&X-Amz-Credential=" + std::string(credential) +
           "&X-Amz-Date=" + std::string(date) + "&X-Amz-Expires=" + std::string(expires) +
           "&X-Amz-SignedHeaders=host&X-Amz-Signature=ff";
  };
  constexpr std::string_view good = "AKID%2F20130524%2Fus-east-1%2Fs3%2Faws4_request";
  struct Row {
    std::string query;
    Problem problem;
  };
  for (const Row& row : {Row{"X-Amz-Signature=ff", Problem::missing_parameters},
                         Row{query("AWS4-X", good, kTime, "1"), Problem::unsupported_algorithm},
                         Row{query(kAlgorithm, "AKID", kTime, "1"), Problem::malformed_credential},
                         Row{query(kAlgorithm, "AK%0AID%2F20130524%2Fus-east-1%2Fs3%2Faws4_request", kTime, "1"),
                             Problem::malformed_credential},
                         Row{query(kAlgorithm, good, "yesterday", "1"), Problem::malformed_timestamp},
                         Row{query(kAlgorithm, good, "20130525T000000Z", "1"), Problem::date_differs},
                         Row{query(kAlgorithm, good, kTime, "soon"), Problem::expires_not_a_number},
                         Row{query(kAlgorithm, good, kTime, "-1"), Problem::expires_negative},
                         Row{query(kAlgorithm, good, kTime, "604801"), Problem::expires_too_large}}) {
    const auto read = parse_presigned(row.query);
    REQUIRE_FALSE(read);
    CHECK(read.error().problem == row.problem);
  }
  CHECK(parse_presigned(query(kAlgorithm, good, kTime, "604800")));
  CHECK(is_presigned("prefix=a&X-Amz-Algorithm=x"));
  CHECK_FALSE(is_presigned("prefix=X-Amz-Algorithm"));
}

TEST_CASE("chunk heads and trailers are read, and broken ones refused") {
  const std::string signature(64, 'a');
  CHECK(parse_chunk_head("10000;chunk-signature=" + signature)->size == 65536);
  CHECK(parse_chunk_head("10000;chunk-signature=" + signature)->signature == signature);
  CHECK(parse_chunk_head("0")->signature.empty());
  for (const std::string_view bad :
       {"", "zz", "-1", "0x10", "10;chunk-signature=ab", "ffffffffffffffff", " 10", "11111111111111111"}) {
    CHECK_FALSE(parse_chunk_head(bad));
  }
  const auto trailer = parse_trailer_line("X-Amz-Checksum-CRC32C: sOO8/Q== ");
  REQUIRE(trailer);
  CHECK(trailer->name == "x-amz-checksum-crc32c");
  CHECK(trailer->value == "sOO8/Q==");
  for (const std::string_view bad : {"", ":", "no colon", "a b:c"}) CHECK_FALSE(parse_trailer_line(bad));
}

TEST_CASE("keys are remembered by key, day, region and service, and a changed secret makes a new one") {
  SigningKeys keys(2);
  const Scope other = {.date = "20130525", .region = "us-east-1", .service = "s3"};
  CHECK(keys.get("A", kSecret, kScope) == derive_key(kSecret, kScope));
  CHECK(keys.get("A", kSecret, kScope) == derive_key(kSecret, kScope));
  CHECK(keys.get("A", "changed", kScope) == derive_key("changed", kScope));
  CHECK(keys.get("A", kSecret, other) == derive_key(kSecret, other));
  CHECK(keys.get("B", kSecret, other) == derive_key(kSecret, other));
}

TEST_CASE("a verification takes under 20 microseconds") {
  const Field fields[] = {{"Host", "examplebucket.s3.amazonaws.com"},
                          {"x-amz-date", kTime},
                          {"x-amz-content-sha256", kEmptySha256},
                          {"User-Agent", "a client"},
                          {"Authorization",
                           "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                           "SignedHeaders=host;x-amz-content-sha256;x-amz-date, "
                           "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"}};
  const Message message = {.method = "GET", .path = "/", .query = "max-keys=2&prefix=J", .headers = fields};
  SigningKeys keys;
  auto best = std::chrono::nanoseconds::max();
  for (int round = 0; round < 20; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < 100; ++i) {
      const auto read = parse_authorization(fields[4].value);
      const auto canonical = canonical_request(message, read->signed_headers, kEmptySha256, PathRule::s3);
      const SigningKey key = keys.get(read->access_key_id, kSecret, read->scope);
      REQUIRE(equals_constant_time(sign(key, string_to_sign(kTime, read->scope, *canonical)), read->signature));
    }
    best = std::min<std::chrono::nanoseconds>(best, (std::chrono::steady_clock::now() - start) / 100);
  }
  MESSAGE("one verification: " << best.count() << " ns");
#if defined(__OPTIMIZE__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
  CHECK(best < std::chrono::microseconds(20));
#endif
}

}  // namespace lightwell::wire::sigv4
