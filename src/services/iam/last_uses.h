// When access keys and roles were last used. A request only notes it in memory; batches go to the rows now and then, so
// up to a minute of it may be lost with the process, as AWS's own answer may be minutes old.

#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "store/sql/database.h"

namespace lightwell::iam {

struct LastUse {
  std::string id;  // AKIA..., AROA...
  Timestamp at;
  std::string service;  // s3
  std::string region;
};

class LastUses {
 public:
  // Ids that may wait for the next batch; later ones are passed over.
  explicit LastUses(size_t waiting_max) : waiting_max_(waiting_max) {}

  void note(std::string_view id, std::string_view service, std::string_view region, Timestamp at);
  // What is not among the rows yet.
  std::optional<LastUse> unwritten(std::string_view id) const;
  // A batch, to be written. settled() says that it is.
  std::vector<LastUse> take(size_t max);
  void settled();
  void forget(const std::string& id);
  void clear();

 private:
  const size_t waiting_max_;
  mutable std::mutex mutex_;
  std::map<std::string, LastUse, std::less<>> waiting_;
  std::map<std::string, LastUse, std::less<>> being_written_;
};

Result<void> write_last_uses(store::Transaction& transaction, const std::vector<LastUse>& uses);
Result<void> remove_last_use(store::Transaction& transaction, const std::string& id);
// What is not among the rows yet, else the row.
Result<std::optional<LastUse>> last_use(store::Reader& reader, const LastUses& uses, const std::string& id);

}  // namespace lightwell::iam
