#include "services/rekognition/face_index.h"

#include <algorithm>

#include "services/rekognition/face_index_shard.h"

namespace lightwell::rekognition {

using engines::NearestIndex;
using engines::Neighbour;
using std::chrono::steady_clock;

FaceIndex::FaceIndex(store::Database& database, Pool& pool, std::filesystem::path folder, std::string model,
                     std::chrono::milliseconds quiet)
    : database_(database), pool_(pool), folder_(std::move(folder)), model_(std::move(model)), quiet_(quiet) {}

FaceIndex::~FaceIndex() { stop(); }

FaceIndex::Announced::Announced(FaceIndex& index, int64_t collection) : index_(index), collection_(collection) {
  const std::lock_guard lock(index_.mutex_);
  ++index_.announced_[collection_];
}

FaceIndex::Announced::~Announced() {
  const std::lock_guard lock(index_.mutex_);
  const auto at = index_.announced_.find(collection_);
  if (--at->second == 0) index_.announced_.erase(at);
}

FaceIndex::ShardPointer FaceIndex::find(int64_t collection) {
  const std::lock_guard lock(mutex_);
  const auto at = shards_.find(collection);
  return at == shards_.end() ? nullptr : at->second;
}

Task<Result<std::vector<Neighbour>>> FaceIndex::search(Collection collection, FaceVector vector, size_t count,
                                                       double cosine_min) {
  ShardPointer shard = find(collection.id);
  if (!shard) {
    CO_TRY(shard, co_await load(collection, uint32_t(vector.size())));
  }
  bool is_announced, is_behind, is_building;
  {
    const std::scoped_lock lock(mutex_, shard->mutex);
    is_announced = announced_.contains(collection.id);
    is_behind = shard->seen < collection.changes;
    is_building = shard->is_building;
    shard->used_at = steady_clock::now();
  }
  if (is_behind && !is_building && !is_announced) {
    CO_CHECK(co_await refresh(collection, shard));
    const std::lock_guard lock(shard->mutex);
    is_building = shard->is_building;
  }
  if (is_building) co_return co_await compare_all(collection.id, std::move(vector), count, cosine_min);
  co_return co_await pool_.run([shard, vector = std::move(vector), count, cosine_min] {
    return shard->nearest->search(vector, std::min(count, NearestIndex::kNeighboursMax), float(cosine_min));
  });
}

Task<Result<void>> FaceIndex::apply(int64_t collection, FaceChange change) {
  const ShardPointer shard = find(collection);
  if (!shard) co_return Result<void>{};
  co_return co_await pool_.run([shard, change = std::move(change)]() -> Result<void> {
    for (const auto& [number, vector] : change.added) REQUIRE_OK(shard->nearest->add(uint64_t(number), vector));
    for (const int64_t number : change.removed) shard->nearest->remove(uint64_t(number));
    shard->advance(change.before, change.after);
    return {};
  });
}

void FaceIndex::drop(int64_t collection, int64_t number) {
  if (const ShardPointer shard = find(collection)) shard->nearest->remove(uint64_t(number));
}

}  // namespace lightwell::rekognition
