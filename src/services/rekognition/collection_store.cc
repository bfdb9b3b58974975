#include "services/rekognition/collection_store.h"

#include "services/rekognition/collection_rules.h"

namespace lightwell::rekognition {
namespace {

Collection collection_of(const store::Row& row) {
  return {.id = row.integer(0),
          .account = row.string(1),
          .region = row.string(2),
          .name = row.string(3),
          .index_name = row.string(4),
          .created_at = row.time(5),
          .face_count = row.integer(6),
          .changes = row.integer(7)};
}

SweptCollection swept_of(const store::Row& row) { return {row.integer(0), row.string(1)}; }

int64_t first_integer(const store::Row& row) { return row.integer(0); }

}  // namespace

Result<Collection> open_collection(store::Reader& reader, const Call& call, const std::string& name) {
  TRY(auto found, reader.first("SELECT id, account, region, name, index_name, created_at, face_count, changes "
                               "FROM rekognition_collections WHERE account = $1 AND region = $2 AND name = $3",
                               {call.account, call.region, name}, collection_of));
  if (!found) return fail(no_such_collection(name));
  return *std::move(found);
}

Result<int64_t> insert_collection(store::Transaction& transaction, const Collection& collection) {
  TRY(const auto id,
      transaction.first(
          "INSERT INTO rekognition_collections (account, region, name, index_name, "
          "created_at, face_count, changes) VALUES ($1, $2, $3, $4, $5, 0, 0) RETURNING id",
          {collection.account, collection.region, collection.name, collection.index_name, collection.created_at},
          first_integer));
  return id.value_or(0);
}

Result<int64_t> count_collections(store::Reader& reader, const std::string& account) {
  TRY(const auto count,
      reader.first("SELECT count(*) FROM rekognition_collections WHERE account = $1 AND name IS NOT NULL", {account},
                   first_integer));
  return count.value_or(0);
}

Result<std::vector<Collection>> list_collections(store::Reader& reader, const Call& call, int64_t behind, size_t max) {
  return reader.all(
      "SELECT id, account, region, name, index_name, created_at, face_count, changes FROM rekognition_collections "
      "WHERE account = $1 AND region = $2 AND name IS NOT NULL AND id > $3 ORDER BY id LIMIT $4",
      {call.account, call.region, behind, int64_t(max)}, collection_of);
}

Result<void> hide_collection(store::Transaction& transaction, int64_t id) {
  REQUIRE_OK(transaction.execute("UPDATE rekognition_collections SET name = NULL WHERE id = $1", {id}));
  return {};
}

Result<std::optional<SweptCollection>> sweep_collections(store::Transaction& transaction, size_t max) {
  TRY(const auto found,
      transaction.first("SELECT id, index_name FROM rekognition_collections WHERE name IS NULL LIMIT 1", {}, swept_of));
  if (!found) return std::nullopt;
  const int64_t id = found->id;
  TRY(const int64_t vectors, transaction.execute("DELETE FROM rekognition_vectors WHERE id IN "
                                                 "(SELECT id FROM rekognition_vectors WHERE collection = $1 LIMIT $2)",
                                                 {id, int64_t(max)}));
  if (vectors != 0) return SweptCollection{};
  TRY(const int64_t faces, transaction.execute("DELETE FROM rekognition_faces WHERE collection = $1 AND number IN "
                                               "(SELECT number FROM rekognition_faces WHERE collection = $1 LIMIT $2)",
                                               {id, int64_t(max)}));
  if (faces != 0) return SweptCollection{};
  TRY(const int64_t images, transaction.execute("DELETE FROM rekognition_images WHERE id IN "
                                                "(SELECT id FROM rekognition_images WHERE collection = $1 LIMIT $2)",
                                                {id, int64_t(max)}));
  if (images != 0) return SweptCollection{};
  REQUIRE_OK(transaction.execute("DELETE FROM rekognition_collections WHERE id = $1", {id}));
  return *found;
}

Result<std::vector<SweptCollection>> all_collections(store::Reader& reader) {
  return reader.all("SELECT id, index_name FROM rekognition_collections", {}, swept_of);
}

Result<Count> count_changes(store::Transaction& transaction, int64_t collection, int64_t changes, int64_t by) {
  TRY(const auto after,
      transaction.first("UPDATE rekognition_collections SET changes = changes + $2, face_count = face_count + $3 "
                        "WHERE id = $1 RETURNING changes",
                        {collection, changes, by}, first_integer));
  return Count{after.value_or(0) - changes, after.value_or(0)};
}

Result<Tags> read_tags(store::Reader& reader, int64_t collection) {
  Tags tags;
  REQUIRE_OK(reader.each("SELECT key, value FROM rekognition_tags WHERE collection = $1", {collection},
                         [&](const store::Row& row) {
                           tags.emplace(row.string(0), row.string(1));
                           return true;
                         }));
  return tags;
}

Result<void> write_tags(store::Transaction& transaction, int64_t collection, const Tags& tags) {
  for (const auto& [key, value] : tags) {
    REQUIRE_OK(
        transaction.execute("INSERT INTO rekognition_tags (collection, key, value) VALUES ($1, $2, $3) "
                            "ON CONFLICT (collection, key) DO UPDATE SET value = excluded.value",
                            {collection, key, value}));
  }
  return {};
}

Result<void> remove_tags(store::Transaction& transaction, int64_t collection, const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    REQUIRE_OK(
        transaction.execute("DELETE FROM rekognition_tags WHERE collection = $1 AND key = $2", {collection, key}));
  }
  return {};
}

Result<void> remove_everything(store::Transaction& transaction) {
  REQUIRE_OK(transaction.execute("DELETE FROM rekognition_vectors"));
  REQUIRE_OK(transaction.execute("DELETE FROM rekognition_faces"));
  REQUIRE_OK(transaction.execute("DELETE FROM rekognition_images"));
  REQUIRE_OK(transaction.execute("DELETE FROM rekognition_collections"));
  return {};
}

}  // namespace lightwell::rekognition
