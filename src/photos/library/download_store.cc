#include "photos/library/download_store.h"

#include <fmt/ranges.h>

#include <ranges>

namespace lightwell::photos {

Result<void> insert_download(store::Transaction& transaction, const DownloadKey& key,
                             const std::vector<std::string>& photos, Timestamp now) {
  const std::string ids = fmt::format("{}", fmt::join(photos, " "));
  REQUIRE_OK(transaction.execute(
      "INSERT INTO downloads (id, owner, session, photos, created_at, used_at) VALUES ($1, $2, $3, $4, $5, $5)",
      {key.id, key.owner, key.session, ids, now}));
  return {};
}

Result<std::optional<std::vector<std::string>>> use_download(store::Transaction& transaction, const DownloadKey& key,
                                                             Timestamp oldest, Timestamp now) {
  return transaction.first(
      "UPDATE downloads SET used_at = $5 WHERE id = $1 AND owner = $2 AND session = $3"
      " AND used_at >= $4 RETURNING photos",
      {key.id, key.owner, key.session, oldest, now}, [](const store::Row& row) {
        std::vector<std::string> ids;
        for (const auto part : std::views::split(row.text(0), ' ')) {
          ids.emplace_back(part.begin(), part.end());
        }
        return ids;
      });
}

Result<void> delete_downloads_before(store::Transaction& transaction, Timestamp before) {
  REQUIRE_OK(transaction.execute("DELETE FROM downloads WHERE used_at < $1", {before}));
  return {};
}

}  // namespace lightwell::photos
