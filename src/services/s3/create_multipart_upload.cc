// CreateMultipartUpload begins an upload in parts; what it states becomes the object's.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html

#include <fmt/format.h>

#include "services/s3/answer.h"
#include "services/s3/bucket_store.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"
#include "services/s3/upload_store.h"

namespace lightwell::s3 {
namespace {

using api::s3::CreateMultipartUploadOutput;
using api::s3::CreateMultipartUploadRequest;

constexpr size_t kRandomBytes = 24;

// The time comes first: uploads of one key are listed in the order they began.
std::string upload_id(Timestamp now, Ids& ids) {
  return fmt::format("{:016x}{}", uint64_t(to_micros(now)), ids.hex(kRandomBytes));
}

}  // namespace

Task<Result<CreateMultipartUploadOutput>> S3Service::create_multipart_upload(const Call& call,
                                                                             CreateMultipartUploadRequest& request) {
  CO_CHECK(check_key(request.key));
  CO_CHECK(refuse_unbuilt(request));
  Upload upload{.id = upload_id(call.now, ids_),
                .key = request.key,
                .account = call.account,
                .initiated_at = call.now,
                .is_checksum_asked = request.checksum_algorithm.has_value()};
  CO_TRY(upload.storage_class, storage_class_of(request.storage_class));
  CO_TRY(const ContentHeaders headers, content_headers(request));
  CO_TRY(upload.checksum_type, multipart_checksum_type(request.checksum_algorithm, request.checksum_type));
  if (request.checksum_algorithm) {
    CO_TRY(upload.algorithm, chosen_algorithm(*request.checksum_algorithm));
  }

  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    TRY(upload.content, insert_content(transaction, headers, std::nullopt, upload.id));
    return insert_upload(transaction, bucket.id, upload);
  }));

  CreateMultipartUploadOutput output{.bucket = request.bucket, .key = request.key, .upload_id = upload.id};
  output.server_side_encryption = kEncryption;
  if (upload.is_checksum_asked) {
    output.checksum_algorithm = std::string(name_of(upload.algorithm));
    output.checksum_type = std::string(name_of(upload.checksum_type));
  }
  co_return output;
}

}  // namespace lightwell::s3
