// AbortMultipartUpload gives an upload up; what was received of it becomes garbage.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html

#include "services/s3/bucket_store.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"
#include "services/s3/upload_store.h"

namespace lightwell::s3 {

Task<Result<api::s3::AbortMultipartUploadOutput>> S3Service::abort_multipart_upload(
    const Call& call, api::s3::AbortMultipartUploadRequest& request) {
  CO_CHECK(check_key(request.key));
  CO_CHECK(refuse_header(request.if_match_initiated_time.has_value(), "x-amz-if-match-initiated-time"));
  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    TRY(const Upload upload, open_upload(transaction, bucket.id, request.key, request.upload_id));
    REQUIRE_OK(remove_upload(transaction, bucket.id, upload));
    return release_content(transaction, upload.content);
  }));
  co_return api::s3::AbortMultipartUploadOutput{};
}

}  // namespace lightwell::s3
