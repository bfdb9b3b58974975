#include "services/ec2/key_pair_store.h"

namespace lightwell::ec2 {
namespace {

KeyPair pair_of(const store::Row& row) {
  return {.id = row.string(0),
          .account = row.string(1),
          .region = row.string(2),
          .name = row.string(3),
          .type = row.string(4),
          .fingerprint = row.string(5),
          .public_key = row.string(6),
          .made_at = row.time(7)};
}

}  // namespace

Result<void> insert_key_pair(store::Transaction& transaction, const KeyPair& pair) {
  REQUIRE_OK(transaction.execute(
      "INSERT INTO ec2_key_pairs (id, account, region, name, type, fingerprint, public_key, made_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {pair.id, pair.account, pair.region, pair.name, pair.type, pair.fingerprint, pair.public_key, pair.made_at}));
  for (const auto& [key, value] : pair.tags) REQUIRE_OK(put_tag(transaction, pair.id, key, value));
  return {};
}

Result<void> put_tag(store::Transaction& transaction, const std::string& pair, const std::string& key,
                     const std::string& value) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO ec2_key_pair_tags (key_pair, key, value) VALUES ($1, $2, $3) "
                          "ON CONFLICT (key_pair, key) DO UPDATE SET value = excluded.value",
                          {pair, key, value}));
  return {};
}

Result<void> delete_tag(store::Transaction& transaction, const std::string& pair, const std::string& key) {
  REQUIRE_OK(transaction.execute("DELETE FROM ec2_key_pair_tags WHERE key_pair = $1 AND key = $2", {pair, key}));
  return {};
}

Result<int64_t> count_key_pairs(store::Reader& reader, const std::string& account, const std::string& region) {
  TRY(const auto count, reader.first("SELECT count(*) FROM ec2_key_pairs WHERE account = $1 AND region = $2",
                                     {account, region}, [](const store::Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

Result<std::vector<KeyPair>> list_key_pairs(store::Reader& reader, const std::string& account,
                                            const std::string& region) {
  TRY(auto pairs, reader.all("SELECT id, account, region, name, type, fingerprint, public_key, made_at "
                             "FROM ec2_key_pairs WHERE account = $1 AND region = $2 ORDER BY name",
                             {account, region}, pair_of));
  std::map<std::string, Tags> tags;
  REQUIRE_OK(
      reader.each("SELECT key_pair, key, value FROM ec2_key_pair_tags WHERE key_pair IN "
                  "(SELECT id FROM ec2_key_pairs WHERE account = $1 AND region = $2)",
                  {account, region}, [&](const store::Row& row) {
                    tags[row.string(0)].emplace(row.string(1), row.string(2));
                    return true;
                  }));
  for (KeyPair& pair : pairs) pair.tags = std::move(tags[pair.id]);
  return pairs;
}

Result<std::optional<KeyPair>> find_key_pair(store::Reader& reader, const std::string& account,
                                             const std::string& region, const std::string& name,
                                             const std::string& id) {
  TRY(auto pair, reader.first("SELECT id, account, region, name, type, fingerprint, public_key, made_at "
                              "FROM ec2_key_pairs WHERE account = $1 AND region = $2 AND ($3 = '' OR name = $3) "
                              "AND ($4 = '' OR id = $4)",
                              {account, region, name, id}, pair_of));
  if (!pair) return std::nullopt;
  REQUIRE_OK(reader.each("SELECT key, value FROM ec2_key_pair_tags WHERE key_pair = $1", {pair->id},
                         [&](const store::Row& row) {
                           pair->tags.emplace(row.string(0), row.string(1));
                           return true;
                         }));
  return pair;
}

Result<void> delete_key_pair(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM ec2_key_pairs WHERE id = $1", {id}));
  return {};
}

Result<void> remove_everything(store::Transaction& transaction) {
  REQUIRE_OK(transaction.execute("DELETE FROM ec2_key_pairs"));
  return {};
}

}  // namespace lightwell::ec2
