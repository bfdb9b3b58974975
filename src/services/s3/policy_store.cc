#include "services/s3/policy_store.h"

namespace lightwell::s3 {
namespace {

// As the column keeps it.
enum Bit : int64_t { kAcls = 1, kIgnores = 2, kPolicy = 4, kBuckets = 8 };

int64_t to_bits(const AccessBlock& block) {
  return (block.acls ? kAcls : 0) | (block.ignores ? kIgnores : 0) | (block.policy ? kPolicy : 0) |
         (block.buckets ? kBuckets : 0);
}

AccessBlock from_bits(int64_t bits) {
  return {.acls = (bits & kAcls) != 0,
          .ignores = (bits & kIgnores) != 0,
          .policy = (bits & kPolicy) != 0,
          .buckets = (bits & kBuckets) != 0};
}

}  // namespace

Result<std::optional<std::string>> read_policy(store::Reader& reader, int64_t bucket) {
  return reader.first("SELECT document FROM s3_bucket_policies WHERE bucket = $1", {bucket},
                      [](const store::Row& row) { return row.string(0); });
}

Result<void> replace_policy(store::Transaction& transaction, int64_t bucket, const std::string& document) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO s3_bucket_policies (bucket, document) VALUES ($1, $2) "
                          "ON CONFLICT (bucket) DO UPDATE SET document = excluded.document",
                          {bucket, document}));
  return {};
}

Result<void> delete_policy(store::Transaction& transaction, int64_t bucket) {
  REQUIRE_OK(transaction.execute("DELETE FROM s3_bucket_policies WHERE bucket = $1", {bucket}));
  return {};
}

Result<std::optional<AccessBlock>> read_access_block(store::Reader& reader, int64_t bucket) {
  TRY(const auto bits, reader.first("SELECT access_block FROM s3_buckets WHERE id = $1", {bucket},
                                    [](const store::Row& row) { return row.optional_integer(0); }));
  if (!bits || !*bits) return std::nullopt;
  return from_bits(**bits);
}

Result<void> replace_access_block(store::Transaction& transaction, int64_t bucket,
                                  const std::optional<AccessBlock>& block) {
  const std::optional<int64_t> bits = block ? std::optional(to_bits(*block)) : std::nullopt;
  REQUIRE_OK(transaction.execute("UPDATE s3_buckets SET access_block = $1 WHERE id = $2", {bits, bucket}));
  return {};
}

}  // namespace lightwell::s3
