#include "services/s3/garbage_store.h"

namespace lightwell::s3 {

Result<void> discard_unnamed(store::Transaction& transaction, const std::vector<std::string>& blobs) {
  for (const std::string& blob : blobs) {
    REQUIRE_OK(
        transaction.execute("INSERT INTO s3_garbage (blob) "
                            "SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM s3_segments WHERE blob = $1) "
                            "ON CONFLICT (blob) DO NOTHING",
                            {blob}));
  }
  return {};
}

Result<std::vector<std::string>> list_garbage(store::Reader& reader, const std::string& after, size_t max) {
  return reader.all("SELECT blob FROM s3_garbage WHERE blob > $1 ORDER BY blob LIMIT $2", {after, int64_t(max)},
                    [](const store::Row& row) { return row.string(0); });
}

Result<void> forget_garbage(store::Transaction& transaction, const std::vector<std::string>& blobs) {
  for (const std::string& blob : blobs) {
    REQUIRE_OK(transaction.execute("DELETE FROM s3_garbage WHERE blob = $1", {blob}));
  }
  return {};
}

Result<std::vector<std::string>> find_unknown(store::Reader& reader, const std::vector<std::string>& blobs) {
  std::vector<std::string> unknown;
  for (const std::string& blob : blobs) {
    TRY(const auto known, reader.first("SELECT EXISTS (SELECT 1 FROM s3_segments WHERE blob = $1) "
                                       "OR EXISTS (SELECT 1 FROM s3_garbage WHERE blob = $1)",
                                       {blob}, [](const store::Row& row) { return row.boolean(0); }));
    if (!known.value_or(false)) unknown.push_back(blob);
  }
  return unknown;
}

Result<void> delete_everything(store::Transaction& transaction) {
  for (const std::string_view sql :
       {"DELETE FROM s3_garbage", "DELETE FROM s3_segments", "DELETE FROM s3_parts", "DELETE FROM s3_uploads",
        "DELETE FROM s3_objects", "DELETE FROM s3_contents", "DELETE FROM s3_cors_rules", "DELETE FROM s3_buckets"}) {
    REQUIRE_OK(transaction.execute(sql));
  }
  return {};
}

}  // namespace lightwell::s3
