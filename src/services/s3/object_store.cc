#include "services/s3/object_store.h"

#include <algorithm>

#include "services/s3/checksum_rules.h"
#include "services/s3/garbage_store.h"
#include "services/s3/listing_rules.h"

namespace lightwell::s3 {
namespace {

#define OBJECT_COLUMNS \
  "key, content, size, etag, modified_at, storage_class, checksum_algorithm, checksum_type, checksum, parts"

Object object_of(const store::Row& row) {
  return {.key = std::string(as_text(row.blob(0))),
          .content = row.integer(1),
          .size = uint64_t(row.integer(2)),
          .etag = row.string(3),
          .modified_at = row.time(4),
          .storage_class = row.string(5),
          .checksum = {algorithm_named(row.text(6)).value_or(kDefaultAlgorithm),
                       checksum_type_named(row.text(7)).value_or(ChecksumType::full_object), row.string(8)},
          .parts = int(row.integer(9))};
}

// Names and values, each closed by a NUL, which neither may contain.
std::string pack(const std::map<std::string, std::string>& pairs) {
  std::string packed;
  for (const auto& [name, value] : pairs) packed.append(name).append(1, '\0').append(value).append(1, '\0');
  return packed;
}

std::map<std::string, std::string> unpack(std::string_view packed) {
  std::map<std::string, std::string> pairs;
  while (!packed.empty()) {
    const size_t name_end = packed.find('\0');
    const size_t value_end = packed.find('\0', name_end + 1);
    if (value_end == std::string_view::npos) break;
    pairs.emplace(packed.substr(0, name_end), packed.substr(name_end + 1, value_end - name_end - 1));
    packed.remove_prefix(value_end + 1);
  }
  return pairs;
}

std::optional<Bytes> blob_or_null(const std::string& bytes) {
  if (bytes.empty()) return std::nullopt;
  return as_bytes(bytes);
}

}  // namespace

Result<std::optional<Object>> find_object(store::Reader& reader, int64_t bucket, const std::string& key) {
  return reader.first("SELECT " OBJECT_COLUMNS " FROM s3_objects WHERE bucket = $1 AND key = $2",
                      {bucket, as_bytes(key)}, object_of);
}

Result<void> replace_object(store::Transaction& transaction, int64_t bucket, const Object& object) {
  TRY(const auto before, find_object(transaction, bucket, object.key));
  REQUIRE_OK(transaction.execute(
      "INSERT INTO s3_objects (bucket, " OBJECT_COLUMNS
      ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
      "ON CONFLICT (bucket, key) DO UPDATE SET content = excluded.content, size = excluded.size, etag = excluded.etag, "
      "modified_at = excluded.modified_at, storage_class = excluded.storage_class, "
      "checksum_algorithm = excluded.checksum_algorithm, checksum_type = excluded.checksum_type, "
      "checksum = excluded.checksum, parts = excluded.parts",
      {bucket, as_bytes(object.key), object.content, int64_t(object.size), object.etag, object.modified_at,
       object.storage_class, name_of(object.checksum.algorithm), name_of(object.checksum.type), object.checksum.value,
       object.parts}));
  if (before && before->content != object.content) return release_content(transaction, before->content);
  return {};
}

Result<void> remove_object(store::Transaction& transaction, int64_t bucket, const Object& object) {
  REQUIRE_OK(
      transaction.execute("DELETE FROM s3_objects WHERE bucket = $1 AND key = $2", {bucket, as_bytes(object.key)}));
  return release_content(transaction, object.content);
}

Result<ListPage> list_objects(store::Reader& reader, const ListQuery& query) {
  ListPage page;
  if (query.max == 0) return page;
  const std::string end = behind_prefix(query.prefix);
  std::string from = std::max(query.from, query.prefix);
  const auto count = [&] { return int32_t(page.objects.size() + page.common_prefixes.size()); };
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
        page.last = *rolled;
        page.next = behind_prefix(*rolled);
        page.common_prefixes.push_back(std::move(*rolled));
        is_seeking = true;
        return false;
      }
      page.objects.push_back(object_of(row));
      page.last = key;
      page.next = behind_key(key);
      return true;
    };
    REQUIRE_OK(reader.each("SELECT " OBJECT_COLUMNS
                           " FROM s3_objects WHERE bucket = $1 AND key >= $2 AND key < $3 ORDER BY key",
                           {query.bucket, as_bytes(from), as_bytes(end)}, visit));
    from = page.next;
  }
  return page;
}

Result<int64_t> insert_content(store::Transaction& transaction, const ContentHeaders& headers,
                               const std::optional<std::string>& bytes, const std::optional<std::string>& upload) {
  const std::string metadata = pack(headers.metadata);
  const std::string tags = pack(headers.tags);
  std::optional<Bytes> body;
  if (bytes) body = as_bytes(*bytes);
  TRY(const auto id,
      transaction.first(
          "INSERT INTO s3_contents (content_type, cache_control, content_disposition, content_encoding, "
          "content_language, expires, metadata, tags, upload, bytes) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
          {headers.content_type, headers.cache_control, headers.content_disposition, headers.content_encoding,
           headers.content_language, headers.expires, blob_or_null(metadata), blob_or_null(tags), upload, body},
          [](const store::Row& row) { return row.integer(0); }));
  return id.value();
}

