// What the keys of an installation may do with what the library keeps for itself.

#include "app/library_rights.h"

#include <doctest/doctest.h>

#include "policy/context.h"
#include "policy/denial.h"

namespace lightwell::app {
namespace {

constexpr const char* kAccount = "000000000000";

// As which principal; whether the guard leaves it to the principal's own policies.
bool is_left_open(const Principal& principal, std::string_view action, std::string_view resource) {
  const Call call{.principal = principal, .account = kAccount};
  policy::Context context;
  policy::add_global_keys(context, call, {});
  const policy::PolicySet set{
      .identity = {{.document =
                        policy::parse(
                            R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
                            policy::Kind::identity)
                            .value()}},
      .service_control = library_guard()};
  const policy::Request request{.principal = principal, .action = action, .resource = resource, .context = context};
  return policy::evaluate(request, set).is_allowed();
}

const Principal kRoot{.account = kAccount, .arn = "arn:aws:iam::000000000000:root", .id = kAccount};
// One that bears the name of the key that signs links, but is not it.
const Principal kUser{.account = kAccount,
                      .arn = "arn:aws:iam::000000000000:user/lightwell-upload-links",
                      .kind = PrincipalKind::user,
                      .id = "AIDAEXAMPLEUSERID0001",
                      .name = "lightwell-upload-links"};

struct Act {
  const char* action;
  const char* resource;
};

constexpr Act kReads[] = {
    {"s3:GetObject", "arn:aws:s3:::lightwell-photos/originals/o/p"},
    {"s3:ListBucket", "arn:aws:s3:::lightwell-photos"},
    {"s3:GetBucketPolicy", "arn:aws:s3:::lightwell-photos"},
    {"s3:ListAllMyBuckets", "arn:aws:s3:::*"},
    {"rekognition:DescribeCollection", "arn:aws:rekognition:us-east-1:000000000000:collection/lightwell-o"},
    {"rekognition:ListFaces", "arn:aws:rekognition:us-east-1:000000000000:collection/lightwell-o"},
    {"rekognition:SearchFacesByImage", "arn:aws:rekognition:us-east-1:000000000000:collection/lightwell-o"},
};

constexpr Act kChanges[] = {
    {"s3:DeleteObject", "arn:aws:s3:::lightwell-photos/originals/o/p"},
    {"s3:PutObject", "arn:aws:s3:::lightwell-photos/staging/x"},
    {"s3:AbortMultipartUpload", "arn:aws:s3:::lightwell-photos/staging/x"},
    {"s3:PutObjectTagging", "arn:aws:s3:::lightwell-photos/originals/o/p"},
    {"s3:DeleteBucket", "arn:aws:s3:::lightwell-photos"},
    {"s3:CreateBucket", "arn:aws:s3:::lightwell-photos"},
    {"s3:PutBucketPolicy", "arn:aws:s3:::lightwell-photos"},
    {"s3:DeleteBucketPolicy", "arn:aws:s3:::lightwell-photos"},
    {"s3:PutBucketPublicAccessBlock", "arn:aws:s3:::lightwell-photos"},
    {"s3:PutBucketVersioning", "arn:aws:s3:::lightwell-photos"},
    {"s3:PutBucketCORS", "arn:aws:s3:::lightwell-photos"},
    {"s3:PutLifecycleConfiguration", "arn:aws:s3:::lightwell-photos"},
    {"rekognition:DeleteCollection", "arn:aws:rekognition:us-east-1:000000000000:collection/lightwell-o"},
    {"rekognition:CreateCollection", "arn:aws:rekognition:eu-west-1:000000000000:collection/lightwell-o"},
    {"rekognition:IndexFaces", "arn:aws:rekognition:us-east-1:000000000000:collection/lightwell-o"},
    {"rekognition:DeleteFaces", "arn:aws:rekognition:us-east-1:000000000000:collection/lightwell-o"},
    {"rekognition:AssociateFaces", "arn:aws:rekognition:us-east-1:000000000000:collection/lightwell-o"},
    {"rekognition:DeleteUser", "arn:aws:rekognition:us-east-1:000000000000:collection/lightwell-o"},
    {"rekognition:TagResource", "arn:aws:rekognition:us-east-1:000000000000:collection/lightwell-o"},
};

}  // namespace

TEST_CASE("what the library keeps is read by whoever may, and changed by no key") {
  for (const Act& act : kReads) {
    CAPTURE(act.action);
    CHECK(is_left_open(kRoot, act.action, act.resource));
    CHECK(is_left_open(kUser, act.action, act.resource));
  }
  for (const Act& act : kChanges) {
    CAPTURE(act.action);
    CHECK_FALSE(is_left_open(kRoot, act.action, act.resource));
    CHECK_FALSE(is_left_open(kUser, act.action, act.resource));
  }
}

TEST_CASE("the library itself may change it all, and the key of its links what its own policy allows") {
  for (const Act& act : kChanges) {
    CAPTURE(act.action);
    CHECK(is_left_open(library_principal(kAccount), act.action, act.resource));
  }
  const Principal uploader = uploader_of(kAccount, uploader_key({.id = "AKIA", .secret = "secret"})).principal;
  CHECK(is_left_open(uploader, "s3:PutObject", "arn:aws:s3:::lightwell-photos/staging/x"));
  CHECK_FALSE(is_left_open(uploader, "rekognition:DeleteCollection",
                           "arn:aws:rekognition:us-east-1:000000000000:collection/lightwell-o"));
  const policy::Context context;
  const auto own = uploader_policies();
  const auto may = [&](std::string_view action, std::string_view resource) {
    const policy::Request request{.principal = uploader, .action = action, .resource = resource, .context = context};
    return policy::evaluate(request, *own).is_allowed();
  };
  CHECK(may("s3:PutObject", "arn:aws:s3:::lightwell-photos/staging/x"));
  CHECK_FALSE(may("s3:PutObject", "arn:aws:s3:::lightwell-photos/originals/o/p"));
  CHECK_FALSE(may("s3:GetObject", "arn:aws:s3:::lightwell-photos/staging/x"));
}

TEST_CASE("buckets and collections of other names are everybody's own business") {
  CHECK(is_left_open(kRoot, "s3:DeleteBucket", "arn:aws:s3:::lightwell-photos-copy"));
  CHECK(is_left_open(kRoot, "s3:DeleteObject", "arn:aws:s3:::photos/lightwell-photos/x"));
  CHECK(is_left_open(kRoot, "rekognition:DeleteCollection",
                     "arn:aws:rekognition:us-east-1:000000000000:collection/family"));
}

}  // namespace lightwell::app
