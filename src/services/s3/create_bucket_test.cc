#include "services/s3/fixture.h"

namespace lightwell::s3 {
namespace {

struct Buckets : S3Fixture {
  Result<api::s3::CreateBucketOutput> create(const std::string& name, const char* account = kAlice,
                                             const char* constraint = nullptr, const char* region = "us-east-1") {
    api::s3::CreateBucketRequest request{.bucket = name};
    if (constraint != nullptr) request.create_bucket_configuration.emplace().location_constraint = constraint;
    Call as = call(account);
    as.region = region;
    return wait_for(service->create_bucket(as, request));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Buckets, "a bucket's name is taken for everybody; making it again depends on who and where") {
  const auto made = create("photos");
  REQUIRE(made);
  CHECK(made->location == "/photos");
  CHECK(create("photos"));
  CHECK_ERROR(create("photos", kBob), errors::bucket_already_exists);
  REQUIRE(create("paris", kAlice, "eu-west-3"));
  CHECK_ERROR(create("paris", kAlice, "eu-west-3"), errors::bucket_already_owned_by_you);
  CHECK_ERROR(create("paris"), errors::bucket_already_owned_by_you);
  CHECK_ERROR(create("Bad_Name"), errors::invalid_bucket_name);
  CHECK_ERROR(create("elsewhere", kAlice, nullptr, "eu-west-1"), errors::illegal_location_constraint_exception);
}

TEST_CASE_FIXTURE(Buckets, "a bucket knows its region") {
  REQUIRE(create("home"));
  REQUIRE(create("paris", kAlice, "eu-west-3", "eu-west-3"));
  api::s3::GetBucketLocationRequest where{.bucket = "home"};
  CHECK(run(&S3Service::get_bucket_location, where)->location_constraint == std::nullopt);
  where.bucket = "paris";
  CHECK(run(&S3Service::get_bucket_location, where)->location_constraint == "eu-west-3");
  api::s3::HeadBucketRequest head{.bucket = "paris"};
  CHECK(run(&S3Service::head_bucket, head)->bucket_region == "eu-west-3");
  CHECK_ERROR(run(&S3Service::head_bucket, head, kBob), errors::access_denied);
  head.bucket = "nowhere";
  CHECK_ERROR(run(&S3Service::head_bucket, head), errors::no_such_bucket);
}

TEST_CASE_FIXTURE(Buckets, "an account may have so many buckets") {
  options.buckets_max = 2;
  start();
  REQUIRE(create("one"));
  REQUIRE(create("two"));
  CHECK_ERROR(create("three"), errors::too_many_buckets);
  CHECK(create("three", kBob));
}

TEST_CASE_FIXTURE(Buckets, "what is asked of a new bucket and is not built is refused") {
  api::s3::CreateBucketRequest request{.bucket = "photos"};
  request.object_lock_enabled_for_bucket = true;
  CHECK_ERROR(run(&S3Service::create_bucket, request), errors::not_implemented);
  request = {.bucket = "photos"};
  request.object_ownership = "ObjectWriter";
  CHECK_ERROR(run(&S3Service::create_bucket, request), errors::not_implemented);
  request = {.bucket = "photos"};
  request.acl = "public-read";
  CHECK_ERROR(run(&S3Service::create_bucket, request), errors::invalid_bucket_acl_with_object_ownership);
  api::s3::HeadBucketRequest head{.bucket = "photos"};
  CHECK_ERROR(run(&S3Service::head_bucket, head), errors::no_such_bucket);
}

TEST_CASE_FIXTURE(Buckets, "a bucket that holds something stays; one with uploads under way goes, with them") {
  given_bucket();
  REQUIRE(put("k", "x"));
  api::s3::DeleteBucketRequest request{.bucket = "photos"};
  const auto refused = run(&S3Service::delete_bucket, request);
  CHECK_ERROR(refused, errors::bucket_not_empty);
  CHECK(read("k") == "x");
  CHECK_ERROR(run(&S3Service::delete_bucket, request, kBob), errors::access_denied);

  api::s3::DeleteObjectRequest remove{.bucket = "photos", .key = "k"};
  REQUIRE(run(&S3Service::delete_object, remove));
  api::s3::CreateMultipartUploadRequest begin{.bucket = "photos"};
  begin.key = "k";
  const auto upload = run(&S3Service::create_multipart_upload, begin);
  api::s3::UploadPartRequest part;
  part.bucket = "photos";
  part.key = "k";
  part.upload_id = *upload->upload_id;
  part.part_number = 1;
  part.body = source_of(noise(100'000));
  REQUIRE(run(&S3Service::upload_part, part));
  REQUIRE(run(&S3Service::delete_bucket, request));
  CHECK_ERROR(run(&S3Service::delete_bucket, request), errors::no_such_bucket);
  CHECK(sweep() == 1);
  given_bucket("photos", kBob);
}

TEST_CASE_FIXTURE(Buckets, "an account lists its own buckets by name, prefix, region and page") {
  for (const char* name : {"b-two", "a-one", "b-one", "c-one"}) REQUIRE(create(name));
  REQUIRE(create("b-paris", kAlice, "eu-west-3"));
  REQUIRE(create("b-bobs", kBob));
  api::s3::ListBucketsRequest request;
  auto listed = run(&S3Service::list_buckets, request);
  CHECK(listed->buckets->size() == 5);
  CHECK(listed->buckets->front().name == "a-one");
  CHECK(listed->owner->id->size() == 64);

  request.prefix = "b-";
  request.max_buckets = 2;
  listed = run(&S3Service::list_buckets, request);
  CHECK(listed->buckets->at(1).name == "b-paris");
  CHECK(listed->buckets->at(1).bucket_region == "eu-west-3");
  REQUIRE(listed->continuation_token);
  request.continuation_token = listed->continuation_token;
  listed = run(&S3Service::list_buckets, request);
  CHECK(listed->buckets->size() == 1);
  CHECK(listed->buckets->front().name == "b-two");
  CHECK_FALSE(listed->continuation_token);

  request = {};
  request.bucket_region = "eu-west-3";
  CHECK(run(&S3Service::list_buckets, request)->buckets->size() == 1);
  request.max_buckets = 0;
  CHECK_ERROR(run(&S3Service::list_buckets, request), errors::invalid_argument);
}

TEST_CASE_FIXTURE(Buckets, "cross-origin rules are kept, answered and removed") {
  given_bucket();
  api::s3::GetBucketCorsRequest ask{.bucket = "photos"};
  CHECK_ERROR(run(&S3Service::get_bucket_cors, ask), errors::no_such_cors_configuration);
  CHECK_FALSE(*wait_for(service->cors_rules("photos")));

  api::s3::PutBucketCorsRequest set;
  set.bucket = "photos";
  set.cors_configuration.cors_rules.resize(2);
  auto& rule = set.cors_configuration.cors_rules[0];
  rule.allowed_origins = {"https://*.example.com", "http://localhost"};
  rule.allowed_methods = {"GET", "PUT"};
  rule.allowed_headers = {"*"};
  rule.max_age_seconds = 60;
  rule.id = "first";
  set.cors_configuration.cors_rules[1].allowed_origins = {"*"};
  set.cors_configuration.cors_rules[1].allowed_methods = {"HEAD"};
  REQUIRE(run(&S3Service::put_bucket_cors, set));
  const auto kept = run(&S3Service::get_bucket_cors, ask);
  REQUIRE(kept);
  REQUIRE(kept->cors_rules->size() == 2);
  CHECK(kept->cors_rules->at(0).allowed_origins == rule.allowed_origins);
  CHECK(kept->cors_rules->at(0).max_age_seconds == 60);
  CHECK_FALSE(kept->cors_rules->at(0).expose_headers);
  CHECK(kept->cors_rules->at(1).allowed_methods == std::vector<std::string>{"HEAD"});
  CHECK((*wait_for(service->cors_rules("photos")))->size() == 2);

  set.cors_configuration.cors_rules[0].allowed_methods = {"BREW"};
  CHECK_ERROR(run(&S3Service::put_bucket_cors, set), errors::invalid_request);
  CHECK(run(&S3Service::get_bucket_cors, ask)->cors_rules->size() == 2);
  api::s3::DeleteBucketCorsRequest remove{.bucket = "photos"};
  REQUIRE(run(&S3Service::delete_bucket_cors, remove));
  CHECK_ERROR(run(&S3Service::get_bucket_cors, ask), errors::no_such_cors_configuration);
}

TEST_CASE_FIXTURE(Buckets, "a bucket says truthfully that it has no versions and one owner") {
  given_bucket();
  api::s3::GetBucketVersioningRequest versions{.bucket = "photos"};
  CHECK_FALSE(run(&S3Service::get_bucket_versioning, versions)->status);
  api::s3::GetBucketAclRequest acl{.bucket = "photos"};
  const auto told = run(&S3Service::get_bucket_acl, acl);
  REQUIRE(told);
  CHECK(told->grants->size() == 1);
  CHECK(told->grants->front().permission == "FULL_CONTROL");
  CHECK(told->grants->front().grantee->id == told->owner->id);
  CHECK_ERROR(run(&S3Service::get_bucket_acl, acl, kBob), errors::access_denied);
}

}  // namespace lightwell::s3
