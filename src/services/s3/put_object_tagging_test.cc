#include "services/s3/fixture.h"
#include "services/s3/tagging.h"

namespace lightwell::s3 {

TEST_CASE_FIXTURE(S3Fixture, "tags are set, answered and taken away without touching the object") {
  given_bucket();
  REQUIRE(put("k", "x"));
  api::s3::PutObjectTaggingRequest set;
  set.bucket = "photos";
  set.key = "k";
  set.tagging.tag_set = tag_set({{"album", "summer"}, {"year", "2026"}});
  REQUIRE(run(&S3Service::put_object_tagging, set));
  api::s3::GetObjectTaggingRequest ask;
  ask.bucket = "photos";
  ask.key = "k";
  auto tags = run(&S3Service::get_object_tagging, ask);
  REQUIRE(tags);
  CHECK(tags->tag_set->size() == 2);
  CHECK(tags->tag_set->front().value == "summer");
  CHECK(get("k")->tag_count == 2);
  CHECK(read("k") == "x");

  set.tagging.tag_set = tag_set({{"<", "x"}});
  CHECK_ERROR(run(&S3Service::put_object_tagging, set), errors::invalid_tag);
  api::s3::DeleteObjectTaggingRequest remove;
  remove.bucket = "photos";
  remove.key = "k";
  REQUIRE(run(&S3Service::delete_object_tagging, remove));
  CHECK(run(&S3Service::get_object_tagging, ask)->tag_set->empty());
  ask.key = "absent";
  CHECK_ERROR(run(&S3Service::get_object_tagging, ask), errors::no_such_key);
}

TEST_CASE_FIXTURE(S3Fixture, "the attributes of an object are told as asked") {
  given_bucket();
  REQUIRE(put("k", "12345"));
  api::s3::GetObjectAttributesRequest request;
  request.bucket = "photos";
  request.key = "k";
  request.object_attributes = {"ETag", "ObjectSize", "Checksum", "ObjectParts"};
  const auto told = run(&S3Service::get_object_attributes, request);
  REQUIRE(told);
  CHECK(told->e_tag == md5_hex("12345"));
  CHECK(told->object_size == 5);
  CHECK(told->checksum->checksum_crc64_nvme);
  CHECK_FALSE(told->object_parts);
  CHECK_FALSE(told->storage_class);
  request.object_attributes = {"Colour"};
  CHECK_ERROR(run(&S3Service::get_object_attributes, request), errors::invalid_argument);
  api::s3::GetObjectAclRequest acl;
  acl.bucket = "photos";
  acl.key = "k";
  CHECK(run(&S3Service::get_object_acl, acl)->grants->size() == 1);
}

}  // namespace lightwell::s3
