#include "engines/nearest/nearest_index.h"

#include <fcntl.h>
#include <hnswlib/hnswlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "engines/nearest/sealed_file.h"

namespace lightwell::engines {
namespace {

using Hnsw = hnswlib::HierarchicalNSW<float>;

// As hnswlib's authors recommend for vectors of some hundred numbers.
constexpr size_t kLinks = 24;
constexpr size_t kBreadthWhenAdding = 160;
constexpr size_t kBreadthWhenSearching = 160;
constexpr size_t kFirstCapacity = 1024;
constexpr size_t kFewMax = 4'000;  // up to so many all are compared
constexpr size_t kFilterBreadth = 8;
constexpr size_t kDeletedMin = 1'000;  // fewer are not worth building anew for

// One for processors since 2013, one for those before. Which is chosen while the program is loaded, earlier than
// ThreadSanitizer is there.
#if __has_feature(thread_sanitizer)
#define LIGHTWELL_FOR_EACH_PROCESSOR
#else
#define LIGHTWELL_FOR_EACH_PROCESSOR __attribute__((target_clones("arch=haswell", "default")))
#endif

// Vectors have length 1: the less they point the same way, the further apart.
LIGHTWELL_FOR_EACH_PROCESSOR float distance(const void* a, const void* b, const void* dimensions) {
  constexpr size_t kLanes = 16;
  const float* left = static_cast<const float*>(a);
  const float* right = static_cast<const float*>(b);
  const size_t count = *static_cast<const size_t*>(dimensions);
  float sums[kLanes] = {};
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (size_t lane = 0; lane < kLanes; ++lane) sums[lane] += left[i + lane] * right[i + lane];
  }
  float sum = 0;
  for (const float lane : sums) sum += lane;
  for (; i < count; ++i) sum += left[i] * right[i];
  return 1 - sum;
}

// hnswlib draws an element's level, and looks where to begin, without a lock: what it reads is a little old or new, and
// either will do. ThreadSanitizer does not know that.
size_t adders() {
#if __has_feature(thread_sanitizer)
  return 1;
#else
  return std::max(1u, std::thread::hardware_concurrency());
#endif
}

// hnswlib keeps a vector between an odd number of links and an id of twice their size, one element behind the other. An
// odd number of floats brings every id to where an id may stand; the one that makes it odd is zero.
size_t stored(size_t dimensions) { return dimensions | 1; }

class Angle final : public hnswlib::SpaceInterface<float> {
 public:
  explicit Angle(uint32_t dimensions) : dimensions_(dimensions) {}
  size_t get_data_size() override { return stored(dimensions_) * sizeof(float); }
  hnswlib::DISTFUNC<float> get_dist_func() override { return distance; }
  void* get_dist_func_param() override { return &dimensions_; }

 private:
  size_t dimensions_;
};

// As long as it is stored.
Result<std::vector<float>> direction_of(std::span<const float> vector, size_t dimensions) {
  double squares = 0;
  for (const float value : vector) squares += double(value) * double(value);
  if (vector.size() != dimensions || !std::isfinite(squares) || squares <= 0) {
    return fail(lightwell::errors::invalid_argument, "A vector has the index's dimensions, and a direction.");
  }
  const float scale = float(1 / std::sqrt(squares));
  std::vector<float> out(vector.begin(), vector.end());
  for (float& value : out) value *= scale;
  out.resize(stored(dimensions));
  return out;
}

bool is_nearer(const Neighbour& a, const Neighbour& b) {
  return a.likeness != b.likeness ? a.likeness > b.likeness : a.id < b.id;
}

// hnswlib reads and writes files by name alone; this one has no place in any folder.
class UnnamedFile {
 public:
  UnnamedFile() : descriptor_(memfd_create("nearest", MFD_CLOEXEC)) {}
  ~UnnamedFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  UnnamedFile(const UnnamedFile&) = delete;
  UnnamedFile& operator=(const UnnamedFile&) = delete;
  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  std::string name() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  const int descriptor_;
};

}  // namespace

class NearestIndex::Graph {
 public:
  explicit Graph(uint32_t dimensions) : space(dimensions), dimensions(dimensions) { renew(kFirstCapacity); }

