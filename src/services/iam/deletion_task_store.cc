#include "services/iam/deletion_task_store.h"

namespace lightwell::iam {

Result<void> insert_deletion_task(store::Transaction& transaction, const std::string& account, const std::string& id,
                                  Timestamp now) {
  REQUIRE_OK(transaction.execute("INSERT INTO iam_deletion_tasks (id, account, created_at) VALUES ($1, $2, $3)",
                                 {id, account, now}));
  return {};
}

Result<bool> has_deletion_task(store::Reader& reader, const std::string& account, const std::string& id) {
  TRY(const auto found, reader.first("SELECT 1 FROM iam_deletion_tasks WHERE id = $1 AND account = $2", {id, account},
                                     [](const store::Row&) { return true; }));
  return found.has_value();
}

Result<void> forget_deletion_tasks(store::Transaction& transaction, Timestamp before) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_deletion_tasks WHERE created_at < $1", {before}));
  return {};
}

}  // namespace lightwell::iam
