// DATA/denied: what was denied lately, one decision a line of JSON, so that `lightwell why` can tell it after a restart
// too. Two files of a bounded size take turns; the older is lost when the newer is full.

#pragma once

#include <filesystem>
#include <mutex>
#include <string_view>
#include <vector>

#include "gate/decisions.h"

namespace lightwell::app {

inline constexpr std::string_view kDenialsFolder = "denied";  // below the data folder

class DenialLog {
 public:
  static constexpr uint64_t kFileBytesMax = 4 << 20;

  // `folder` is made when the first line is written.
  explicit DenialLog(std::filesystem::path folder);

  // Blocks while it writes. Without fsync: a decision lost with the power was answered all the same.
  Result<void> append(const std::vector<gate::Ruled>& denied);
  // Of one request, oldest first. Blocks while it reads.
  std::vector<gate::Ruled> find(std::string_view request_id) const;

 private:
  const std::filesystem::path newer_;
  const std::filesystem::path older_;
  mutable std::mutex mutex_;
};

}  // namespace lightwell::app