  void renew(size_t capacity) {
    hnsw = std::make_unique<Hnsw>(&space, capacity, kLinks, kBreadthWhenAdding);
    prepare();
  }
  // Where hnswlib reads a file, it lets go of the memory it had without giving it back.
  void read(const std::string& file) {
    free(std::exchange(hnsw->data_level0_memory_, nullptr));
    free(std::exchange(hnsw->linkLists_, nullptr));
    delete std::exchange(hnsw->visited_list_pool_, nullptr);
    try {
      hnsw->loadIndex(file, &space);
    } catch (...) {
      hnsw->cur_element_count = 0;  // it ends without looking for what it did not read
      throw;
    }
    prepare();
    if (hnsw->max_elements_ < kFirstCapacity) hnsw->resizeIndex(kFirstCapacity);
  }
  void prepare() {
    hnsw->setEf(kBreadthWhenSearching);
    // Fetching ahead, hnswlib reads one number past the end of a list of links: each gets room for it.
    hnsw->size_links_per_element_ += sizeof(hnswlib::tableint);
  }
  size_t live() const { return hnsw->cur_element_count - hnsw->num_deleted_; }
  bool has(uint64_t id) const {
    const auto at = hnsw->label_lookup_.find(id);
    return at != hnsw->label_lookup_.end() && !hnsw->isMarkedDeleted(at->second);
  }
  void insert(uint64_t id, const float* direction) {
    if (hnsw->cur_element_count == hnsw->max_elements_) hnsw->resizeIndex(hnsw->max_elements_ * 2);
    hnsw->addPoint(direction, id);
  }
  // With room for all of them nothing moves while they come.
  void insert_all(const std::vector<Entry>& entries) {
    const size_t wanted = hnsw->cur_element_count + entries.size();
    if (wanted > hnsw->max_elements_) hnsw->resizeIndex(std::max(wanted, hnsw->max_elements_ * 2));
    std::atomic<size_t> next = 0;
    std::mutex failed_mutex;
    std::exception_ptr failed;
    const auto take = [&] {
      try {
        for (size_t i = next++; i < entries.size(); i = next++)
          hnsw->addPoint(entries[i].second.data(), entries[i].first);
      } catch (...) {
        const std::lock_guard lock(failed_mutex);
        failed = std::current_exception();
        next = entries.size();
      }
    };
    std::vector<std::jthread> threads;
    for (size_t i = 1; i < std::min(adders(), entries.size()); ++i) threads.emplace_back(take);
    take();
    threads.clear();
    if (failed) std::rethrow_exception(failed);
  }
  // Removed vectors keep their place until they are the most.
  void compact() {
    if (hnsw->num_deleted_ < std::max(kDeletedMin, live())) return;
    const std::unique_ptr<Hnsw> old = std::move(hnsw);
    renew(std::max(kFirstCapacity, old->cur_element_count - old->num_deleted_));
    for (hnswlib::tableint i = 0; i < old->cur_element_count; ++i) {
      if (old->isMarkedDeleted(i)) continue;
      insert(old->getExternalLabel(i), reinterpret_cast<const float*>(old->getDataByInternalId(i)));
    }
  }

  Angle space;
  size_t dimensions;
  uint64_t mark = 0;
  std::unique_ptr<Hnsw> hnsw;
  mutable std::shared_mutex mutex;  // shared: to look
};

NearestIndex::NearestIndex(uint32_t dimensions)
    : graph_(std::make_unique<Graph>(std::clamp(dimensions, 1u, kDimensionsMax))) {}

NearestIndex::~NearestIndex() = default;

Result<std::unique_ptr<NearestIndex>> NearestIndex::load(const std::filesystem::path& file, uint32_t dimensions) {
  const UnnamedFile copy;
  if (!copy.is_open()) return fail(error(lightwell::errors::internal_error).log("memfd_create failed"));
  TRY(const Seal seal, open_sealed(file, copy.descriptor()));
  if (seal.dimensions != dimensions) return fail(errors::damaged_index);
  auto index = std::make_unique<NearestIndex>(dimensions);
  Graph& graph = *index->graph_;
  try {
    graph.read(copy.name());
  } catch (const std::exception& thrown) {
    return fail(error(errors::damaged_index).log(thrown.what()));
  }
  graph.mark = seal.mark;
  return index;
}

