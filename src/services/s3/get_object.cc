// GetObject answers an object's bytes, or a range of them. Bytes in files leave as regions, for sendfile.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html

#include "services/s3/answer.h"
#include "services/s3/object_rules.h"
#include "services/s3/reading.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {
namespace {

constexpr int kAttemptsMax = 4;  // an object may be replaced, and its old blob swept, between its row and its bytes

}  // namespace

Task<Result<api::s3::GetObjectOutput>> S3Service::get_object(const Call& call, api::s3::GetObjectRequest& request) {
  CO_CHECK(check_reading(request));
  for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
    CO_TRY(const Found found, co_await find(call, request.bucket, request.key, request.expected_bucket_owner,
                                            Want::content, request.part_number));
    CO_CHECK(check_read(read_conditions(request), found.object));
    CO_TRY(const Wanted wanted, wanted_range(found.object, request.range, request.part_number, found.part));

    api::s3::GetObjectOutput output;
    describe(output, found.object, found.headers);
    describe_range(output, found.object, wanted, request.checksum_mode);
    CO_CHECK(override_headers(call, request, output));
    auto body = co_await open(found, wanted.range);
    if (body) {
      output.body = *std::move(body);
      co_return output;
    }
    if (body.error().kind != &lightwell::errors::not_found) co_return std::unexpected(std::move(body).error());
  }
  co_return fail(error(errors::internal_error).log("the blob of " + request.bucket + " stays missing"));
}

}  // namespace lightwell::s3
