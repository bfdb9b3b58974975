#include "gate/verifier.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "gate/errors.h"
#include "run/spawn.h"
#include "wire/sigv4/sign.h"

namespace lightwell::gate {
namespace {

namespace sigv4 = wire::sigv4;

constexpr std::string_view kHash = sigv4::kEmptySha256;

// A request under way to a verifier that knows one key.
struct Fixture {
  DeclaredKeys keys;
  VerifierOptions options;
  Timestamp now = *parse_iso8601_basic("20130524T000000Z");
  sigv4::Signer signer = {.credentials = {.access_key_id = "AKIAIOSFODNN7EXAMPLE", .secret = "secret"}};
  std::string method = "GET", path = "/bucket/a key", query;
  std::vector<std::pair<std::string, std::string>> headers;
  Dialect dialect = Dialect::s3;
  std::string service = "s3";
  std::string body;

  Fixture() {
    keys.add({.id = "AKIAIOSFODNN7EXAMPLE",
              .secret = "secret",
              .principal = {.account = "111122223333", .arn = root_arn("111122223333")}});
    path = "/bucket/a%20key";
  }

  std::vector<sigv4::Field> fields() const {
    std::vector<sigv4::Field> out;
    for (const auto& [name, value] : headers) out.push_back({name, value});
    return out;
  }
  void sign(Timestamp at, std::string_view payload_hash = kHash) {
    headers.insert(headers.end(), {{"Host", "localhost:4566"}, {"X-Amz-Date", iso8601_basic(at)}});
    if (dialect == Dialect::s3) headers.emplace_back("x-amz-content-sha256", std::string(payload_hash));
    const auto list = fields();
    const sigv4::Message message = {.method = method, .path = path, .query = query, .headers = list};
    const std::string hash = dialect == Dialect::s3 ? std::string(payload_hash) : sha256_hex(body);
    headers.emplace_back("Authorization", sigv4::authorization_header(signer, message, hash, at));
  }
  void presign(Timestamp at, int64_t expires) {
    headers.emplace_back("Host", "localhost:4566");
    const std::string target = sigv4::presigned_target(
        signer, {.method = method, .host = "localhost:4566", .path = path, .expires = seconds(expires), .now = at});
    query = target.substr(target.find('?') + 1);
  }
  void replace(std::string_view name, std::string_view from, std::string_view to) {
    for (auto& [held, value] : headers) {
      if (!equals_ignore_case(held, name)) continue;
      const size_t at = value.find(from);
      REQUIRE(at != value.npos);
      value.replace(at, from.size(), to);
    }
  }
  Result<Caller> verify() const {
    const Verifier verifier(keys, options);
    const auto list = fields();
    return sync_wait(verifier.verify({.method = method,
                                      .path = path,
                                      .query = query,
                                      .headers = list,
                                      .body = std::string_view(body),
                                      .resource_path = path},
                                     dialect, service, now));
  }
  Error refused() const {
    auto result = verify();
    REQUIRE_FALSE(result);
    return result.error();
  }
};

std::string detail(const Error& failure, std::string_view name) {
  for (const ErrorDetail& one : failure.details) {
    if (one.name == name) return one.value;
  }
  return "(none)";
}

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a rightly signed header names its principal and region") {
  signer.region = "eu-west-1";
  sign(now);
  const auto caller = verify();
  REQUIRE(caller);
  CHECK(caller->key.principal.account == "111122223333");
  CHECK(caller->key.principal.access_key_id == "AKIAIOSFODNN7EXAMPLE");
  CHECK(caller->region == "eu-west-1");
  CHECK(caller->payload == PayloadForm::digested);
  CHECK_FALSE(caller->is_presigned);
}

TEST_CASE_FIXTURE(Fixture, "a rightly presigned query is accepted until the second it expires") {
  presign(now, 60);
  CHECK(verify());
  now += seconds(60);
  REQUIRE(verify());
  CHECK(verify()->is_presigned);
  now += seconds(1);
  const Error failure = refused();
  CHECK(failure.kind == &errors::access_denied);
  CHECK(failure.message == "Request has expired");
  CHECK(detail(failure, "X-Amz-Expires") == "60");
  CHECK(detail(failure, "Expires") == "2013-05-24T00:01:00Z");
  CHECK(detail(failure, "ServerTime") == "2013-05-24T00:01:01Z");
}

TEST_CASE_FIXTURE(Fixture, "a wrong signature echoes what was signed, in text and in bytes") {
  sign(now);
  replace("Authorization", "Signature=", "Signature=0");
  const Error failure = refused();
  CHECK(failure.kind == &errors::signature_does_not_match);
  CHECK(failure.message ==
        "The request signature we calculated does not match the signature you provided. Check your key and signing "
        "method.");
  CHECK(detail(failure, "AWSAccessKeyId") == "AKIAIOSFODNN7EXAMPLE");
  CHECK(detail(failure, "StringToSign").starts_with("AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/"));
  CHECK(detail(failure, "SignatureProvided").starts_with("0"));
  CHECK(detail(failure, "StringToSignBytes").starts_with("41 57 53 34 2d 48 4d 41 43"));
  CHECK(detail(failure, "CanonicalRequest").starts_with("GET\n/bucket/a%20key\n\nhost:localhost:4566\n"));
  CHECK(detail(failure, "CanonicalRequestBytes").starts_with("47 45 54 0a 2f"));
}

TEST_CASE_FIXTURE(Fixture, "anything changed after signing breaks the signature") {
  sign(now);
  SUBCASE("the method") { method = "PUT"; }
  SUBCASE("the path") { path = "/bucket/another"; }
  SUBCASE("the query") { query = "acl"; }
  SUBCASE("a signed header") { replace("Host", "localhost", "elsewhere"); }
  SUBCASE("the payload's digest") { replace("x-amz-content-sha256", "e3b0", "0000"); }
  SUBCASE("the secret") { keys.add({.id = "AKIAIOSFODNN7EXAMPLE", .secret = "other"}); }
  CHECK(refused().kind == &errors::signature_does_not_match);
}

TEST_CASE_FIXTURE(Fixture, "x-amz headers and Host must be signed") {
  sign(now);
  SUBCASE("a header added later") {
    headers.emplace_back("x-amz-acl", "public-read");
    headers.emplace_back("x-amz-copy-source", "/private/key");
    const Error failure = refused();
    CHECK(failure.kind == &errors::access_denied);
    CHECK(failure.message == "There were headers present in the request which were not signed");
    CHECK(detail(failure, "HeadersNotSigned") == "x-amz-acl, x-amz-copy-source");
  }
  SUBCASE("a list without host") {
    replace("Authorization", "host;", "");
    CHECK(detail(refused(), "HeadersNotSigned") == "host");
  }
  SUBCASE("other headers need not be") {
    headers.emplace_back("Content-Encoding", "gzip");
    headers.emplace_back("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793");
    CHECK(verify());
  }
}

TEST_CASE_FIXTURE(Fixture, "S3 words each broken Authorization header as AWS does") {
  sign(now);
  struct Row {
    std::string_view from, to;
    const ErrorKind* kind;
    std::string_view message;
  };
  const Row rows[] = {
      {"/20130524/us-east-1/s3/aws4_request", "/20130524", &errors::authorization_header_malformed,
       "The authorization header is malformed; the Credential is mal-formed; expecting "
       "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."},
      {"Credential=AKIAIOSFODNN7EXAMPLE", "Credential=", &errors::authorization_header_malformed,
       "The authorization header is malformed; a non-empty Access Key (AKID) must be provided in the credential."},
      {"/20130524/", "/2013-05-24/", &errors::authorization_header_malformed,
       "The authorization header is malformed; incorrect date format \"2013-05-24\". This date in the credential must "
       "be in the format \"yyyyMMdd\"."},
      {"/20130524/", "/20130525/", &errors::authorization_header_malformed,
       "The authorization header is malformed; Invalid credential date \"20130525\". This date is not the same as "
       "X-Amz-Date: \"20130524\"."},
      {"/s3/", "/sts/", &errors::authorization_header_malformed,
       "The authorization header is malformed; incorrect service \"sts\". This endpoint belongs to \"s3\"."},
      {"aws4_request", "aws5_request", &errors::authorization_header_malformed,
       "The authorization header is malformed; incorrect terminal \"aws5_request\". This endpoint uses "
       "\"aws4_request\"."},
      {"SignedHeaders=", "Headers=", &errors::authorization_header_malformed,
       "The authorization header is malformed; the authorization header requires three components: Credential, "
       "SignedHeaders, and Signature."},
      {"AWS4-HMAC-SHA256", "Bearer", &errors::invalid_argument, "Unsupported Authorization Type"},
      {"AWS4-HMAC-SHA256", "AWS", &errors::invalid_request,
       "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256."},
      {"AKIAIOSFODNN7EXAMPLE", "AKIANOBODY", &errors::invalid_access_key_id,
       "The AWS Access Key Id you provided does not exist in our records."},
  };
  const auto whole = headers;
  for (const Row& row : rows) {
    headers = whole;
    replace("Authorization", row.from, row.to);
    const Error failure = refused();
    CHECK(failure.kind == row.kind);
    CHECK(failure.message == row.message);
  }
}

TEST_CASE_FIXTURE(Fixture, "an unknown access key is echoed") {
  sign(now);
  replace("Authorization", "AKIAIOSFODNN7EXAMPLE", "AKIANOBODY");
  CHECK(detail(refused(), "AWSAccessKeyId") == "AKIANOBODY");
}

TEST_CASE_FIXTURE(Fixture, "a region other than the only one is refused, naming the right one") {
  options.only_region = "eu-central-1";
  sign(now);
  const Error failure = refused();
  CHECK(failure.kind == &errors::authorization_header_malformed);
  CHECK(failure.message ==
        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'");
  CHECK(detail(failure, "Region") == "eu-central-1");
}

TEST_CASE_FIXTURE(Fixture, "a clock more than 15 minutes off is RequestTimeTooSkewed") {
  sign(now);
  const Timestamp signed_at = now;
  for (const auto off : {seconds(901), seconds(-901)}) {
    now = signed_at + off;
    const Error failure = refused();
    CHECK(failure.kind == &errors::request_time_too_skewed);
    CHECK(failure.message == "The difference between the request time and the current time is too large.");
    CHECK(detail(failure, "RequestTime") == "20130524T000000Z");
    CHECK(detail(failure, "ServerTime") == iso8601_seconds(now));
    CHECK(detail(failure, "MaxAllowedSkewMilliseconds") == "900000");
  }
  now = signed_at + seconds(900);
  CHECK(verify());
}

TEST_CASE_FIXTURE(Fixture, "a missing or unreadable date or payload digest is named") {
  sign(now);
  SUBCASE("no date") {
    replace("X-Amz-Date", "20130524T000000Z", "");
    const Error failure = refused();
    CHECK(failure.kind == &errors::access_denied);
    CHECK(failure.message == "AWS authentication requires a valid Date or x-amz-date header");
  }
  SUBCASE("no digest") {
    replace("x-amz-content-sha256", kHash, "");
    const Error failure = refused();
    CHECK(failure.kind == &errors::invalid_request);
    CHECK(failure.message == "Missing required header for this request: x-amz-content-sha256");
  }
  SUBCASE("no digest in hexadecimal") {
    replace("x-amz-content-sha256", "e3b0", "zzzz");
    const Error failure = refused();
    CHECK(failure.kind == &errors::invalid_argument);
    CHECK(failure.message.starts_with("x-amz-content-sha256 must be UNSIGNED-PAYLOAD, "));
    CHECK(detail(failure, "ArgumentName") == "x-amz-content-sha256");
  }
}

TEST_CASE_FIXTURE(Fixture, "an HTTP date serves where there is no x-amz-date") {
  headers = {
      {"Host", "localhost"}, {"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-content-sha256", std::string(kHash)}};
  const auto list = fields();
  const sigv4::Message message = {.method = method, .path = path, .query = query, .headers = list};
  headers.emplace_back("Authorization", sigv4::authorization_header(signer, message, kHash, now));
  CHECK(verify());
}

TEST_CASE_FIXTURE(Fixture, "S3 words each broken presigned query as AWS does") {
  presign(now, 60);
  struct Row {
    std::string_view from, to, message;
  };
  const Row rows[] = {
      {"X-Amz-Expires=60&", "",
       "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, "
       "X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."},
      {"X-Amz-Expires=60", "X-Amz-Expires=x", "X-Amz-Expires should be a number"},
      {"X-Amz-Expires=60", "X-Amz-Expires=-1", "X-Amz-Expires must be non-negative"},
      {"X-Amz-Expires=60", "X-Amz-Expires=604801",
       "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 "
       "seconds"},
      {"AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1", "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\""},
      {"X-Amz-Date=20130524T000000Z", "X-Amz-Date=now",
       "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""},
      {"%2Faws4_request", "",
       "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
       "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."},
      {"%2Fs3%2F", "%2Fsts%2F",
       "Error parsing the X-Amz-Credential parameter; incorrect service \"sts\". This endpoint belongs to \"s3\"."},
  };
  const std::string whole = query;
  for (const Row& row : rows) {
    query = whole;
    const size_t at = query.find(row.from);
    REQUIRE(at != query.npos);
    query.replace(at, row.from.size(), row.to);
    const Error failure = refused();
    CHECK(failure.kind == &errors::authorization_query_parameters_error);
    CHECK(failure.message == row.message);
  }
}

TEST_CASE_FIXTURE(Fixture, "two mechanisms in one request are refused") {
  presign(now, 60);
  headers.emplace_back("Authorization", "AWS4-HMAC-SHA256 Credential=x");
  const Error failure = refused();
  CHECK(failure.kind == &errors::invalid_argument);
  CHECK(failure.message.starts_with("Only one auth mechanism allowed; "));
}

TEST_CASE_FIXTURE(Fixture, "a presigned request made in the future is not valid yet") {
  presign(now + seconds(1000), 60);
  CHECK(refused().message == "Request is not yet valid");
}

TEST_CASE_FIXTURE(Fixture, "a URL presigned in version 2, as boto3 makes them unasked, is accepted until it expires") {
  keys.add({.id = "AKIAIOSFODNN7EXAMPLE",
            .secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            .principal = {.account = "111122223333"}});
  headers = {{"Host", "localhost:4566"}};
  path = "/photos/a%20b";
  query =
      "response-content-type=text%2Fx&versionId=3&unsigned=1&AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature="
      "OzLhDHiq%2Bvc1sSUhlIQIeO9zY9U%3D&Expires=1369357200";
  SUBCASE("as it is") {
    REQUIRE(verify());
    CHECK(verify()->is_presigned);
    CHECK(verify()->key.principal.account == "111122223333");
  }
  SUBCASE("for another method") {
    method = "HEAD";
    const Error failure = refused();
    CHECK(failure.kind == &errors::signature_does_not_match);
    CHECK(detail(failure, "StringToSign") ==
          "HEAD\n\n\n1369357200\n/photos/a%20b?response-content-type=text/x&versionId=3");
  }
  SUBCASE("with a header nobody signed") {
    headers.emplace_back("x-amz-acl", "public-read");
    CHECK(refused().kind == &errors::signature_does_not_match);
  }
  SUBCASE("too late") {
    now = *parse_iso8601_basic("20130524T010001Z");
    CHECK(refused().message == "Request has expired");
  }
  SUBCASE("by a stranger") {
    query.replace(query.find("AKIA"), 4, "ASIA");
    CHECK(refused().kind == &errors::invalid_access_key_id);
  }
  SUBCASE("without its expiry") {
    query.resize(query.find("&Expires"));
    CHECK(refused().message ==
          "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
  }
}

TEST_CASE_FIXTURE(Fixture, "a version 2 upload URL signs its headers, which boto3 puts into the query too") {
  keys.add({.id = "AKIAIOSFODNN7EXAMPLE", .secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"});
  method = "PUT";
  path = "/photos/k";
  query =
      "partNumber=1&uploadId=u%2B1&AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=F6v%2F0nIGPWOlehJyo8ZN%2FZhsohk%3D&"
      "content-type=text%2Fplain&x-amz-meta-b=two&x-amz-acl=private&Expires=1369357200";
  headers = {{"Host", "localhost:4566"}, {"Content-Type", "text/plain"}};
  CHECK(verify());
  headers[1].second = "text/html";
  CHECK(refused().kind == &errors::signature_does_not_match);
}

TEST_CASE_FIXTURE(Fixture, "a temporary key needs its token, unexpired") {
  keys.add({.id = "ASIATEMPORARY",
            .secret = "secret",
            .principal = {.account = "111122223333"},
            .session_token = "token",
            .expires_at = now + seconds(10)});
  signer.credentials = {.access_key_id = "ASIATEMPORARY", .secret = "secret", .session_token = "token"};
  SUBCASE("in a presigned query") {
    presign(now, 60);
    CHECK(verify());
    now += seconds(11);
    CHECK(refused().kind == &errors::expired_token);
  }
  SUBCASE("in a header") {
    headers.emplace_back("x-amz-security-token", "token");
    sign(now);
    CHECK(verify());
  }
  SUBCASE("a wrong one is refused") {
    headers.emplace_back("x-amz-security-token", "wrong");
    sign(now);
    const Error failure = refused();
    CHECK(failure.kind == &errors::invalid_token);
    CHECK(detail(failure, "Token-0") == "wrong");
  }
  SUBCASE("none is refused") {
    sign(now);
    CHECK(refused().kind == &errors::invalid_token);
  }
}

TEST_CASE_FIXTURE(Fixture, "in testing mode an unknown key is an administrator and a declared one keeps its account") {
  options.testing = true;
  SUBCASE("unknown") {
    signer.credentials = {.access_key_id = "test", .secret = "anything"};
    sign(now);
    const auto caller = verify();
    REQUIRE(caller);
    CHECK(caller->key.principal.account == "123456789012");
    CHECK(caller->key.principal.arn == "arn:aws:iam::123456789012:root");
    CHECK_FALSE(caller->chain.key);
  }
  SUBCASE("declared") {
    sign(now);
    REQUIRE(verify());
    CHECK(verify()->key.principal.account == "111122223333");
  }
}

TEST_CASE_FIXTURE(Fixture, "with verification off whoever is named is believed") {
  options.mode = AuthMode::off;
  SUBCASE("a wrong signature") {
    sign(now);
    replace("Authorization", "Signature=", "Signature=0");
    REQUIRE(verify());
    CHECK(verify()->key.principal.account == "111122223333");
  }
  SUBCASE("a broken header") {
    headers.emplace_back("Authorization", "nonsense");
    REQUIRE(verify());
    CHECK(verify()->key.principal.account == "000000000000");
  }
}

TEST_CASE_FIXTURE(Fixture, "the other services digest the body and word their errors their own way") {
  service = signer.service = "sqs";
  method = "POST";
  path = "/";
  body = "{}";
  for (const auto& [one, mismatch_kind, unknown_kind, incomplete_kind] :
       {std::tuple{Dialect::json, &errors::invalid_signature_exception, &errors::unrecognized_client,
                   &errors::incomplete_signature_exception},
        std::tuple{Dialect::query, &errors::signature_does_not_match_query, &errors::invalid_client_token_id,
                   &errors::incomplete_signature}}) {
    dialect = one;
    headers.clear();
    body = "{}";
    sign(now);
    CHECK(verify());
    const auto whole = headers;
    body = "{ }";
    CHECK(refused().kind == mismatch_kind);
    body = "{}";
    replace("Authorization", "AKIAIOSFODNN7EXAMPLE", "AKIANOBODY");
    CHECK(refused().kind == unknown_kind);
    CHECK(refused().message == "The security token included in the request is invalid.");
    headers = whole;
    replace("Authorization", "Signature=", "S=");
    CHECK(refused().kind == incomplete_kind);
    CHECK(refused().message == "Authorization header requires 'Signature' parameter.");
    headers = whole;
    replace("Authorization", "/sqs/", "/sns/");
    CHECK(refused().message == "Credential should be scoped to correct service: 'sqs'.");
    headers = whole;
    now += seconds(301);
    CHECK(refused().message ==
          "Signature expired: 20130524T000000Z is now earlier than 20130524T000001Z (20130524T000501Z - 5 min.)");
    now -= seconds(301);
  }
}

}  // namespace lightwell::gate
