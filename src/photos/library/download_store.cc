#include "photos/library/download_store.h"

#include <fmt/ranges.h>

#include <ranges>

namespace lightwell::photos {

Result<void> insert_download(store::Transaction& transaction, const std::string& id, const std::string& owner,
                             const std::vector<std::string>& photos, Timestamp now) {
  const std::string ids = fmt::format("{}", fmt::join(photos, " "));
  REQUIRE_OK(transaction.execute("INSERT INTO downloads (id, owner, photos, created_at) VALUES ($1, $2, $3, $4)",
                                 {id, owner, ids, now}));
  return {};
}

Result<std::optional<std::vector<std::string>>> find_download(store::Reader& reader, const std::string& id,
                                                              const std::string& owner, Timestamp oldest) {
  return reader.first("SELECT photos FROM downloads WHERE id = $1 AND owner = $2 AND created_at >= $3",
                      {id, owner, oldest}, [](const store::Row& row) {
                        std::vector<std::string> ids;
                        for (const auto part : std::views::split(row.text(0), ' ')) {
                          ids.emplace_back(part.begin(), part.end());
                        }
                        return ids;
                      });
}

Result<void> delete_downloads_before(store::Transaction& transaction, Timestamp before) {
  REQUIRE_OK(transaction.execute("DELETE FROM downloads WHERE created_at < $1", {before}));
  return {};
}

}  // namespace lightwell::photos
