// ListObjects lists a bucket's keys in byte order, page by page, by marker.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html

#include "services/s3/bucket_store.h"
#include "services/s3/listing.h"
#include "services/s3/listing_rules.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::ListObjectsOutput>> S3Service::list_objects(const Call& call,
                                                                 api::s3::ListObjectsRequest& request) {
  CO_CHECK(check_encoding_type(request.encoding_type));
  ListQuery query{.prefix = request.prefix.value_or(""), .delimiter = request.delimiter.value_or("")};
  CO_TRY(query.max, page_size(request.max_keys, "max-keys"));
  query.from = begin_after_marker(request.marker.value_or(""), query.prefix, query.delimiter);

  CO_TRY(ListPage page, co_await database_.read([&](store::Reader& reader) -> Result<ListPage> {
    TRY(const Bucket bucket, open_bucket(reader, call, request.bucket, request.expected_bucket_owner));
    query.bucket = bucket.id;
    return s3::list_objects(reader, query);
  }));

  api::s3::ListObjectsOutput output{.is_truncated = page.is_truncated, .marker = request.marker.value_or("")};
  // Without a delimiter the last key listed is the marker, and S3 does not repeat it.
  if (page.is_truncated && !query.delimiter.empty()) output.next_marker = page.last;
  const api::s3::Owner owner = owners_.owner(call.account);
  for (Object& object : page.objects) {
    if (!output.contents) output.contents.emplace();
    output.contents->push_back(listed(std::move(object)));
    output.contents->back().owner = owner;
  }
  output.name = request.bucket;
  output.prefix = query.prefix;
  if (!query.delimiter.empty()) output.delimiter = query.delimiter;
  output.max_keys = query.max;
  if (!page.common_prefixes.empty()) output.common_prefixes = listed(std::move(page.common_prefixes));
  output.encoding_type = request.encoding_type;
  co_return output;
}

}  // namespace lightwell::s3
