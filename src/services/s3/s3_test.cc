#include "services/s3/s3.h"

#include "services/s3/multipart_fixture.h"

namespace lightwell::s3 {
namespace {

void write_blob(FaultyBlobs& blobs, const std::string& name) {
  const auto writer = sync_wait(blobs.create(name));
  REQUIRE(writer);
  const std::string bytes = "bytes";
  REQUIRE(sync_wait((*writer)->write(as_bytes(bytes))));
  REQUIRE(sync_wait((*writer)->commit()));
}

}  // namespace

TEST_CASE_FIXTURE(MultipartFixture, "what a killed process left over goes at the next start, and only that") {
  const std::string bytes = noise(100'000);
  REQUIRE(put("k", bytes));
  const std::string upload = begin("u");
  const auto kept = part(upload, 1, noise(100'000, 2), "u");
  REQUIRE(put("gone", noise(100'000, 3)));
  api::s3::DeleteObjectRequest remove{.bucket = "photos", .key = "gone"};
  REQUIRE(run(&S3Service::delete_object, remove));
  // A body that was durable when the process died, before its row was.
  write_blob(blobs, std::string(32, 'a') + "s300000000");
  write_blob(blobs, "somebody0elses0blob");
  CHECK(blobs.count() == 5);

  start();
  CHECK(wait_for(service->recover()) == 1);
  CHECK(sweep() == 1);
  CHECK(blobs.count() == 3);
  CHECK(wait_for(service->recover()) == 0);
  CHECK(read("k") == bytes);
  REQUIRE(complete(a_completion(upload, {kept}, "u")));
  CHECK(read("u") == noise(100'000, 2));
}

TEST_CASE_FIXTURE(S3Fixture, "recovery beside requests leaves their blobs alone") {
  given_bucket();
  BodyReceiver receiver(blobs, pool, ids);
  const std::string name = receiver.new_name();
  CHECK(BodyReceiver::is_blob_name(name));
  CHECK(receiver.is_own_name(name));
  CHECK_FALSE(BodyReceiver(blobs, pool, ids).is_own_name(name));

  auto request = a_put("k", "");
  auto body = std::make_unique<PiecedBody>(std::vector<std::string>(4, noise(200'000)));
  request.body = std::move(body);
  REQUIRE(put(std::move(request)));
  CHECK(wait_for(service->recover()) == 0);
  CHECK(read("k").size() == 800'000);
}

TEST_CASE_FIXTURE(S3Fixture, "a blob that cannot be removed waits for the next sweep") {
  given_bucket();
  REQUIRE(put("k", noise(100'000)));
  REQUIRE(put("k", "small"));
  blobs.fails_remove = true;
  CHECK(sweep() == 0);
  blobs.fails_remove = false;
  CHECK(sweep() == 1);
  CHECK(blobs.count() == 0);
}

TEST_CASE_FIXTURE(MultipartFixture, "reset empties everything") {
  REQUIRE(put("k", noise(100'000)));
  part(begin("u"), 1, "x", "u");
  api::s3::PutBucketCorsRequest cors;
  cors.bucket = "photos";
  cors.cors_configuration.cors_rules.resize(1);
  cors.cors_configuration.cors_rules[0].allowed_origins = {"*"};
  cors.cors_configuration.cors_rules[0].allowed_methods = {"GET"};
  REQUIRE(run(&S3Service::put_bucket_cors, cors));

  REQUIRE(wait_for(service->reset()));
  CHECK(blobs.count() == 0);
  api::s3::ListBucketsRequest list;
  CHECK(run(&S3Service::list_buckets, list)->buckets->empty());
  given_bucket();
  CHECK(read("k") == "NoSuchKey");
  api::s3::GetBucketCorsRequest ask{.bucket = "photos"};
  CHECK_ERROR(run(&S3Service::get_bucket_cors, ask), errors::no_such_cors_configuration);
}

TEST_CASE_FIXTURE(S3Fixture, "objects written, copied and deleted at once leave no blob behind and lose none") {
  given_bucket();
  TaskGroup group;
  std::atomic<int> failed = 0;
  const auto work = [](S3Fixture& fixture, int worker, std::atomic<int>& failed) -> Task<void> {
    const Call as = fixture.call();
    for (int round = 0; round < 20; ++round) {
      const std::string key = "k" + std::to_string((worker + round) % 5);
      auto put = fixture.a_put(key, noise(66'000 + size_t(worker), uint32_t(round)));
      if (!co_await fixture.service->put_object(as, put)) ++failed;
      api::s3::CopyObjectRequest copy;
      copy.bucket = "photos";
      copy.key = "copy" + std::to_string(worker);
      copy.copy_source = "photos/" + key;
      const auto copied = co_await fixture.service->copy_object(as, copy);
      if (!copied && copied.error().kind != &errors::no_such_key &&
          copied.error().kind != &errors::conditional_request_conflict) {
        ++failed;
      }
      if (round % 3 == worker % 3) {
        api::s3::DeleteObjectRequest remove{.bucket = "photos", .key = key};
        if (!co_await fixture.service->delete_object(as, remove)) ++failed;
      }
      if (!co_await fixture.service->sweep()) ++failed;
    }
  };
  for (int worker = 0; worker < 6; ++worker) {
    group.spawn(worker % 2 == 0 ? loop : other_loop, work(*this, worker, failed));
  }
  group.wait();
  CHECK(failed == 0);
  sweep();
  api::s3::ListObjectsV2Request list;
  list.bucket = "photos";
  const auto listed = run(&S3Service::list_objects_v2, list);
  std::vector<api::s3::ObjectIdentifier> all;
  for (const auto& object : *listed->contents) {
    const std::string bytes = read(*object.key);
    CHECK('"' + md5_hex(bytes) + '"' == *object.e_tag);
    all.emplace_back();
    all.back().key = *object.key;
  }
  api::s3::DeleteObjectsRequest remove;
  remove.bucket = "photos";
  remove.delete_.objects = all;
  REQUIRE(run(&S3Service::delete_objects, remove));
  sweep();
  CHECK(blobs.count() == 0);
}

}  // namespace lightwell::s3
