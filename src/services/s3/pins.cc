#include "services/s3/pins.h"

namespace lightwell::s3 {

std::shared_ptr<const void> Pins::hold(const std::vector<Segment>& segments) {
  std::vector<std::string> blobs;
  for (const Segment& segment : segments) blobs.push_back(segment.blob);
  {
    const std::lock_guard lock(table_->mutex);
    for (const std::string& blob : blobs) ++table_->held[blob];
  }
  const auto release = [table = table_, blobs](const void*) {
    const std::lock_guard lock(table->mutex);
    for (const std::string& blob : blobs) {
      const auto found = table->held.find(blob);
      if (--found->second == 0) table->held.erase(found);
    }
  };
  return std::shared_ptr<const void>(table_.get(), release);
}

bool Pins::is_held(const std::string& blob) const {
  const std::lock_guard lock(table_->mutex);
  return table_->held.contains(blob);
}

}  // namespace lightwell::s3
