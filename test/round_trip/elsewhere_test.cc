// The remote client against an S3 that is not ours. LIGHTWELL_REMOTE_ENDPOINT, AWS_ACCESS_KEY_ID and
// AWS_SECRET_ACCESS_KEY say where; the contract suite starts one and runs these.

#include <doctest/doctest.h>

#include <cstdlib>

#include "api/s3/errors.h"
#include "api/s3/remote.h"
#include "base/text.h"
#include "http/client.h"
#include "remote/remote.h"
#include "run/spawn.h"

namespace lightwell {
namespace {

namespace s3 = api::s3;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool nowhere() { return variable("LIGHTWELL_REMOTE_ENDPOINT").empty(); }

struct Elsewhere {
  SystemClock clock;
  RandomIds ids;
  Loops loops{1};
  std::unique_ptr<http::Client> client = http::make_client(loops);
  remote::Remote sender{
      *client,
      clock,
      loops.at(0),
      ids,
      {.endpoint = *remote::parse_endpoint(variable("LIGHTWELL_REMOTE_ENDPOINT")),
       .credentials = {.access_key_id = variable("AWS_ACCESS_KEY_ID"), .secret = variable("AWS_SECRET_ACCESS_KEY")}}};
  s3::RemoteS3 far{sender};
  std::string bucket = "round-trip-" + ids.hex(8);

  template <class Request, class Output>
  Result<Output> ask(Task<Result<Output>> (s3::S3::*operation)(const Call&, Request&), Request request) {
    const Call call;
    return sync_wait((far.*operation)(call, request));
  }
  Result<s3::PutObjectOutput> put(std::string key, std::string bytes) {
    s3::PutObjectRequest request;
    request.bucket = bucket;
    request.key = std::move(key);
    request.body = source_of(std::move(bytes));
    return ask(&s3::S3::put_object, std::move(request));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Elsewhere, "elsewhere: buckets and objects live and die as here" * doctest::skip(nowhere())) {
  REQUIRE(ask(&s3::S3::create_bucket, s3::CreateBucketRequest{.bucket = bucket}));
  const std::string key = "a b/\xE2\x82\xAC+(1).jpg", bytes(200'000, 'x');
  const auto stored = put(key, bytes);
  REQUIRE(stored);
  CHECK(stored->e_tag == "\"" + md5_hex(bytes) + "\"");

  auto got = ask(&s3::S3::get_object, s3::GetObjectRequest{.bucket = bucket, .key = key});
  REQUIRE(got);
  REQUIRE(got->body);
  const auto source = source_of(std::move(*got->body));
  CHECK(sync_wait(read_all(*source, 1 << 20)).value_or("") == bytes);
  const auto head = ask(&s3::S3::head_object, s3::HeadObjectRequest{.bucket = bucket, .key = key});
  REQUIRE(head);
  CHECK(head->content_length == 200'000);

  const auto listed = ask(&s3::S3::list_objects_v2, s3::ListObjectsV2Request{.bucket = bucket});
  REQUIRE(listed);
  REQUIRE(listed->contents);
  CHECK(listed->contents->size() == 1);
  CHECK(listed->contents->front().key == key);

  const auto missing = ask(&s3::S3::get_object, s3::GetObjectRequest{.bucket = bucket, .key = "none"});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == &s3::errors::no_such_key);

  s3::DeleteObjectsRequest request = {.bucket = bucket};
  request.delete_.objects = {{.key = key}};
  CHECK(ask(&s3::S3::delete_objects, std::move(request)));
  CHECK(ask(&s3::S3::delete_bucket, s3::DeleteBucketRequest{.bucket = bucket}));
}

TEST_CASE_FIXTURE(Elsewhere, "elsewhere: a multipart upload comes together" * doctest::skip(nowhere())) {
  REQUIRE(ask(&s3::S3::create_bucket, s3::CreateBucketRequest{.bucket = bucket}));
  const auto begun =
      ask(&s3::S3::create_multipart_upload, s3::CreateMultipartUploadRequest{.bucket = bucket, .key = "big"});
  REQUIRE(begun);
  s3::CompletedMultipartUpload parts{.parts = std::vector<s3::CompletedPart>{}};
  for (const int32_t number : {1, 2}) {
    s3::UploadPartRequest part;
    part.bucket = bucket;
    part.key = "big";
    part.upload_id = *begun->upload_id;
    part.part_number = number;
    part.body = source_of(std::string(5u << 20, char('0' + number)));
    const auto uploaded = ask(&s3::S3::upload_part, std::move(part));
    REQUIRE(uploaded);
    parts.parts->emplace_back().part_number = number;
    parts.parts->back().e_tag = uploaded->e_tag;
  }
  s3::CompleteMultipartUploadRequest complete = {.bucket = bucket, .key = "big", .upload_id = *begun->upload_id};
  complete.multipart_upload = std::move(parts);
  const auto whole = ask(&s3::S3::complete_multipart_upload, std::move(complete));
  REQUIRE(whole);
  CHECK(whole->e_tag->ends_with("-2\""));
  CHECK(ask(&s3::S3::delete_object, s3::DeleteObjectRequest{.bucket = bucket, .key = "big"}));
  CHECK(ask(&s3::S3::delete_bucket, s3::DeleteBucketRequest{.bucket = bucket}));
}

}  // namespace lightwell
