#include "services/s3/fixture.h"

namespace lightwell::s3 {
namespace {

constexpr const char* kAnn = "arn:aws:iam::111111111111:user/ann";
constexpr const char* kAnnsId = "AIDAEXAMPLEUSERID0001";

// Knows whom the test says there is.
class KnownPrincipals final : public Principals {
 public:
  Task<Result<Names>> ids_of(std::vector<std::string> names) override {
    Names ids;
    for (const auto& [id, arn] : arns) {
      for (const std::string& name : names) {
        if (name == arn || name == id) ids.emplace(name, id);
      }
    }
    co_return ids;
  }
  Task<Result<Names>> arns_of(std::vector<std::string> ids) override {
    Names found;
    for (const std::string& id : ids) {
      if (const auto at = arns.find(id); at != arns.end()) found.insert(*at);
    }
    co_return found;
  }

  std::map<std::string, std::string> arns = {{kAnnsId, kAnn}};
};

class PolicyFixture : public S3Fixture {
 public:
  PolicyFixture() {
    principals = &known;
    start();
    given_bucket();
  }
  static std::string allowing(const std::string& principal) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":")" + principal +
           R"("},"Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*"}]})";
  }
  auto set(const std::string& policy) {
    api::s3::PutBucketPolicyRequest request;
    request.bucket = "photos";
    request.policy = policy;
    return run(&S3Service::put_bucket_policy, request);
  }
  std::string shown() {
    api::s3::GetBucketPolicyRequest request{.bucket = "photos"};
    const auto got = run(&S3Service::get_bucket_policy, request);
    return got ? *got->policy : std::string(got.error().kind->code);
  }

  KnownPrincipals known;
};

}  // namespace

TEST_CASE_FIXTURE(PolicyFixture, "PutBucketPolicy keeps the very user it names, and shows who that is today") {
  REQUIRE(set(allowing(kAnn)));
  CHECK(shown() == allowing(kAnn));
  known.arns[kAnnsId] = "arn:aws:iam::111111111111:user/anna";
  CHECK(shown() == allowing("arn:aws:iam::111111111111:user/anna"));
  known.arns = {{"AIDAANOTHERANN0000001", kAnn}};
  CHECK(shown() == allowing(kAnnsId));
  const auto guard = wait_for(service->guard("photos"));
  REQUIRE(guard);
  const auto& statement = (*guard)->policies->front().document->statements().front();
  CHECK(statement.principals.front().text() == kAnnsId);
}

TEST_CASE_FIXTURE(PolicyFixture, "PutBucketPolicy refuses who does not exist, and keeps the policy there was") {
  REQUIRE(set(allowing(kAnn)));
  for (const char* nobody : {"arn:aws:iam::111111111111:user/nobody", "arn:aws:iam::111111111111:role/ann",
                             "arn:aws:iam::222222222222:user/ann", "AIDANOBODYATALL000001"}) {
    CAPTURE(nobody);
    const auto refused = set(allowing(nobody));
    CHECK_ERROR(refused, errors::malformed_policy);
    CHECK(refused.error().message == "Invalid principal in policy");
  }
  CHECK(shown() == allowing(kAnn));
}

TEST_CASE_FIXTURE(PolicyFixture,
                  "PutBucketPolicy takes accounts and sessions as they come, and names an account by its root") {
  for (const char* known : {"arn:aws:iam::222222222222:root", "arn:aws:sts::222222222222:assumed-role/worker/1"}) {
    REQUIRE(set(allowing(known)));
    CHECK(shown() == allowing(known));
  }
  REQUIRE(set(allowing(kBob)));
  CHECK(shown() == allowing("arn:aws:iam::222222222222:root"));
}

TEST_CASE_FIXTURE(PolicyFixture, "PutBucketPolicy may name anybody where nobody can be asked") {
  principals = nullptr;
  start();
  REQUIRE(set(allowing("arn:aws:iam::111111111111:user/nobody")));
  CHECK(shown() == allowing("arn:aws:iam::111111111111:user/nobody"));
}

TEST_CASE_FIXTURE(PolicyFixture, "PutBucketPolicy is the owner's: nobody else may, whatever else they may") {
  api::s3::PutBucketPolicyRequest request;
  request.bucket = "photos";
  request.policy = allowing(kAnn);
  Call theirs = call();
  theirs.principal.account = kBob;
  CHECK_ERROR(wait_for(service->put_bucket_policy(theirs, request)), errors::method_not_allowed);
  CHECK(shown() == "NoSuchBucketPolicy");
}

}  // namespace lightwell::s3
