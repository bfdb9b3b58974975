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
  headers[1].second = "text/html";
  CHECK(refused().kind == &errors::signature_does_not_match);
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

}  // namespace lightwell::gate
