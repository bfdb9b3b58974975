// GetObjectTagging answers an object's tags; none is an empty set.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html

#include "services/s3/object_rules.h"
#include "services/s3/s3.h"
#include "services/s3/tagging.h"

namespace lightwell::s3 {

Task<Result<api::s3::GetObjectTaggingOutput>> S3Service::get_object_tagging(const Call& call,
                                                                            api::s3::GetObjectTaggingRequest& request) {
  CO_CHECK(check_version_id(request.version_id));
  CO_TRY(const Found found,
         co_await find(call, request.bucket, request.key, request.expected_bucket_owner, Want::headers));
  co_return api::s3::GetObjectTaggingOutput{.tag_set = tag_set(found.headers.tags)};
}

}  // namespace lightwell::s3
