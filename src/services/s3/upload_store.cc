#include "services/s3/upload_store.h"

#include <algorithm>

#include "services/s3/checksum_rules.h"
#include "services/s3/errors.h"
#include "services/s3/listing_rules.h"
#include "services/s3/object_store.h"

namespace lightwell::s3 {
namespace {

#define UPLOAD_COLUMNS \
  "key, id, content, account, initiated_at, storage_class, checksum_algorithm, checksum_type, is_checksum_asked"

Upload upload_of(const store::Row& row) {
  return {.id = row.string(1),
          .key = std::string(as_text(row.blob(0))),
          .content = row.integer(2),
          .account = row.string(3),
          .initiated_at = row.time(4),
          .storage_class = row.string(5),
          .algorithm = algorithm_named(row.text(6)).value_or(kDefaultAlgorithm),
          .checksum_type = checksum_type_named(row.text(7)).value_or(ChecksumType::full_object),
          .is_checksum_asked = row.boolean(8)};
}

Part part_of(const store::Row& row) {
  Part part{.number = int(row.integer(0)),
            .size = uint64_t(row.integer(1)),
            .etag = row.string(2),
            .modified_at = row.time(3),
            .checksum = row.string(4)};
  if (!row.is_null(5)) {
    part.claimed =
        Checksum{algorithm_named(row.text(5)).value_or(kDefaultAlgorithm), ChecksumType::full_object, row.string(6)};
  }
  return part;
}

}  // namespace

Result<void> insert_upload(store::Transaction& transaction, int64_t bucket, const Upload& upload) {
  REQUIRE_OK(transaction.execute(
      "INSERT INTO s3_uploads (bucket, " UPLOAD_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {bucket, as_bytes(upload.key), upload.id, upload.content, upload.account, upload.initiated_at,
       upload.storage_class, name_of(upload.algorithm), name_of(upload.checksum_type), upload.is_checksum_asked}));
  return {};
}

Result<Upload> open_upload(store::Reader& reader, int64_t bucket, const std::string& key, const std::string& id) {
  TRY(auto upload, reader.first("SELECT " UPLOAD_COLUMNS " FROM s3_uploads WHERE bucket = $1 AND key = $2 AND id = $3",
                                {bucket, as_bytes(key), id}, upload_of));
  if (!upload) return fail(error(errors::no_such_upload).with("UploadId", id));
  return *std::move(upload);
}

Result<void> remove_upload(store::Transaction& transaction, int64_t bucket, const Upload& upload) {
  REQUIRE_OK(transaction.execute("DELETE FROM s3_uploads WHERE bucket = $1 AND key = $2 AND id = $3",
                                 {bucket, as_bytes(upload.key), upload.id}));
  return {};
}

Result<void> remove_uploads_of(store::Transaction& transaction, int64_t bucket) {
  TRY(const auto contents, transaction.all("DELETE FROM s3_uploads WHERE bucket = $1 RETURNING content", {bucket},
                                           [](const store::Row& row) { return row.integer(0); }));
  for (const int64_t content : contents) REQUIRE_OK(release_content(transaction, content));
  return {};
}

Result<UploadPage> list_uploads(store::Reader& reader, const UploadQuery& query) {
  UploadPage page;
  if (query.max == 0) return page;
  const std::string end = behind_prefix(query.prefix);
  std::string from = query.from_key;
  std::string after = query.after_id;
  if (from < query.prefix) {
    from = query.prefix;
    after.clear();
  }
  const auto count = [&] { return int32_t(page.uploads.size() + page.common_prefixes.size()); };
  std::string next_from;
  bool is_seeking = true;
  while (is_seeking && !page.is_truncated) {
    is_seeking = false;
    const auto visit = [&](const store::Row& row) {
      if (count() == query.max) {
        page.is_truncated = true;
        return false;
      }
      const std::string_view key = as_text(row.blob(0));
      if (auto rolled = common_prefix(key, query.prefix, query.delimiter)) {
        page.last_key = *rolled;
        page.last_id.clear();
        next_from = behind_prefix(*rolled);
        page.common_prefixes.push_back(std::move(*rolled));
        is_seeking = true;
        return false;
      }
      page.uploads.push_back(upload_of(row));
      page.last_key = key;
      page.last_id = page.uploads.back().id;
      return true;
    };
    REQUIRE_OK(reader.each("SELECT " UPLOAD_COLUMNS
                           " FROM s3_uploads WHERE bucket = $1 AND (key, id) > ($2, $3) AND key < $4 ORDER BY key, id",
                           {query.bucket, as_bytes(from), after, as_bytes(end)}, visit));
    from = next_from;
    after.clear();
  }
  return page;
}

Result<void> replace_part(store::Transaction& transaction, int64_t content, const Part& part,
                          const std::vector<Segment>& segments) {
  REQUIRE_OK(release_part(transaction, content, part.number));
  const auto claimed_algorithm = part.claimed ? std::optional(name_of(part.claimed->algorithm)) : std::nullopt;
  const auto claimed_value = part.claimed ? std::optional(part.claimed->value) : std::nullopt;
  REQUIRE_OK(transaction.execute(
      "INSERT INTO s3_parts (content, number, size, etag, modified_at, checksum, claimed_algorithm, claimed_checksum) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {content, part.number, int64_t(part.size), part.etag, part.modified_at, part.checksum, claimed_algorithm,
       claimed_value}));
  return insert_segments(transaction, content, part.number, segments);
}

Result<std::vector<Part>> list_parts(store::Reader& reader, int64_t content, int after, int max) {
  return reader.all(
      "SELECT number, size, etag, modified_at, checksum, claimed_algorithm, claimed_checksum "
      "FROM s3_parts WHERE content = $1 AND number > $2 ORDER BY number LIMIT $3",
      {content, after, max}, part_of);
}

#undef UPLOAD_COLUMNS

}  // namespace lightwell::s3
