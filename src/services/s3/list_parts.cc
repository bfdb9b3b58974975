// ListParts lists what was received of an upload, by part number.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html

#include "services/s3/bucket_store.h"
#include "services/s3/checksum_rules.h"
#include "services/s3/listing_rules.h"
#include "services/s3/object_rules.h"
#include "services/s3/owners.h"
#include "services/s3/s3.h"
#include "services/s3/upload_store.h"

namespace lightwell::s3 {
namespace {

api::s3::Part listed(const Part& part, const Upload& upload) {
  api::s3::Part entry;
  entry.part_number = part.number;
  entry.last_modified = whole_seconds(part.modified_at);
  entry.e_tag = quoted(part.etag);
  entry.size = int64_t(part.size);
  if (upload.is_checksum_asked) checksum_member(entry, upload.algorithm) = part.checksum;
  if (part.claimed) checksum_member(entry, part.claimed->algorithm) = part.claimed->value;
  return entry;
}

}  // namespace

Task<Result<api::s3::ListPartsOutput>> S3Service::list_parts(const Call& call, api::s3::ListPartsRequest& request) {
  CO_CHECK(check_key(request.key));
  CO_CHECK(refuse_customer_keys(request));
  CO_TRY(const int32_t max, page_size(request.max_parts, "max-parts"));
  const int32_t after = request.part_number_marker.value_or(0);

  struct Listing {
    Upload upload;
    std::vector<Part> parts;
  };
  CO_TRY(Listing listing, co_await database_.read([&](store::Reader& reader) -> Result<Listing> {
    TRY(const Bucket bucket, open_bucket(reader, call, request.bucket, request.expected_bucket_owner));
    Listing found;
    TRY(found.upload, open_upload(reader, bucket.id, request.key, request.upload_id));
    TRY(found.parts, s3::list_parts(reader, found.upload.content, after, max + 1));
    return found;
  }));

  api::s3::ListPartsOutput output{.bucket = request.bucket, .key = request.key, .upload_id = request.upload_id};
  output.part_number_marker = after;
  output.max_parts = max;
  output.is_truncated = max != 0 && listing.parts.size() > size_t(max);
  if (listing.parts.size() > size_t(max)) listing.parts.resize(size_t(max));
  output.next_part_number_marker = listing.parts.empty() ? 0 : listing.parts.back().number;
  for (const Part& part : listing.parts) {
    if (!output.parts) output.parts.emplace();
    output.parts->push_back(listed(part, listing.upload));
  }
  output.initiator = owners_.initiator(listing.upload.account);
  output.owner = owners_.owner(call.account);
  output.storage_class = listing.upload.storage_class;
  if (listing.upload.is_checksum_asked) {
    output.checksum_algorithm = std::string(name_of(listing.upload.algorithm));
    output.checksum_type = std::string(name_of(listing.upload.checksum_type));
  }
  co_return output;
}

}  // namespace lightwell::s3
