// ListObjectsV2 lists a bucket's keys in byte order, page by page, by an opaque token.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html

#include "services/s3/bucket_store.h"
#include "services/s3/listing.h"
#include "services/s3/listing_rules.h"
#include "services/s3/s3.h"

namespace lightwell::s3 {

Task<Result<api::s3::ListObjectsV2Output>> S3Service::list_objects_v2(const Call& call,
                                                                      api::s3::ListObjectsV2Request& request) {
  CO_CHECK(check_encoding_type(request.encoding_type));
  ListQuery query{.prefix = request.prefix.value_or(""), .delimiter = request.delimiter.value_or("")};
  CO_TRY(query.max, page_size(request.max_keys, "max-keys"));
  if (request.continuation_token) {
    CO_TRY(query.from, read_token(*request.continuation_token));
  } else if (request.start_after && !request.start_after->empty()) {
    query.from = behind_key(*request.start_after);
  }

  CO_TRY(ListPage page, co_await database_.read([&](store::Reader& reader) -> Result<ListPage> {
    TRY(const Bucket bucket, open_bucket(reader, call, request.bucket, request.expected_bucket_owner));
    query.bucket = bucket.id;
    return s3::list_objects(reader, query);
  }));

  api::s3::ListObjectsV2Output output{.is_truncated = page.is_truncated};
  output.key_count = int32_t(page.objects.size() + page.common_prefixes.size());
  const api::s3::Owner owner = owners_.owner(call.account);
  for (Object& object : page.objects) {
    if (!output.contents) output.contents.emplace();
    output.contents->push_back(listed(std::move(object)));
    if (request.fetch_owner.value_or(false)) output.contents->back().owner = owner;
  }
  output.name = request.bucket;
  output.prefix = query.prefix;
  if (!query.delimiter.empty()) output.delimiter = query.delimiter;
  output.max_keys = query.max;
  if (!page.common_prefixes.empty()) output.common_prefixes = listed(std::move(page.common_prefixes));
  output.encoding_type = request.encoding_type;
  output.continuation_token = request.continuation_token;
  if (page.is_truncated) output.next_continuation_token = make_token(page.next);
  output.start_after = request.start_after;
  co_return output;
}

}  // namespace lightwell::s3
