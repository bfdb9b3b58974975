#include "gate/verifier_fixture.h"

namespace lightwell::gate {

TEST_CASE_FIXTURE(VerifierFixture, "a rightly signed header names its principal and region") {
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

TEST_CASE_FIXTURE(VerifierFixture, "a rightly presigned query is accepted until the second it expires") {
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

TEST_CASE_FIXTURE(VerifierFixture, "a wrong signature echoes what was signed, in text and in bytes") {
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

TEST_CASE_FIXTURE(VerifierFixture, "anything changed after signing breaks the signature") {
  sign(now);
  SUBCASE("the method") { method = "PUT"; }
  SUBCASE("the path") { path = "/bucket/another"; }
  SUBCASE("the query") { query = "acl"; }
  SUBCASE("a signed header") { replace("Host", "localhost", "elsewhere"); }
  SUBCASE("the payload's digest") { replace("x-amz-content-sha256", "e3b0", "0000"); }
  SUBCASE("the secret") { keys.add({.id = "AKIAIOSFODNN7EXAMPLE", .secret = "other"}); }
  CHECK(refused().kind == &errors::signature_does_not_match);
}

TEST_CASE_FIXTURE(VerifierFixture, "x-amz headers and Host must be signed") {
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

TEST_CASE_FIXTURE(VerifierFixture, "S3 words each broken Authorization header as AWS does") {
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

TEST_CASE_FIXTURE(VerifierFixture, "an unknown access key is echoed") {
  sign(now);
  replace("Authorization", "AKIAIOSFODNN7EXAMPLE", "AKIANOBODY");
  CHECK(detail(refused(), "AWSAccessKeyId") == "AKIANOBODY");
}

TEST_CASE_FIXTURE(VerifierFixture, "a region other than the only one is refused, naming the right one") {
  options.only_region = "eu-central-1";
  sign(now);
  const Error failure = refused();
  CHECK(failure.kind == &errors::authorization_header_malformed);
  CHECK(failure.message ==
        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'");
  CHECK(detail(failure, "Region") == "eu-central-1");
}

TEST_CASE_FIXTURE(VerifierFixture, "a region other than the host's is refused, but not of a test suite") {
  region = "eu-west-1";
  sign(now);
  CHECK(detail(refused(), "Region") == "eu-west-1");
  region = "us-east-1";
  CHECK(verify());
  region = "eu-west-1";
  options.testing = true;
  CHECK(verify());
}

TEST_CASE_FIXTURE(VerifierFixture, "a clock more than 15 minutes off is RequestTimeTooSkewed") {
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

TEST_CASE_FIXTURE(VerifierFixture, "a missing or unreadable date or payload digest is named") {
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

TEST_CASE_FIXTURE(VerifierFixture, "an HTTP date serves where there is no x-amz-date") {
  headers = {
      {"Host", "localhost"}, {"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-content-sha256", std::string(kHash)}};
  const auto list = fields();
  const sigv4::Message message = {.method = method, .path = path, .query = query, .headers = list};
  headers.emplace_back("Authorization", sigv4::authorization_header(signer, message, kHash, now));
  CHECK(verify());
}

TEST_CASE_FIXTURE(VerifierFixture, "S3 words each broken presigned query as AWS does") {
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

TEST_CASE_FIXTURE(VerifierFixture, "two mechanisms in one request are refused") {
  presign(now, 60);
  headers.emplace_back("Authorization", "AWS4-HMAC-SHA256 Credential=x");
  const Error failure = refused();
  CHECK(failure.kind == &errors::invalid_argument);
  CHECK(failure.message.starts_with("Only one auth mechanism allowed; "));
}

TEST_CASE_FIXTURE(VerifierFixture, "a presigned request made in the future is not valid yet") {
  presign(now + seconds(1000), 60);
  CHECK(refused().message == "Request is not yet valid");
}

TEST_CASE_FIXTURE(VerifierFixture, "a temporary key needs its token, unexpired") {
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

TEST_CASE_FIXTURE(VerifierFixture,
                  "in testing mode an unknown key is an administrator and a declared one keeps its account") {
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

TEST_CASE_FIXTURE(VerifierFixture, "with verification off whoever is named is believed") {
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

}  // namespace lightwell::gate
