#include "services/s3/multipart_fixture.h"

namespace lightwell::s3 {

TEST_CASE_FIXTURE(MultipartFixture, "uploads are listed by key and by when they began, in pages of any size") {
  std::vector<std::pair<std::string, std::string>> begun;
  for (const char* key : {"a", "b/1", "b/1", "b/2", "c"}) {
    clock.advance(seconds(1));
    begun.emplace_back(key, begin(key));
  }
  for (int32_t size = 1; size <= 6; ++size) {
    api::s3::ListMultipartUploadsRequest request{.bucket = "photos"};
    request.max_uploads = size;
    std::vector<std::pair<std::string, std::string>> seen;
    for (int page = 0; page < 10; ++page) {
      const auto listed = run(&S3Service::list_multipart_uploads, request);
      REQUIRE(listed);
      for (const auto& upload : *listed->uploads) seen.emplace_back(*upload.key, *upload.upload_id);
      if (!*listed->is_truncated) break;
      request.key_marker = listed->next_key_marker;
      request.upload_id_marker = listed->next_upload_id_marker;
    }
    CHECK(seen == begun);
  }
}

TEST_CASE_FIXTURE(MultipartFixture, "a delimiter folds uploads into prefixes") {
  for (const char* key : {"a", "b/1", "b/2", "c"}) begin(key);
  api::s3::ListMultipartUploadsRequest request{.bucket = "photos"};
  request.delimiter = "/";
  request.max_uploads = 2;
  const auto first = run(&S3Service::list_multipart_uploads, request);
  REQUIRE(first);
  CHECK(first->uploads->size() == 1);
  CHECK(first->common_prefixes->front().prefix == "b/");
  CHECK(first->is_truncated == true);
  request.key_marker = first->next_key_marker;
  request.upload_id_marker = first->next_upload_id_marker;
  const auto rest = run(&S3Service::list_multipart_uploads, request);
  CHECK(rest->uploads->size() == 1);
  CHECK(rest->uploads->front().key == "c");
  CHECK_FALSE(rest->common_prefixes);
}

TEST_CASE_FIXTURE(MultipartFixture, "an aborted upload is gone with what was received of it") {
  const std::string upload = begin();
  part(upload, 1, noise(100'000));
  CHECK_ERROR(abort(upload, "another key"), errors::no_such_upload);
  REQUIRE(abort(upload));
  CHECK_ERROR(abort(upload), errors::no_such_upload);
  CHECK_ERROR(send(a_part(upload, 2, "x")), errors::no_such_upload);
  api::s3::ListMultipartUploadsRequest request{.bucket = "photos"};
  CHECK_FALSE(run(&S3Service::list_multipart_uploads, request)->uploads);
  CHECK(sweep() == 1);
  CHECK(blobs.count() == 0);
}

}  // namespace lightwell::s3
