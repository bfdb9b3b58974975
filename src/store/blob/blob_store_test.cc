#include "store/blob/blob_store.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "run/spawn.h"
#include "store/blob/filesystem.h"

namespace lightwell::store {
namespace {

namespace fs = std::filesystem;

// Every test runs on both stores: they make the same promises.
struct Stores {
  fs::path folder = fs::temp_directory_path() / fmt::format("lightwell-blobs-{}", ::getpid());
  Pool pool{"files", 2, 64};
  std::vector<std::unique_ptr<BlobStore>> all;
  Stores() {
    auto files = open_filesystem_blobs(folder, pool);
    REQUIRE(files);
    all.push_back(std::move(*files));
    all.push_back(open_memory_blobs());
  }
  ~Stores() {
    all.clear();
    fs::remove_all(folder);
  }
};

Task<Result<void>> put(BlobStore& store, std::string name, std::string bytes) {
  CO_TRY(const auto writer, co_await store.create(std::move(name)));
  CO_CHECK(co_await writer->write(as_bytes(bytes).first(bytes.size() / 2)));
  CO_CHECK(co_await writer->write(as_bytes(bytes).subspan(bytes.size() / 2)));
  co_return co_await writer->commit();
}

Task<Result<std::string>> get(BlobStore& store, std::string name) {
  CO_TRY(FileRegion region, co_await store.open(std::move(name)));
  const auto source = source_of(std::vector{std::move(region)});
  co_return co_await read_all(*source, 1 << 30);
}

std::set<std::string> names(BlobStore& store) {
  std::set<std::string> found;
  REQUIRE(sync_wait(store.each([&](std::string_view name, uint64_t) { return found.emplace(name), true; })));
  return found;
}

}  // namespace

TEST_CASE("a committed blob comes back byte for byte, and a removed one is gone") {
  Stores stores;
  for (const auto& store : stores.all) {
    const std::string bytes(700'001, 'x');
    REQUIRE(sync_wait(put(*store, "ab12", bytes)));
    CHECK(sync_wait(get(*store, "ab12")) == bytes);
    CHECK(names(*store) == std::set<std::string>{"ab12"});

    auto open = sync_wait(store->open("ab12"));
    REQUIRE(open);
    REQUIRE(sync_wait(store->remove("ab12")));
    CHECK(sync_wait(read_all(*source_of(std::vector{*open}), 1 << 30)) == bytes);  // who has it open keeps it
    const auto gone = sync_wait(store->open("ab12"));
    REQUIRE_FALSE(gone);
    CHECK(gone.error().kind == &lightwell::errors::not_found);
    CHECK(sync_wait(store->remove("ab12")));
  }
}

TEST_CASE("a blob that is not committed leaves nothing") {
  Stores stores;
  for (const auto& store : stores.all) {
    {
      auto writer = sync_wait(store->create("cd34"));
      REQUIRE(writer);
      REQUIRE(sync_wait((*writer)->write(as_bytes("half"))));
    }
    CHECK(names(*store).empty());
    CHECK_FALSE(sync_wait(store->open("cd34")));
  }
  CHECK(fs::is_empty(stores.folder / "tmp"));
}

TEST_CASE("a name that is taken is never overwritten") {
  Stores stores;
  for (const auto& store : stores.all) {
    REQUIRE(sync_wait(put(*store, "ef56", "first")));
    CHECK_FALSE(sync_wait(put(*store, "ef56", "second")));
    CHECK(sync_wait(get(*store, "ef56")) == "first");
  }
}

TEST_CASE("a start empties tmp, where a killed process left what it was writing") {
  Stores stores;
  std::ofstream(stores.folder / "tmp" / "aa00") << "half";
  Pool pool("files", 1, 8);
  REQUIRE(open_filesystem_blobs(stores.folder, pool));
  CHECK(fs::is_empty(stores.folder / "tmp"));
}

TEST_CASE("a name cannot lead out of the folder") {
  Stores stores;
  CHECK_FALSE(sync_wait(stores.all[0]->create("../../etc/passwd")));
  CHECK_FALSE(sync_wait(stores.all[0]->open("../tmp")));
  CHECK_FALSE(sync_wait(stores.all[0]->remove("..")));
}

}  // namespace lightwell::store
