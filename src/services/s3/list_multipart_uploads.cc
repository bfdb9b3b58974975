// ListMultipartUploads lists the uploads under way in a bucket, by key and by when they began.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html

#include "services/s3/bucket_store.h"
#include "services/s3/checksum_rules.h"
#include "services/s3/listing.h"
#include "services/s3/listing_rules.h"
#include "services/s3/owners.h"
#include "services/s3/s3.h"
#include "services/s3/upload_store.h"

namespace lightwell::s3 {
namespace {

using api::s3::ListMultipartUploadsOutput;
using api::s3::ListMultipartUploadsRequest;

Result<UploadQuery> read_query(const ListMultipartUploadsRequest& request) {
  REQUIRE_OK(check_encoding_type(request.encoding_type));
  UploadQuery query{.prefix = request.prefix.value_or(""), .delimiter = request.delimiter.value_or("")};
  TRY(query.max, page_size(request.max_uploads, "max-uploads"));
  const std::string marker = request.key_marker.value_or("");
  // Without a key, an upload id says nothing.
  if (!marker.empty() && request.upload_id_marker && !request.upload_id_marker->empty()) {
    query.from_key = marker;
    query.after_id = *request.upload_id_marker;
  } else {
    query.from_key = begin_after_marker(marker, query.prefix, query.delimiter);
  }
  return query;
}

api::s3::MultipartUpload listed(const Upload& upload, const Owners& owners, const std::string& account) {
  api::s3::MultipartUpload entry;
  entry.upload_id = upload.id;
  entry.key = upload.key;
  entry.initiated = whole_seconds(upload.initiated_at);
  entry.storage_class = upload.storage_class;
  entry.owner = owners.owner(account);
  entry.initiator = owners.initiator(upload.account);
  if (upload.is_checksum_asked) {
    entry.checksum_algorithm = std::string(name_of(upload.algorithm));
    entry.checksum_type = std::string(name_of(upload.checksum_type));
  }
  return entry;
}

}  // namespace

Task<Result<ListMultipartUploadsOutput>> S3Service::list_multipart_uploads(const Call& call,
                                                                           ListMultipartUploadsRequest& request) {
  CO_TRY(UploadQuery query, read_query(request));
  CO_TRY(UploadPage page, co_await database_.read([&](store::Reader& reader) -> Result<UploadPage> {
    TRY(const Bucket bucket, open_bucket(reader, call, request.bucket, request.expected_bucket_owner));
    query.bucket = bucket.id;
    return list_uploads(reader, query);
  }));

  ListMultipartUploadsOutput output{.bucket = request.bucket, .key_marker = request.key_marker.value_or("")};
  output.upload_id_marker = request.key_marker ? request.upload_id_marker.value_or("") : "";
  if (page.is_truncated) {
    output.next_key_marker = page.last_key;
    output.next_upload_id_marker = page.last_id;
  }
  output.prefix = query.prefix;
  if (!query.delimiter.empty()) output.delimiter = query.delimiter;
  output.max_uploads = query.max;
  output.is_truncated = page.is_truncated;
  for (const Upload& upload : page.uploads) {
    if (!output.uploads) output.uploads.emplace();
    output.uploads->push_back(listed(upload, owners_, call.account));
  }
  if (!page.common_prefixes.empty()) output.common_prefixes = s3::listed(std::move(page.common_prefixes));
  output.encoding_type = request.encoding_type;
  co_return output;
}

}  // namespace lightwell::s3
