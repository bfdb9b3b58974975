// How indexes of faces come into memory and out of it: files beside the rows, read with the first search.

#include "base/log.h"
#include "services/rekognition/face_index_shard.h"

namespace lightwell::rekognition {
namespace {

using engines::NearestIndex;
using std::chrono::steady_clock;

constexpr auto kIdleMax = std::chrono::minutes(10);
constexpr size_t kLoadedMax = 64;  // indexes; more are unloaded ten times sooner

}  // namespace

std::filesystem::path FaceIndex::file_of(const std::string& index_name) const {
  return folder_.empty() ? folder_ : folder_ / (index_name + "." + model_.substr(0, 16));
}

Task<Result<FaceIndex::ShardPointer>> FaceIndex::load(const Collection& collection, uint32_t dimensions) {
  const auto file = file_of(collection.index_name);
  CO_TRY(ShardPointer loaded, co_await pool_.run([file, dimensions]() -> Result<ShardPointer> {
    auto shard = std::make_shared<Shard>(dimensions);
    shard->file = file;
    if (file.empty()) return shard;
    auto nearest = NearestIndex::load(file, dimensions);
    if (nearest) {
      shard->seen = int64_t((*nearest)->mark());
      shard->nearest = *std::move(nearest);
    } else if (nearest.error().kind != &lightwell::errors::not_found) {
      log::warning("rekognition: an index of faces is made anew: {} {}", nearest.error().message,
                   nearest.error().log_words);
    }
    return shard;
  }));
  const std::lock_guard lock(mutex_);
  co_return shards_.try_emplace(collection.id, std::move(loaded)).first->second;
}

void FaceIndex::forget(int64_t collection, const std::string& index_name) {
  {
    const std::lock_guard lock(mutex_);
    shards_.erase(collection);
  }
  if (folder_.empty()) return;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder_, ignored)) {
    if (entry.path().stem() == index_name) std::filesystem::remove(entry.path(), ignored);
  }
}

void FaceIndex::save_now(Shard& shard) const {
  int64_t mark = 0;
  {
    const std::lock_guard lock(shard.mutex);
    if (shard.file.empty() || shard.is_building || !std::exchange(shard.is_changed, false)) return;
    mark = shard.seen;
    shard.saved_at = steady_clock::now();
  }
  const auto saved = shard.nearest->save(shard.file, uint64_t(mark));
  if (saved) return;
  log::warning("rekognition: writing an index of faces: {} {}", saved.error().message, saved.error().log_words);
  const std::lock_guard lock(shard.mutex);
  shard.is_changed = true;
}

Task<void> FaceIndex::save() {
  const auto now = steady_clock::now();
  std::vector<ShardPointer> all;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, shard] : shards_) {
      if (shard->is_at_rest(now, quiet_)) all.push_back(shard);
    }
  }
  for (const ShardPointer& shard : all) {
    const auto done = co_await pool_.run([this, shard]() -> Result<void> {
      save_now(*shard);
      return {};
    });
    if (!done) co_return;  // the pool is full: next time
  }
  unload(now);
}

void FaceIndex::unload(steady_clock::time_point now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(shards_, [&](const auto& one) {
    const std::lock_guard shard_lock(one.second->mutex);
    const bool is_kept = one.second->is_changed || one.second->is_building || one.second->file.empty();
    const auto idle_max = shards_.size() > kLoadedMax ? kIdleMax / 10 : kIdleMax;
    return !is_kept && now - one.second->used_at > idle_max;
  });
}

void FaceIndex::stop() {
  stopping_ = true;
  builds_.wait();
  const std::lock_guard lock(mutex_);
  for (const auto& [id, shard] : shards_) save_now(*shard);
}

}  // namespace lightwell::rekognition
