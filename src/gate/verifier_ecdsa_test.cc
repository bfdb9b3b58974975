// Requests signed with SigV4a, whose signature names a set of regions.

#include "gate/verifier_fixture.h"

namespace lightwell::gate {
namespace {

struct EcdsaFixture : VerifierFixture {
  EcdsaFixture() { signer.method = sigv4::Method::ecdsa; }
  void sign_for(std::string region_set) {
    headers = {{"x-amz-region-set", std::move(region_set)}};
    sign(now);
  }
  std::string region_for(std::string region_set) {
    sign_for(std::move(region_set));
    const auto caller = verify();
    return caller ? caller->region : caller.error().message;
  }
};

}  // namespace

TEST_CASE_FIXTURE(EcdsaFixture,
                  "the region of a call is the server's own where the set covers it, else the first named") {
  options.default_region = "us-east-1";
  CHECK(region_for("*") == "us-east-1");
  CHECK(region_for("us-*") == "us-east-1");
  CHECK(region_for("eu-west-1,us-east-1") == "us-east-1");
  CHECK(region_for("eu-west-1,eu-west-2") == "eu-west-1");
  CHECK(region_for("eu-*") ==
        "The authorization header is malformed; the region 'eu-*' is wrong; expecting 'us-east-1'");
  options.only_region = "eu-west-1";
  CHECK(region_for("eu-*") == "eu-west-1");
  CHECK(region_for("us-east-1") ==
        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'");
}

TEST_CASE_FIXTURE(EcdsaFixture, "a set that was changed, left out, or signed with another secret is refused") {
  sign_for("us-east-1");
  CHECK(verify());
  replace("x-amz-region-set", "us-east-1", "*");
  CHECK(refused().kind == &errors::signature_does_not_match);
  CHECK(detail(refused(), "StringToSign").starts_with("AWS4-ECDSA-P256-SHA256\n"));
  headers.erase(headers.begin());
  CHECK(refused().kind == &errors::authorization_header_malformed);
  signer.credentials.secret = "another";
  sign_for("*");
  CHECK(refused().kind == &errors::signature_does_not_match);
}

TEST_CASE_FIXTURE(EcdsaFixture, "a presigned URL is good for its set and its time") {
  signer.region_set = "*";
  presign(now, 60);
  CHECK(verify()->region == "us-east-1");
  query += "&x=1";
  CHECK(refused().kind == &errors::signature_does_not_match);
  headers.clear();
  presign(now - seconds(61), 60);
  CHECK(refused().message == "Request has expired");
}

}  // namespace lightwell::gate
