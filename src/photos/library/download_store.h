// The rows of prepared downloads.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// What a download's address opens: to this person, in this session of theirs.
struct DownloadKey {
  std::string id;
  std::string owner;
  std::string session;
};

Result<void> insert_download(store::Transaction& transaction, const DownloadKey& key,
                             const std::vector<std::string>& photos, Timestamp now);
// The photos' ids, and it counts as used now; nothing when there is none that was used since `oldest`.
Result<std::optional<std::vector<std::string>>> use_download(store::Transaction& transaction, const DownloadKey& key,
                                                             Timestamp oldest, Timestamp now);
Result<void> delete_downloads_before(store::Transaction& transaction, Timestamp before);

}  // namespace lightwell::photos
