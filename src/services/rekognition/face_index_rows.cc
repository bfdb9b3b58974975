// How an index of faces is made good from the rows, and what is searched until it is.

#include <algorithm>
#include <optional>

#include "base/log.h"
#include "services/rekognition/errors.h"
#include "services/rekognition/face_index_shard.h"
#include "services/rekognition/face_store.h"
#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {
namespace {

using engines::Neighbour;

constexpr size_t kBatch = 500;             // vectors read at a time
constexpr size_t kAddedAtOnceMax = 1'000;  // more are added in the background, while searches compare all

}  // namespace

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
    std::vector<engines::NearestIndex::Entry> entries;
    for (auto& [number, vector] : batch) entries.emplace_back(uint64_t(number), std::move(vector));
    CO_CHECK(co_await pool_.run(
        [shard, entries = std::move(entries)]() mutable { return shard->nearest->add_new(std::move(entries)); }));
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

}  // namespace lightwell::rekognition
