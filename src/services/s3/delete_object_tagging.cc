// DeleteObjectTagging takes an object's tags away.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html

#include "services/s3/bucket_store.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::DeleteObjectTaggingOutput>> S3Service::delete_object_tagging(
    const Call& call, api::s3::DeleteObjectTaggingRequest& request) {
  CO_CHECK(check_version_id(request.version_id));
  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    TRY(const auto object, find_object(transaction, bucket.id, request.key));
    if (!object) return fail(error(errors::no_such_key).with("Key", request.key));
    return write_tags(transaction, object->content, {});
  }));
  co_return api::s3::DeleteObjectTaggingOutput{};
}

}  // namespace lightwell::s3
