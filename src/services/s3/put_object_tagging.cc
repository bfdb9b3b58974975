// PutObjectTagging replaces an object's tags.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html

#include "services/s3/bucket_store.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"
#include "services/s3/tagging.h"

namespace lightwell::s3 {

Task<Result<api::s3::PutObjectTaggingOutput>> S3Service::put_object_tagging(const Call& call,
                                                                            api::s3::PutObjectTaggingRequest& request) {
  CO_CHECK(check_version_id(request.version_id));
  CO_TRY(const Tags tags, tags_of(request.tagging.tag_set));
  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    TRY(const auto object, find_object(transaction, bucket.id, request.key));
    if (!object) return fail(error(errors::no_such_key).with("Key", request.key));
    return write_tags(transaction, object->content, tags);
  }));
  co_return api::s3::PutObjectTaggingOutput{};
}

}  // namespace lightwell::s3