Result<void> insert_segments(store::Transaction& transaction, int64_t content, int part,
                             const std::vector<Segment>& segments) {
  for (size_t i = 0; i < segments.size(); ++i) {
    REQUIRE_OK(transaction.execute(
        "INSERT INTO s3_segments (content, part, position, blob, start, length) VALUES ($1, $2, $3, $4, $5, $6)",
        {content, part, i, segments[i].blob, segments[i].start, segments[i].length}));
  }
  return {};
}

Result<int64_t> copy_content(store::Transaction& transaction, int64_t source, const ContentHeaders& headers) {
  TRY(const int64_t copy, insert_content(transaction, headers, std::nullopt));
  REQUIRE_OK(transaction.execute(
      "UPDATE s3_contents SET bytes = (SELECT bytes FROM s3_contents WHERE id = $2) WHERE id = $1", {copy, source}));
  REQUIRE_OK(transaction.execute(
      "INSERT INTO s3_parts (content, number, size, etag, modified_at, checksum, claimed_algorithm, claimed_checksum) "
      "SELECT $1, number, size, etag, modified_at, checksum, claimed_algorithm, claimed_checksum "
      "FROM s3_parts WHERE content = $2",
      {copy, source}));
  REQUIRE_OK(
      transaction.execute("INSERT INTO s3_segments (content, part, position, blob, start, length) "
                          "SELECT $1, part, position, blob, start, length FROM s3_segments WHERE content = $2",
                          {copy, source}));
  return copy;
}

Result<void> release_content(store::Transaction& transaction, int64_t content) {
  TRY(const auto blobs, transaction.all("DELETE FROM s3_segments WHERE content = $1 RETURNING blob", {content},
                                        [](const store::Row& row) { return row.string(0); }));
  REQUIRE_OK(transaction.execute("DELETE FROM s3_parts WHERE content = $1", {content}));
  REQUIRE_OK(transaction.execute("DELETE FROM s3_contents WHERE id = $1", {content}));
  return discard_unnamed(transaction, blobs);
}

Result<void> release_part(store::Transaction& transaction, int64_t content, int number) {
  TRY(const auto blobs, transaction.all("DELETE FROM s3_segments WHERE content = $1 AND part = $2 RETURNING blob",
                                        {content, number}, [](const store::Row& row) { return row.string(0); }));
  REQUIRE_OK(transaction.execute("DELETE FROM s3_parts WHERE content = $1 AND number = $2", {content, number}));
  return discard_unnamed(transaction, blobs);
}

Result<ContentHeaders> read_headers(store::Reader& reader, int64_t content) {
  TRY(auto headers,
      reader.first("SELECT content_type, cache_control, content_disposition, content_encoding, content_language, "
                   "expires, metadata, tags FROM s3_contents WHERE id = $1",
                   {content}, [](const store::Row& row) {
                     return ContentHeaders{.content_type = row.string(0),
                                           .cache_control = row.optional_string(1),
                                           .content_disposition = row.optional_string(2),
                                           .content_encoding = row.optional_string(3),
                                           .content_language = row.optional_string(4),
                                           .expires = row.optional_string(5),
                                           .metadata = unpack(as_text(row.blob(6))),
                                           .tags = unpack(as_text(row.blob(7)))};
                   }));
  if (!headers) return fail(error(errors::internal_error).log("an object's content row is missing"));
  return *std::move(headers);
}

Result<Content> read_content(store::Reader& reader, int64_t content) {
  Content found;
  TRY(auto bytes, reader.first("SELECT bytes FROM s3_contents WHERE id = $1", {content}, [](const store::Row& row) {
    return row.is_null(0) ? std::nullopt : std::optional(std::string(as_text(row.blob(0))));
  }));
  if (bytes && *bytes) {
    found.bytes = std::move(**bytes);
    return found;
  }
  TRY(found.segments, reader.all("SELECT blob, start, length FROM s3_segments WHERE content = $1 "
                                 "ORDER BY part, position",
                                 {content}, [](const store::Row& row) {
                                   return Segment{row.string(0), uint64_t(row.integer(1)), uint64_t(row.integer(2))};
                                 }));
  return found;
}

Result<std::optional<ByteRange>> find_part_range(store::Reader& reader, int64_t content, int ordinal) {
  ByteRange range;
  int seen = 0;
  REQUIRE_OK(reader.each("SELECT size FROM s3_parts WHERE content = $1 ORDER BY number", {content},
                         [&](const store::Row& row) {
                           range.first += range.length;
                           range.length = uint64_t(row.integer(0));
                           return ++seen < ordinal;
                         }));
  if (seen < ordinal) return std::nullopt;
  return range;
}

Result<void> write_tags(store::Transaction& transaction, int64_t content, const Tags& tags) {
  const std::string packed = pack(tags);
  REQUIRE_OK(transaction.execute("UPDATE s3_contents SET tags = $2 WHERE id = $1", {content, blob_or_null(packed)}));
  return {};
}

Result<std::optional<std::string>> find_upload_of(store::Reader& reader, int64_t content) {
  TRY(auto upload, reader.first("SELECT upload FROM s3_contents WHERE id = $1", {content},
                                [](const store::Row& row) { return row.optional_string(0); }));
  return upload ? *std::move(upload) : std::nullopt;
}

#undef OBJECT_COLUMNS

}  // namespace lightwell::s3
