// The rows of a bucket's policy and of its public access block.

#pragma once

#include <optional>
#include <string>

#include "services/s3/bucket_guard.h"
#include "store/sql/database.h"

namespace lightwell::s3 {

Result<std::optional<std::string>> read_policy(store::Reader& reader, int64_t bucket);
Result<void> replace_policy(store::Transaction& transaction, int64_t bucket, const std::string& document);
Result<void> delete_policy(store::Transaction& transaction, int64_t bucket);

// Nothing where it was deleted.
Result<std::optional<AccessBlock>> read_access_block(store::Reader& reader, int64_t bucket);
Result<void> replace_access_block(store::Transaction& transaction, int64_t bucket,
                                  const std::optional<AccessBlock>& block);

}  // namespace lightwell::s3
