// UploadPart takes one part of an upload in. A part with the same number is replaced.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html

#include "services/s3/answer.h"
#include "services/s3/bucket_store.h"
#include "services/s3/multipart_rules.h"
#include "services/s3/object_rules.h"
#include "services/s3/s3.h"
#include "services/s3/upload_store.h"

namespace lightwell::s3 {
namespace {

using api::s3::UploadPartOutput;
using api::s3::UploadPartRequest;

// Where the client named the algorithm for the upload, its parts must come with it; the checksum of a full object can
// also be computed here.
Result<void> check_claim(const Upload& upload, const std::optional<Claim>& claim) {
  if (!upload.is_checksum_asked || (claim && claim->algorithm == upload.algorithm)) return {};
  if (!claim && upload.checksum_type == ChecksumType::full_object) return {};
  return fail(errors::invalid_request,
              "Checksum Type mismatch occurred, expected checksum Type: " + to_lower(name_of(upload.algorithm)) +
                  ", actual checksum Type: " + (claim ? to_lower(name_of(claim->algorithm)) : "null"));
}

Result<BodyTerms> body_terms(const UploadPartRequest& request) {
  BodyTerms terms{.bytes_max = kPutBytesMax};
  REQUIRE_OK(check_key(request.key));
  REQUIRE_OK(check_part_number(request.part_number));
  REQUIRE_OK(refuse_customer_keys(request));
  REQUIRE_OK(refuse_unbuilt_checksums(request));
  if (request.content_md5) {
    TRY(terms.content_md5, parse_content_md5(*request.content_md5));
  }
  TRY(terms.claim, claim_of(stated_checksums(request), request.checksum_algorithm, *request.body));
  if (request.content_length) terms.length = uint64_t(*request.content_length);
  return terms;
}

}  // namespace

Task<Result<UploadPartOutput>> S3Service::upload_part(const Call& call, UploadPartRequest& request) {
  CO_TRY(BodyTerms terms, body_terms(request));
  const auto find_upload = [&](store::Reader& reader) -> Result<Upload> {
    TRY(const Bucket bucket, open_bucket(reader, call, request.bucket, request.expected_bucket_owner));
    return open_upload(reader, bucket.id, request.key, request.upload_id);
  };
  CO_TRY(const Upload upload, co_await database_.read(find_upload));
  CO_CHECK(check_claim(upload, terms.claim));
  terms.algorithm = upload.algorithm;
  CO_TRY(const ReceivedBody body, co_await receiver_.receive(*request.body, terms));

  Part part{.number = request.part_number,
            .size = body.size,
            .etag = to_hex(as_bytes(body.md5)),
            .modified_at = call.now,
            .checksum = body.checksum};
  if (body.claimed && body.claimed->algorithm != upload.algorithm) part.claimed = body.claimed;
  auto stored = co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const Upload now, find_upload(transaction));
    return replace_part(transaction, now.content, part, body.segments());
  });
  if (!stored) {
    co_await drop_blob(body.blob);
    co_return std::unexpected(std::move(stored).error());
  }

  UploadPartOutput output{.server_side_encryption = kEncryption, .e_tag = quoted(part.etag)};
  const Checksum answered = body.claimed.value_or(Checksum{upload.algorithm, ChecksumType::full_object, part.checksum});
  checksum_member(output, answered.algorithm) = answered.value;
  co_return output;
}

}  // namespace lightwell::s3
