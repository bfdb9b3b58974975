// DeleteBucket removes a bucket that holds no object; uploads under way in it are given up.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucket.html

#include "services/s3/bucket_store.h"
#include "services/s3/s3.h"
#include "services/s3/upload_store.h"

namespace lightwell::s3 {

Task<Result<api::s3::DeleteBucketOutput>> S3Service::delete_bucket(const Call& call,
                                                                   api::s3::DeleteBucketRequest& request) {
  auto deleted = co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    REQUIRE_OK(remove_uploads_of(transaction, bucket.id));
    return s3::delete_bucket(transaction, bucket.id);
  });
  if (!deleted && deleted.error().kind == &store::errors::constraint_violation) {
    co_return fail(error(errors::bucket_not_empty).with("BucketName", request.bucket));
  }
  CO_CHECK(deleted);
  guards_.forget(request.bucket);
  co_return api::s3::DeleteBucketOutput{};
}

}  // namespace lightwell::s3
