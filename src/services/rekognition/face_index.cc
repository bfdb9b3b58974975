#include "services/rekognition/face_index.h"

#include <algorithm>
#include <optional>

#include "base/log.h"
#include "services/rekognition/errors.h"
#include "services/rekognition/face_store.h"
#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {
namespace {

using engines::NearestIndex;
using engines::Neighbour;
using std::chrono::steady_clock;

constexpr size_t kBatch = 500;             // vectors read at a time
constexpr size_t kAddedAtOnceMax = 1'000;  // more are added in the background, while searches compare all
constexpr auto kIdleMax = std::chrono::minutes(10);
constexpr auto kUnsavedMax = std::chrono::minutes(10);  // also of an index that never comes to rest
constexpr size_t kLoadedMax = 64;                       // indexes; more are unloaded ten times sooner

}  // namespace

struct FaceIndex::Shard {
  explicit Shard(uint32_t dimensions) : nearest(std::make_unique<NearestIndex>(dimensions)) {}

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
    changed_at = steady_clock::now();
  }
  bool is_at_rest(steady_clock::time_point now, std::chrono::milliseconds quiet) {
    const std::lock_guard lock(mutex);
    return now - changed_at >= quiet || now - saved_at >= kUnsavedMax;
  }

  std::unique_ptr<NearestIndex> nearest;
  std::filesystem::path file;  // empty: not kept
  std::mutex mutex;            // for what follows
  int64_t seen = 0;            // up to which change it is whole
  std::map<int64_t, int64_t> early;
  bool is_changed = false;
  bool is_building = false;
  steady_clock::time_point changed_at = steady_clock::now();
  steady_clock::time_point saved_at = steady_clock::now();
  steady_clock::time_point used_at = steady_clock::now();
};

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

std::filesystem::path FaceIndex::file_of(const std::string& index_name) const {
  return folder_.empty() ? folder_ : folder_ / (index_name + "." + model_.substr(0, 16));
}

FaceIndex::ShardPointer FaceIndex::find(int64_t collection) {
  const std::lock_guard lock(mutex_);
  const auto at = shards_.find(collection);
  return at == shards_.end() ? nullptr : at->second;
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

Task<Result<void>> FaceIndex::refresh(const Collection& collection, ShardPointer shard) {
  struct Rows {
    int64_t changes = 0;
    std::vector<int64_t> numbers;
  };
  CO_TRY(Rows rows, co_await database_.read([&](store::Reader& reader) -> Result<Rows> {
    Rows found;
    TRY(found.changes, changes_of(reader, collection.id));
    TRY(found.numbers, face_numbers(reader, collection.id, model_));
    return found;
  }));
  std::erase_if(rows.numbers, [&](int64_t number) { return shard->nearest->contains(uint64_t(number)); });
  if (rows.numbers.empty()) {
    shard->catch_up(rows.changes);
    co_return Result<void>{};
  }
  const int64_t behind = rows.numbers.front() - 1;
  if (rows.numbers.size() <= kAddedAtOnceMax || Executor::current() == nullptr) {
    CO_CHECK(co_await add_rows(collection.id, shard, behind));
    shard->catch_up(rows.changes);
    co_return Result<void>{};
  }
  {
    const std::lock_guard lock(shard->mutex);
    if (std::exchange(shard->is_building, true)) co_return Result<void>{};
  }
  log::info("rekognition: {} faces are being indexed anew", rows.numbers.size());
  builds_.spawn(*Executor::current(), build(collection.id, shard, behind, rows.changes));
  co_return Result<void>{};
}

Task<void> FaceIndex::build(int64_t collection, ShardPointer shard, int64_t behind, int64_t changes) {
  const auto added = co_await add_rows(collection, shard, behind);
  if (!added) log::warning("rekognition: indexing faces: {} {}", added.error().message, added.error().log_words);
  if (added) shard->catch_up(changes);
  const std::lock_guard lock(shard->mutex);
  shard->is_building = false;
}

Task<Result<void>> FaceIndex::add_rows(int64_t collection, ShardPointer shard, int64_t behind) {
  while (!stopping_) {
    CO_TRY(auto batch, co_await database_.read([&](store::Reader& reader) {
      return list_vectors(reader, collection, model_, behind, kBatch);
    }));
    if (batch.empty()) co_return Result<void>{};
    behind = batch.back().first;
    CO_CHECK(co_await pool_.run([shard, batch = std::move(batch)]() -> Result<void> {
      for (const auto& [number, vector] : batch) {
        if (shard->nearest->contains(uint64_t(number))) continue;
        REQUIRE_OK(shard->nearest->add(uint64_t(number), vector));
      }
      return {};
    }));
  }
  co_return fail(lightwell::errors::stopped);
}

Task<Result<std::vector<Neighbour>>> FaceIndex::compare_all(int64_t collection, FaceVector vector, size_t count,
                                                            double cosine_min) {
  co_return co_await database_.read([&](store::Reader& reader) -> Result<std::vector<Neighbour>> {
    std::vector<Neighbour> found;
    const auto nearer = [](const Neighbour& a, const Neighbour& b) { return a.likeness > b.likeness; };
    REQUIRE_OK(each_vector(reader, collection, model_, [&](int64_t number, const FaceVector& other) {
      const double cosine = dot(vector, other);
      if (cosine < cosine_min) return;
      found.push_back({uint64_t(number), float(cosine)});
      std::ranges::push_heap(found, nearer);
      if (found.size() <= count) return;
      std::ranges::pop_heap(found, nearer);
      found.pop_back();
    }));
    std::ranges::sort_heap(found, nearer);
    return found;
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
