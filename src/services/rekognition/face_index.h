// FaceIndex: which faces of a collection are most like one. Rows are the truth; the index is a file beside them that
// may be lost or behind, and is then made good from the rows.
//
// A collection's index is loaded with its first search and unloaded when it was not searched for a while. Each change
// of a collection is counted in its row; an index knows up to which change it is whole. What it still holds of faces
// that are gone does no harm: whoever searches reads the rows of what was found.

#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engines/nearest/nearest_index.h"
#include "run/pool.h"
#include "run/spawn.h"
#include "services/rekognition/collection.h"
#include "store/sql/database.h"

namespace lightwell::rekognition {

// What a transaction did to a collection's faces: its changes counted from `before` to `after`.
struct FaceChange {
  int64_t before = 0;
  int64_t after = 0;
  std::vector<std::pair<int64_t, FaceVector>> added = {};  // by number
  std::vector<int64_t> removed = {};
};

class FaceIndex {
 public:
  // `folder`: where the files are; empty: in memory alone. `model`: whose vectors are compared; others are passed over.
  // `quiet`: so long after the last change a file is written. Everything given must outlive the index.
  FaceIndex(store::Database& database, Pool& pool, std::filesystem::path folder, std::string model,
            std::chrono::milliseconds quiet);
  ~FaceIndex();

  // The most alike first, at most `count`, none below `cosine_min`. Sees every change whose apply() has ended.
  Task<Result<std::vector<engines::Neighbour>>> search(Collection collection, FaceVector vector, size_t count,
                                                       double cosine_min);

  // Held while a change is on its way from the transaction to apply(), so that a search does not take the rows that
  // are ahead for somebody else's.
  class Announced {
   public:
    Announced(FaceIndex& index, int64_t collection);
    ~Announced();
    Announced(const Announced&) = delete;
    Announced& operator=(const Announced&) = delete;

   private:
    FaceIndex& index_;
    const int64_t collection_;
  };
  // After the commit.
  Task<Result<void>> apply(int64_t collection, FaceChange change);
  // A face that was found and has no row any more.
  void drop(int64_t collection, int64_t number);
  // A collection that is gone, with its file.
  void forget(int64_t collection, const std::string& index_name);

  // Writes what has changed and has come to rest, and unloads what nobody searches. For periodic work.
  Task<void> save();
  // Ends what is being built, and writes what has changed. Blocks.
  void stop();

 private:
  struct Shard;
  using ShardPointer = std::shared_ptr<Shard>;
  ShardPointer find(int64_t collection);
  Task<Result<ShardPointer>> load(const Collection& collection, uint32_t dimensions);
  Task<Result<void>> refresh(const Collection& collection, ShardPointer shard);
  Task<Result<void>> add_rows(int64_t collection, ShardPointer shard, int64_t behind);
  Task<void> build(int64_t collection, ShardPointer shard, int64_t behind, int64_t changes);
  Task<Result<std::vector<engines::Neighbour>>> compare_all(int64_t collection, FaceVector vector, size_t count,
                                                            double cosine_min);
  std::filesystem::path file_of(const std::string& index_name) const;
  void save_now(Shard& shard) const;
  void unload(std::chrono::steady_clock::time_point now);

  store::Database& database_;
  Pool& pool_;
  const std::filesystem::path folder_;
  const std::string model_;
  const std::chrono::milliseconds quiet_;
  std::mutex mutex_;
  std::map<int64_t, ShardPointer> shards_;
  std::map<int64_t, int> announced_;
  std::atomic<bool> stopping_ = false;
  TaskGroup builds_;
};

}  // namespace lightwell::rekognition
