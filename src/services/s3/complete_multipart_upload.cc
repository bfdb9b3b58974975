// CompleteMultipartUpload turns the listed parts into the object. Their bytes stay where they are. Asked again
// after a lost answer, it answers the same.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html

#include "services/s3/answer.h"
#include "services/s3/bucket_store.h"
#include "services/s3/multipart_rules.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"
#include "services/s3/upload_store.h"

namespace lightwell::s3 {
namespace {

using api::s3::CompleteMultipartUploadOutput;
using api::s3::CompleteMultipartUploadRequest;

Result<Completion> read_completion(const CompleteMultipartUploadRequest& request) {
  Completion completion{.checksum_type = request.checksum_type, .size = request.mpu_object_size};
  REQUIRE_OK(check_key(request.key));
  REQUIRE_OK(refuse_customer_keys(request));
  REQUIRE_OK(refuse_unbuilt_checksums(request));
  TRY(completion.checksum, stated_checksum(stated_checksums(request), true));
  if (!request.multipart_upload || !request.multipart_upload->parts) {
    return fail(errors::invalid_request, "You must specify at least one part");
  }
  for (const api::s3::CompletedPart& part : *request.multipart_upload->parts) {
    if (!part.part_number || !part.e_tag) return fail(errors::malformed_xml);
    REQUIRE_OK(refuse_unbuilt_checksums(part));
    completion.parts.push_back({int(*part.part_number), *part.e_tag, stated_checksums(part)});
  }
  return completion;
}

// Gives up the parts that were received and not listed.
Result<void> release_unlisted(store::Transaction& transaction, const Upload& upload, const Completion& completion,
                              const std::vector<Part>& stored) {
  auto listed = completion.parts.begin();
  for (const Part& part : stored) {
    if (listed != completion.parts.end() && listed->number == part.number) {
      ++listed;
    } else {
      REQUIRE_OK(release_part(transaction, upload.content, part.number));
    }
  }
  return {};
}

// The object that this upload has become already.
Result<std::optional<Object>> completed_before(store::Reader& reader, const Bucket& bucket,
                                               const CompleteMultipartUploadRequest& request) {
  TRY(auto object, find_object(reader, bucket.id, request.key));
  if (!object || object->parts == 0) return std::nullopt;
  TRY(const auto upload, find_upload_of(reader, object->content));
  if (upload != request.upload_id) return std::nullopt;
  return object;
}

}  // namespace

Task<Result<CompleteMultipartUploadOutput>> S3Service::complete_multipart_upload(
    const Call& call, CompleteMultipartUploadRequest& request) {
  CO_TRY(const Completion completion, read_completion(request));
  CO_TRY(const WriteCondition condition, write_condition(request.if_match, request.if_none_match));

  CO_TRY(const Object object, co_await database_.write([&](store::Transaction& transaction) -> Result<Object> {
    TRY(const Bucket bucket, open_bucket(transaction, call, request.bucket, request.expected_bucket_owner));
    TRY(auto before, completed_before(transaction, bucket, request));
    if (before) return *std::move(before);
    TRY(const Upload upload, open_upload(transaction, bucket.id, request.key, request.upload_id));
    TRY(const auto existing, find_object(transaction, bucket.id, request.key));
    REQUIRE_OK(check_write(condition, request.key, existing ? &*existing : nullptr));
    TRY(const auto stored, s3::list_parts(transaction, upload.content, 0, kPartNumberMax));
    TRY(const Assembled whole, assemble(upload, completion, stored));
    REQUIRE_OK(release_unlisted(transaction, upload, completion, stored));
    Object object{.key = request.key,
                  .content = upload.content,
                  .size = whole.size,
                  .etag = whole.etag,
                  .modified_at = call.now,
                  .storage_class = upload.storage_class,
                  .checksum = whole.checksum,
                  .parts = int(completion.parts.size())};
    REQUIRE_OK(replace_object(transaction, bucket.id, object));
    REQUIRE_OK(remove_upload(transaction, bucket.id, upload));
    return object;
  }));

  CompleteMultipartUploadOutput output{.bucket = request.bucket, .key = request.key, .e_tag = quoted(object.etag)};
  output.location = options_.base_url + '/' + request.bucket + '/' + percent_encode(request.key, Slash::keep);
  output.server_side_encryption = kEncryption;
  state_checksum(output, object.checksum);
  co_return output;
}

}  // namespace lightwell::s3
