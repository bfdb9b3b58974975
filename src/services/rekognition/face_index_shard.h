// The index of one collection while it is in memory. Private to FaceIndex.

#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>

#include "engines/nearest/nearest_index.h"
#include "services/rekognition/face_index.h"

namespace lightwell::rekognition {

inline constexpr auto kUnsavedMax = std::chrono::minutes(10);  // also of an index that never comes to rest

struct FaceIndex::Shard {
  explicit Shard(uint32_t dimensions) : nearest(std::make_unique<engines::NearestIndex>(dimensions)) {}

  // Counts a change that was applied; those that came early wait for what is before them.
  void advance(int64_t before, int64_t after) {
    const std::lock_guard lock(mutex);
    early[before] = after;
    for (auto next = early.find(seen); next != early.end(); next = early.find(seen)) {
      seen = next->second;
      early.erase(next);
    }
    touch();
  }
  void catch_up(int64_t changes) {
    const std::lock_guard lock(mutex);
    seen = std::max(seen, changes);
    std::erase_if(early, [&](const auto& one) { return one.second <= seen; });
    touch();
  }
  void touch() {
    is_changed = true;
    changed_at = std::chrono::steady_clock::now();
  }
  bool is_at_rest(std::chrono::steady_clock::time_point now, std::chrono::milliseconds quiet) {
    const std::lock_guard lock(mutex);
    return now - changed_at >= quiet || now - saved_at >= kUnsavedMax;
  }

  std::unique_ptr<engines::NearestIndex> nearest;
  std::filesystem::path file;  // empty: not kept
  std::mutex mutex;            // for what follows
  int64_t seen = 0;            // up to which change it is whole
  std::map<int64_t, int64_t> early;
  bool is_changed = false;
  bool is_building = false;
  std::chrono::steady_clock::time_point changed_at = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point saved_at = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point used_at = std::chrono::steady_clock::now();
};

}  // namespace lightwell::rekognition
