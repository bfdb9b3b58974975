// HeadObject answers what GetObject would, without the bytes.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html

#include "services/s3/answer.h"
#include "services/s3/reading.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::HeadObjectOutput>> S3Service::head_object(const Call& call, api::s3::HeadObjectRequest& request) {
  CO_CHECK(check_reading(request));
  CO_TRY(const Found found, co_await find(call, request.bucket, request.key, request.expected_bucket_owner,
                                          Want::headers, request.part_number));
  CO_CHECK(check_read(read_conditions(request), found.object));
  CO_TRY(const Wanted wanted, wanted_range(found.object, request.range, request.part_number, found.part));

  api::s3::HeadObjectOutput output;
  describe(output, found.object, found.headers);
  describe_range(output, found.object, wanted, request.checksum_mode);
  CO_CHECK(override_headers(call, request, output));
  co_return output;
}

}  // namespace lightwell::s3
