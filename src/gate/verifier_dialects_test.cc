// Version 2 of the signature, and the services that are not S3.

#include "gate/verifier_fixture.h"

namespace lightwell::gate {

TEST_CASE_FIXTURE(VerifierFixture,
                  "a URL presigned in version 2, as boto3 makes them unasked, is accepted until it expires") {
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
  SUBCASE("with a subresource nobody signed") {
    query += "&acl";
    CHECK(refused().kind == &errors::signature_does_not_match);
  }
  SUBCASE("with one whose name came in escapes") {
    query += "&%61cl";
    CHECK(refused().kind == &errors::signature_does_not_match);
  }
  SUBCASE("with another version before the one that was signed") {
    query = "version%49d=4&" + query;
    CHECK(refused().kind == &errors::signature_does_not_match);
  }
  SUBCASE("with a header in the query that nobody signed") {
    query += "&x-amz-copy-source=%2Fprivate%2Fkey";
    CHECK(refused().kind == &errors::signature_does_not_match);
  }
  SUBCASE("with one whose name came in escapes") {
    query += "&x%2Damz%2Dcopy%2Dsource=%2Fprivate%2Fkey";
    CHECK(refused().kind == &errors::signature_does_not_match);
  }
  SUBCASE("with one that has no value") {
    query += "&x-amz-website-redirect-location";
    CHECK(refused().kind == &errors::signature_does_not_match);
  }
  SUBCASE("with a second signature in the header") {
    headers.emplace_back("Authorization", "AWS4-HMAC-SHA256 Credential=a/20130524/us-east-1/s3/aws4_request");
    CHECK(refused().message.starts_with("Only one auth mechanism allowed"));
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

TEST_CASE_FIXTURE(VerifierFixture, "a version 2 upload URL signs its headers, which boto3 puts into the query too") {
  keys.add({.id = "AKIAIOSFODNN7EXAMPLE", .secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"});
  method = "PUT";
  path = "/photos/k";
  query =
      "partNumber=1&uploadId=u%2B1&AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=F6v%2F0nIGPWOlehJyo8ZN%2FZhsohk%3D&"
      "content-type=text%2Fplain&x-amz-meta-b=two&x-amz-acl=private&Expires=1369357200";
  headers = {{"Host", "localhost:4566"}, {"Content-Type", "text/plain"}};
  CHECK(verify());
  SUBCASE("a header that was changed") { headers[1].second = "text/html"; }
  SUBCASE("a header that is given twice") { query = "x-amz-acl=public-read&" + query; }
  SUBCASE("one that comes after") { query += "&X-Amz-Acl=public-read"; }
  if (headers[1].second != "text/plain" || query.contains("public-read")) {
    CHECK(refused().kind == &errors::signature_does_not_match);
  }
}

TEST_CASE_FIXTURE(VerifierFixture, "the other services digest the body and word their errors their own way") {
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
    CHECK(refused().message.find("\n\nThe Canonical String for this request should have been\n'POST\n/\n\nhost:") !=
          std::string::npos);
    CHECK(refused().message.find("'\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n") != std::string::npos);
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

TEST_CASE_FIXTURE(VerifierFixture, "what names a call of the other services must be signed too") {
  service = signer.service = "sqs";
  method = "POST";
  path = "/";
  body = "{}";
  dialect = Dialect::json;
  SUBCASE("an operation named afterwards") {
    sign(now);
    headers.emplace_back("X-Amz-Target", "AmazonSQS.DeleteQueue");
    const Error failure = refused();
    CHECK(failure.kind == &errors::invalid_signature_exception);
    CHECK(failure.message == "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.");
  }
  SUBCASE("an operation that was signed") {
    headers.emplace_back("X-Amz-Target", "AmazonSQS.SendMessage");
    sign(now);
    CHECK(verify());
    replace("X-Amz-Target", "SendMessage", "DeleteQueue");
    CHECK(refused().kind == &errors::invalid_signature_exception);
  }
  SUBCASE("a host that was not signed") {
    dialect = Dialect::query;
    sign(now);
    replace("Authorization", "host;", "");
    const Error failure = refused();
    CHECK(failure.kind == &errors::signature_does_not_match_query);
    CHECK(failure.message == "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
}

TEST_CASE_FIXTURE(VerifierFixture, "a region that would write another ARN is none") {
  service = signer.service = "rekognition";
  method = "POST";
  path = "/";
  body = "{}";
  dialect = Dialect::json;
  for (const std::string_view region : {"eu-west-1", "local", "us-gov-east-1", "garage_1"}) {
    headers.clear();
    signer.region = region;
    sign(now);
    REQUIRE(verify());
    CHECK(verify()->region == region);
  }
  for (const std::string& region : {std::string("us-east-1:111122223333:collection"), std::string("*"),
                                    std::string("us-east-1%"), std::string("us.east"), std::string(65, 'a')}) {
    headers.clear();
    signer.region = region;
    sign(now);
    CAPTURE(region);
    const Error failure = refused();
    CHECK(failure.kind == &errors::invalid_signature_exception);
    CHECK(failure.message == "Credential should be scoped to a valid region, not '" + region + "'.");
  }
}

TEST_CASE_FIXTURE(VerifierFixture, "EC2 does not say what is wrong with credentials") {
  service = signer.service = "ec2";
  method = "POST";
  path = "/";
  dialect = Dialect::ec2;
  sign(now);
  CHECK(verify());
  now += seconds(301);
  CHECK(refused().kind == &errors::request_expired);
  now -= seconds(301);
  body = "other";
  CHECK(refused().kind == &errors::auth_failure);
  body.clear();
  replace("Authorization", "AKIAIOSFODNN7EXAMPLE", "AKIANOBODY");
  CHECK(refused().kind == &errors::auth_failure);
  CHECK(refused().message == "AWS was not able to validate the provided access credentials");
}

}  // namespace lightwell::gate
