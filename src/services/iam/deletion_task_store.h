// The rows of deleted service-linked roles, which are asked about later.

#pragma once

#include <string>

#include "base/time.h"
#include "store/sql/database.h"

namespace lightwell::iam {

Result<void> insert_deletion_task(store::Transaction& transaction, const std::string& account, const std::string& id,
                                  Timestamp now);
Result<bool> has_deletion_task(store::Reader& reader, const std::string& account, const std::string& id);

// They are kept for a while only.
Result<void> forget_deletion_tasks(store::Transaction& transaction, Timestamp before);

}  // namespace lightwell::iam