Result<void> NearestIndex::save(const std::filesystem::path& file, uint64_t mark) const {
  const UnnamedFile copy;
  if (!copy.is_open()) return fail(error(lightwell::errors::internal_error).log("memfd_create failed"));
  try {
    const std::shared_lock lock(graph_->mutex);
    graph_->hnsw->saveIndex(copy.name());
  } catch (const std::exception& thrown) {
    return fail(error(lightwell::errors::internal_error).log(thrown.what()));
  }
  return write_sealed(file, copy.descriptor(), {.dimensions = uint32_t(graph_->dimensions), .mark = mark});
}

uint64_t NearestIndex::mark() const { return graph_->mark; }

Result<void> NearestIndex::add(uint64_t id, std::span<const float> vector) {
  TRY(const auto direction, direction_of(vector, graph_->dimensions));
  const std::unique_lock lock(graph_->mutex);
  if (!graph_->has(id) && graph_->hnsw->cur_element_count >= kVectorsMax) return fail(lightwell::errors::storage_full);
  try {
    graph_->insert(id, direction.data());
  } catch (const std::exception& thrown) {
    return fail(error(lightwell::errors::internal_error).log(thrown.what()));
  }
  return {};
}

Result<void> NearestIndex::add_new(std::vector<Entry> entries) {
  for (auto& [id, vector] : entries) {
    TRY(vector, direction_of(vector, graph_->dimensions));
  }
  const std::unique_lock lock(graph_->mutex);
  // hnswlib must not be given one id twice at the same time.
  std::ranges::sort(entries, {}, &Entry::first);
  const auto repeated = std::ranges::unique(entries, {}, &Entry::first);
  entries.erase(repeated.begin(), repeated.end());
  std::erase_if(entries, [this](const Entry& entry) { return graph_->has(entry.first); });
  if (graph_->hnsw->cur_element_count + entries.size() > kVectorsMax) return fail(lightwell::errors::storage_full);
  try {
    graph_->insert_all(entries);
  } catch (const std::exception& thrown) {
    return fail(error(lightwell::errors::internal_error).log(thrown.what()));
  }
  return {};
}

bool NearestIndex::remove(uint64_t id) {
  const std::unique_lock lock(graph_->mutex);
  if (!graph_->has(id)) return false;
  graph_->hnsw->markDelete(id);
  graph_->compact();
  return true;
}

bool NearestIndex::contains(uint64_t id) const {
  const std::shared_lock lock(graph_->mutex);
  return graph_->has(id);
}

size_t NearestIndex::size() const {
  const std::shared_lock lock(graph_->mutex);
  return graph_->live();
}

void NearestIndex::clear() {
  const std::unique_lock lock(graph_->mutex);
  graph_->renew(kFirstCapacity);
}

Result<std::vector<Neighbour>> NearestIndex::search(std::span<const float> vector, size_t count, float likeness_min,
                                                    const std::function<bool(uint64_t id)>& accepts) const {
  TRY(const auto direction, direction_of(vector, graph_->dimensions));
  count = std::min(count, kNeighboursMax);
  const std::shared_lock lock(graph_->mutex);
  const Hnsw& hnsw = *graph_->hnsw;
  std::vector<Neighbour> found;
  if (count == 0) return found;
  const auto note = [&](uint64_t id, float apart) {
    if (1 - apart >= likeness_min && (!accepts || accepts(id))) found.push_back({id, 1 - apart});
  };
  const size_t breadth = accepts ? count * kFilterBreadth : count;
  bool is_complete = false;
  if (graph_->live() > kFewMax && breadth < graph_->live()) {
    auto nearest = hnsw.searchKnn(direction.data(), breadth);
    // Whatever is left out is below what is wanted, or there is enough.
    is_complete = !accepts || (!nearest.empty() && 1 - nearest.top().first < likeness_min);
    for (; !nearest.empty(); nearest.pop()) note(nearest.top().second, nearest.top().first);
    is_complete |= found.size() >= count;
  }
  if (!is_complete) {
    found.clear();
    for (hnswlib::tableint i = 0; i < hnsw.cur_element_count; ++i) {
      if (hnsw.isMarkedDeleted(i)) continue;
      note(hnsw.getExternalLabel(i), distance(direction.data(), hnsw.getDataByInternalId(i), &graph_->dimensions));
    }
  }
  std::ranges::sort(found, is_nearer);
  if (found.size() > count) found.resize(count);
  return found;
}

}  // namespace lightwell::engines
