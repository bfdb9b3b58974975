// Blobs that must not be removed yet, because an answer still reads them one after the other.

#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "services/s3/object.h"

namespace lightwell::s3 {

class Pins {
 public:
  // Holds the segments' blobs for as long as the answer lives.
  std::shared_ptr<const void> hold(const std::vector<Segment>& segments);
  bool is_held(const std::string& blob) const;

 private:
  struct Table {
    mutable std::mutex mutex;
    std::map<std::string, size_t> held;
  };
  std::shared_ptr<Table> table_ = std::make_shared<Table>();
};

}  // namespace lightwell::s3
