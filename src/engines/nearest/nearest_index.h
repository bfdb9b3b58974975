// NearestIndex: which of many vectors are most like this one, by the cosine of their angle.
//
// Approximate among many (a navigable small-world graph), exact among few. In memory, saved to one file when its owner
// says so; the owner's rows are the truth, and an index that is lost, damaged or behind is made again from them.
// Any thread may call; searches run beside each other, changes one at a time. No call waits for anything but others.

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lightwell::engines {

namespace errors {
// The file is no index, was changed since it was written, or is one of other dimensions. Build it again.
inline constexpr ErrorKind damaged_index{"DamagedIndex", 500, Fault::receiver, "The index is damaged."};
}  // namespace errors

struct Neighbour {
  uint64_t id = 0;
  float likeness = 0;  // cosine, -1 to 1
  friend bool operator==(const Neighbour&, const Neighbour&) = default;
};

class NearestIndex {
 public:
  static constexpr size_t kVectorsMax = 4'000'000;
  static constexpr uint32_t kDimensionsMax = 4096;
  static constexpr size_t kNeighboursMax = 10'000;

  explicit NearestIndex(uint32_t dimensions);
  ~NearestIndex();

  // The index in `file`, with the mark it was saved with. errors::not_found, errors::damaged_index.
  static Result<std::unique_ptr<NearestIndex>> load(const std::filesystem::path& file, uint32_t dimensions);
  // Whole or not at all: written aside, synced, renamed. `mark` is the owner's: up to which of its changes this is.
  Result<void> save(const std::filesystem::path& file, uint64_t mark) const;
  uint64_t mark() const;  // of the file it was loaded from; 0 otherwise

  // Any length but zero; only the direction counts. Replaces what the id had. errors::invalid_argument for another
  // number of dimensions, a vector of zeros or one that is no number; errors::storage_full past kVectorsMax.
  Result<void> add(uint64_t id, std::span<const float> vector);
  // Many at once, of ids that are not there yet (others keep what they have), on as many threads of its own as there
  // are cores: to build an index anew. Searches wait until it is done. Errors as add(); then some of them may be there.
  using Entry = std::pair<uint64_t, std::vector<float>>;
  Result<void> add_new(std::vector<Entry> entries);
  bool remove(uint64_t id);  // answers whether it was there
  bool contains(uint64_t id) const;
  size_t size() const;
  void clear();

  // At most `count`, the most alike first, none below `likeness_min`. `accepts` chooses among ids; where it accepts few
  // of many, every vector is compared. errors::invalid_argument as add().
  Result<std::vector<Neighbour>> search(std::span<const float> vector, size_t count, float likeness_min = -1,
                                        const std::function<bool(uint64_t id)>& accepts = {}) const;

 private:
  class Graph;
  std::unique_ptr<Graph> graph_;
};

}  // namespace lightwell::engines
