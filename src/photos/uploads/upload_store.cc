#include "photos/uploads/upload_store.h"

namespace lightwell::photos {
namespace {

// Every query begins alike; statements are kept prepared by their text, so the text is joined at compile time.
#define UPLOAD_COLUMNS                                                                                          \
  "SELECT id, owner, origin, state, sha256, size, part_size, name, type, kind, last_modified, key, s3_upload, " \
  "photo_id, is_duplicate, created_at FROM uploads "

Upload upload_from(const store::Row& row) {
  Upload upload{
      .id = row.string(0),
      .owner = row.string(1),
      .origin = UploadOrigin(row.integer(2)),
      .state = UploadState(row.integer(3)),
      .sha256 = row.string(4),
      .size = uint64_t(row.integer(5)),
      .part_size = uint64_t(row.integer(6)),
      .name = row.string(7),
      .type = row.string(8),
      .kind = PhotoKind(row.integer(9)),
      .key = row.string(11),
      .s3_upload = row.optional_string(12),
      .photo_id = row.string(13),
      .is_duplicate = row.boolean(14),
      .created_at = row.time(15),
  };
  if (!row.is_null(10)) upload.last_modified = row.time(10);
  return upload;
}

Result<void> done(Result<int64_t> changed) {
  REQUIRE_OK(changed);
  return {};
}

}  // namespace

Result<void> insert_upload(store::Transaction& transaction, const Upload& upload) {
  return done(transaction.execute(
      "INSERT INTO uploads (id, owner, origin, state, sha256, size, part_size, name, type, kind, last_modified, key,"
      " s3_upload, photo_id, is_duplicate, created_at, changed_at)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $15)",
      {upload.id, upload.owner, int(upload.origin), int(upload.state), upload.sha256, upload.size, upload.part_size,
       upload.name, upload.type, int(upload.kind), upload.last_modified, upload.key, upload.s3_upload, upload.photo_id,
       upload.created_at}));
}

Result<std::optional<Upload>> find_upload(store::Reader& reader, const std::string& owner, const std::string& id) {
  return reader.first(UPLOAD_COLUMNS "WHERE owner = $1 AND id = $2", {owner, id}, upload_from);
}

Result<std::optional<Upload>> find_open_upload(store::Reader& reader, const std::string& owner,
                                               const std::string& sha256, uint64_t size) {
  return reader.first(UPLOAD_COLUMNS "WHERE owner = $1 AND sha256 = $2 AND size = $3 AND state < 2 AND origin = 0",
                      {owner, sha256, size}, upload_from);
}

Result<std::vector<Upload>> open_uploads_of(store::Reader& reader, const std::string& owner) {
  return reader.all(UPLOAD_COLUMNS
                    "WHERE owner = $1 AND state < 2 AND origin = 0 ORDER BY created_at DESC, id LIMIT 1000",
                    {owner}, upload_from);
}

Result<std::vector<Upload>> unfinished_uploads(store::Reader& reader) {
  return reader.all(UPLOAD_COLUMNS "WHERE state = 1 ORDER BY created_at", {}, upload_from);
}

Result<std::vector<Upload>> uploads_older_than(store::Reader& reader, Timestamp time, size_t count_max) {
  return reader.all(UPLOAD_COLUMNS "WHERE state = 0 AND changed_at < $1 ORDER BY changed_at LIMIT $2",
                    {time, count_max}, upload_from);
}

Result<bool> is_upload_key(store::Reader& reader, const std::string& key) {
  TRY(const auto found, reader.first("SELECT 1 FROM uploads WHERE key = $1 AND state < 2", {key},
                                     [](const store::Row&) { return true; }));
  return found.has_value();
}

Result<bool> is_upload(store::Reader& reader, const std::string& key, const std::string& s3_upload) {
  TRY(const auto found, reader.first("SELECT 1 FROM uploads WHERE key = $1 AND s3_upload = $2 AND state < 2",
                                     {key, s3_upload}, [](const store::Row&) { return true; }));
  return found.has_value();
}

Result<bool> set_s3_upload(store::Transaction& transaction, const std::string& id, const std::string& s3_upload,
                           Timestamp now) {
  TRY(const int64_t changed,
      transaction.execute("UPDATE uploads SET s3_upload = $2, changed_at = $3 WHERE id = $1 AND s3_upload IS NULL",
                          {id, s3_upload, now}));
  return changed > 0;
}

Result<void> forget_s3_upload(store::Transaction& transaction, const std::string& id) {
  return done(transaction.execute("UPDATE uploads SET s3_upload = NULL, state = 0 WHERE id = $1", {id}));
}

Result<void> touch_upload(store::Transaction& transaction, const std::string& id, Timestamp now) {
  return done(transaction.execute("UPDATE uploads SET changed_at = $2 WHERE id = $1", {id, now}));
}

Result<void> set_completing(store::Transaction& transaction, const std::string& id, bool is_completing, Timestamp now) {
  return done(transaction.execute("UPDATE uploads SET state = $2, changed_at = $3 WHERE id = $1 AND state < 2",
                                  {id, is_completing, now}));
}

Result<void> set_done(store::Transaction& transaction, const std::string& id, const std::string& photo_id,
                      bool is_duplicate, Timestamp now) {
  return done(transaction.execute(
      "UPDATE uploads SET state = 2, photo_id = $2, is_duplicate = $3, changed_at = $4 WHERE id = $1",
      {id, photo_id, is_duplicate, now}));
}

Result<void> delete_upload(store::Transaction& transaction, const std::string& id) {
  return done(transaction.execute("DELETE FROM uploads WHERE id = $1", {id}));
}

Result<void> delete_done_before(store::Transaction& transaction, Timestamp time) {
  return done(transaction.execute("DELETE FROM uploads WHERE state = 2 AND changed_at < $1", {time}));
}

#undef UPLOAD_COLUMNS

}  // namespace lightwell::photos
