#include "engines/nearest/nearest_index.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fstream>
#include <random>
#include <set>
#include <thread>

namespace lightwell::engines {
namespace {

constexpr uint32_t kDimensions = 32;

struct Vectors {
  std::mt19937 chance{1};
  std::vector<std::vector<float>> all;

  std::vector<float> any() {
    std::normal_distribution<float> normal;
    std::vector<float> out(kDimensions);
    for (float& value : out) value = normal(chance);
    return out;
  }
  void fill(NearestIndex& index, size_t count) {
    while (all.size() < count) {
      all.push_back(any());
      REQUIRE(index.add(all.size() - 1, all.back()));
    }
  }
};

struct Folder {
  Folder() : path(std::filesystem::temp_directory_path() / ("lightwell-nearest-" + std::to_string(getpid()))) {
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
  double dot = 0, aa = 0, bb = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    dot += double(a[i]) * double(b[i]);
    aa += double(a[i]) * double(a[i]);
    bb += double(b[i]) * double(b[i]);
  }
  return dot / std::sqrt(aa * bb);
}

}  // namespace

TEST_CASE("many at once are found as if they had come one by one; what is there already stays") {
  constexpr size_t kCount = 6'000;
  NearestIndex index(kDimensions);
  Vectors vectors;
  vectors.fill(index, 10);
  std::vector<NearestIndex::Entry> entries;
  for (size_t id = 0; id < kCount; ++id) {
    if (id >= vectors.all.size()) vectors.all.push_back(vectors.any());
    entries.emplace_back(id, id < 10 ? vectors.any() : vectors.all[id]);
  }
  entries.emplace_back(kCount - 1, vectors.any());  // an id twice
  REQUIRE(index.add_new(entries));
  CHECK(index.size() == kCount);
  size_t found = 0;
  for (size_t id = 0; id < kCount - 1; id += 7) {
    const auto nearest = index.search(vectors.all[id], 1);
    REQUIRE(nearest);
    found += !nearest->empty() && nearest->front().id == id && nearest->front().likeness > 0.999f;
  }
  CHECK(double(found) / double((kCount - 1 + 6) / 7) > 0.99);
  CHECK_FALSE(index.add_new({{kCount, std::vector<float>(kDimensions, 0.f)}}));
  CHECK_FALSE(index.contains(kCount));
  CHECK(index.add_new({}));
}

TEST_CASE("the most alike come first, and none below what is wanted") {
  NearestIndex index(2);
  REQUIRE(index.add(1, std::vector<float>{1, 0}));
  REQUIRE(index.add(2, std::vector<float>{5, 5}));
  REQUIRE(index.add(3, std::vector<float>{0, 1}));
  const auto found = index.search(std::vector<float>{2, .1f}, 10, .5f);
  REQUIRE(found);
  REQUIRE(found->size() == 2);
  CHECK(found->front().id == 1);
  CHECK(found->front().likeness == doctest::Approx(.9988).epsilon(.001));
  CHECK(found->back().id == 2);
  CHECK(index.search(std::vector<float>{1, 0}, 1)->size() == 1);
  CHECK(index.search(std::vector<float>{1, 0}, 0)->empty());
}

TEST_CASE("a vector has the index's dimensions and a direction") {
  NearestIndex index(2);
  for (const auto& wrong : {std::vector<float>{1}, std::vector<float>{0, 0}, std::vector<float>{NAN, 1}}) {
    const auto added = index.add(1, wrong);
    REQUIRE_FALSE(added);
    CHECK(added.error().kind == &lightwell::errors::invalid_argument);
    CHECK_FALSE(index.search(wrong, 1));
  }
  CHECK(index.size() == 0);
}

TEST_CASE("among many, nearly all that are nearest are found") {
  NearestIndex index(kDimensions);
  Vectors vectors;
  vectors.fill(index, 8'000);
  size_t right = 0;
  for (int question = 0; question < 50; ++question) {
    const auto asked = vectors.any();
    std::vector<std::pair<double, uint64_t>> truth;
    for (size_t i = 0; i < vectors.all.size(); ++i) truth.emplace_back(-cosine(asked, vectors.all[i]), i);
    std::ranges::partial_sort(truth, truth.begin() + 10);
    std::set<uint64_t> nearest;
    for (size_t i = 0; i < 10; ++i) nearest.insert(truth[i].second);
    const auto found = index.search(asked, 10);
    REQUIRE(found->size() == 10);
    CHECK(std::ranges::is_sorted(*found, [](const auto& a, const auto& b) { return a.likeness > b.likeness; }));
    for (const Neighbour& one : *found) right += nearest.contains(one.id);
  }
  CHECK(right >= 480);
}

TEST_CASE("what is removed is not found, what is added again is found where it is now") {
  NearestIndex index(kDimensions);
  Vectors vectors;
  vectors.fill(index, 6'000);
  for (uint64_t id = 0; id < 3'500; ++id) REQUIRE(index.remove(id));
  CHECK_FALSE(index.remove(1));
  CHECK_FALSE(index.contains(1));
  CHECK(index.size() == 2'500);
  for (uint64_t id : {uint64_t(1), uint64_t(5'000)}) {
    const auto found = index.search(vectors.all[id], 5);
    CHECK((found->front().id == id) == (id == 5'000));
  }
  REQUIRE(index.add(1, vectors.all[5'000]));
  const auto found = index.search(vectors.all[5'000], 2);
  CHECK(std::set{found->at(0).id, found->at(1).id} == std::set<uint64_t>{1, 5'000});
  index.clear();
  CHECK(index.search(vectors.all[5'000], 2)->empty());
}

TEST_CASE("a filter that accepts few still finds them") {
  NearestIndex index(kDimensions);
  Vectors vectors;
  vectors.fill(index, 6'000);
  const auto found = index.search(vectors.all[0], 3, -1, [](uint64_t id) { return id % 1'000 == 7; });
  REQUIRE(found->size() == 3);
  for (const Neighbour& one : *found) CHECK(one.id % 1'000 == 7);
}

TEST_CASE("a saved index is loaded as it was, with its mark, and goes on growing") {
  const Folder folder;
  Vectors vectors;
  NearestIndex index(kDimensions);
  vectors.fill(index, 5'000);
  index.remove(17);
  REQUIRE(index.save(folder.path / "faces", 42));
  const auto loaded = NearestIndex::load(folder.path / "faces", kDimensions);
  REQUIRE(loaded);
  CHECK((*loaded)->mark() == 42);
  CHECK((*loaded)->size() == 4'999);
  CHECK_FALSE((*loaded)->contains(17));
  CHECK(*(*loaded)->search(vectors.all[99], 7) == *index.search(vectors.all[99], 7));
  vectors.fill(**loaded, 5'100);
  CHECK((*loaded)->search(vectors.all[5'099], 1)->front().id == 5'099);
  REQUIRE((*loaded)->save(folder.path / "faces", 43));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("an empty index is saved and loaded too") {
  const Folder folder;
  REQUIRE(NearestIndex(4).save(folder.path / "none", 0));
  const auto loaded = NearestIndex::load(folder.path / "none", 4);
  REQUIRE(loaded);
  CHECK((*loaded)->size() == 0);
  REQUIRE((*loaded)->add(1, std::vector<float>{1, 0, 0, 0}));
  CHECK((*loaded)->search(std::vector<float>{1, 0, 0, 0}, 1)->size() == 1);
}

TEST_CASE("a file that is gone, cut off, changed in one byte or of other dimensions is told, never trusted") {
  const Folder folder;
  Vectors vectors;
  NearestIndex index(kDimensions);
  vectors.fill(index, 300);
  const auto file = folder.path / "faces";
  const auto kind_of = [&](const std::filesystem::path& path, uint32_t dimensions = kDimensions) {
    const auto loaded = NearestIndex::load(path, dimensions);
    return loaded ? nullptr : loaded.error().kind;
  };
  CHECK(kind_of(file) == &lightwell::errors::not_found);
  REQUIRE(index.save(file, 1));
  CHECK(kind_of(file, kDimensions + 1) == &errors::damaged_index);
  const auto size = std::filesystem::file_size(file);
  for (const uintmax_t at : {uintmax_t(0), uintmax_t(100), size / 2, size - 41, size - 30, size - 1}) {
    REQUIRE(index.save(file, 1));
    std::fstream changed(file, std::ios::in | std::ios::out | std::ios::binary);
    changed.seekg(std::streamoff(at));
    const int before = changed.get();
    changed.seekp(std::streamoff(at));
    changed.put(char(before ^ 0x40));
    changed.close();
    CHECK(kind_of(file) == &errors::damaged_index);
  }
  REQUIRE(index.save(file, 1));
  std::filesystem::resize_file(file, size / 2);
  CHECK(kind_of(file) == &errors::damaged_index);
  std::filesystem::resize_file(file, 0);
  CHECK(kind_of(file) == &errors::damaged_index);
}

TEST_CASE("many may search while one adds") {
  NearestIndex index(kDimensions);
  Vectors vectors;
  vectors.fill(index, 4'500);
  std::vector<std::thread> searchers;
  std::atomic<size_t> answered = 0;
  for (int i = 0; i < 3; ++i) {
    searchers.emplace_back([&, i] {
      for (size_t question = 0; question < 200; ++question) {
        const auto found = index.search(vectors.all[question * 20 + size_t(i)], 3);
        if (found && found->size() == 3) ++answered;
      }
    });
  }
  for (uint64_t id = 10'000; id < 10'300; ++id) REQUIRE(index.add(id, vectors.all[id % 4'000]));
  for (std::thread& searcher : searchers) searcher.join();
  CHECK(answered == 600);
}

}  // namespace lightwell::engines
