// The rows of prepared downloads.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "store/sql/database.h"

namespace lightwell::photos {

Result<void> insert_download(store::Transaction& transaction, const std::string& id, const std::string& owner,
                             const std::vector<std::string>& photos, Timestamp now);
// The photos' ids; nothing when there is none that was made after `oldest`.
Result<std::optional<std::vector<std::string>>> find_download(store::Reader& reader, const std::string& id,
                                                              const std::string& owner, Timestamp oldest);
Result<void> delete_downloads_before(store::Transaction& transaction, Timestamp before);

}  // namespace lightwell::photos
