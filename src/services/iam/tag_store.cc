#include "services/iam/tag_store.h"

#include "base/text.h"
#include "services/iam/errors.h"

namespace lightwell::iam {
namespace {

api::iam::Tag tag_of(const store::Row& row) {
  api::iam::Tag tag;
  tag.key = row.string(0);
  tag.value = row.string(1);
  return tag;
}

}  // namespace

Result<void> put_tags(store::Transaction& transaction, const std::string& account, const std::string& entity,
                      const std::vector<api::iam::Tag>& tags) {
  REQUIRE_OK(check_tags(entity, tags));
  TRY(const auto before, transaction.first("SELECT coalesce(max(position), 0) FROM iam_tags WHERE entity = $1",
                                           {entity}, [](const store::Row& row) { return row.integer(0); }));
  int64_t position = before.value_or(0);
  for (const api::iam::Tag& tag : tags) {
    REQUIRE_OK(
        transaction.execute("INSERT INTO iam_tags (account, entity, key, key_lower, value, position) "
                            "VALUES ($1, $2, $3, $4, $5, $6) "
                            "ON CONFLICT (entity, key_lower) DO UPDATE SET key = excluded.key, value = excluded.value",
                            {account, entity, tag.key, compared_key(entity, tag.key), tag.value, ++position}));
  }
  TRY(const auto count, transaction.first("SELECT count(*) FROM iam_tags WHERE entity = $1", {entity},
                                          [](const store::Row& row) { return row.integer(0); }));
  if (size_t(count.value_or(0)) > kTagsMax) {
    return fail(errors::limit_exceeded_exception, "The number of tags has reached the maximum limit.");
  }
  return {};
}

Result<void> remove_tags(store::Transaction& transaction, const std::string& entity,
                         const std::vector<std::string>& keys) {
  REQUIRE_OK(check_tag_keys(entity, keys));
  for (const std::string& key : keys) {
    REQUIRE_OK(transaction.execute("DELETE FROM iam_tags WHERE entity = $1 AND key_lower = $2",
                                   {entity, compared_key(entity, key)}));
  }
  return {};
}

Result<void> remove_all_tags(store::Transaction& transaction, const std::string& entity) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_tags WHERE entity = $1", {entity}));
  return {};
}

Result<std::vector<api::iam::Tag>> tags_of(store::Reader& reader, const std::string& entity) {
  return reader.all("SELECT key, value FROM iam_tags WHERE entity = $1 ORDER BY position", {entity}, tag_of);
}

Result<std::vector<api::iam::Tag>> tags_of(store::Reader& reader, const std::string& entity, const Paging& paging) {
  return reader.all("SELECT key, value FROM iam_tags WHERE entity = $1 AND key_lower > $2 ORDER BY key_lower LIMIT $3",
                    {entity, compared_key(entity, paging.after), paging.limit()}, tag_of);
}

std::string tag_page_key(const api::iam::Tag& tag) { return tag.key; }

}  // namespace lightwell::iam
