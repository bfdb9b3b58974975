#include "app/stores.h"

#include "store/blob/filesystem.h"
#include "store/sql/sqlite.h"

namespace lightwell::app {
namespace {
constexpr size_t kFileThreads = 4;
constexpr size_t kFileJobsMax = 4096;
}  // namespace

Result<Stores> Stores::open(const Configuration& configuration) {
  Stores stores;
  stores.pool = std::make_unique<Pool>("files", kFileThreads, kFileJobsMax);
  if (configuration.testing) {
    TRY(stores.database, store::open_sqlite({}));
    stores.blobs = store::open_memory_blobs();
    return stores;
  }
  TRY(stores.folder, DataFolder::hold(configuration.data));
  TRY(stores.database, store::open_sqlite({.file = stores.folder->database()}));
  TRY(stores.blobs, store::open_filesystem_blobs(stores.folder->blobs(), *stores.pool));
  return stores;
}

}  // namespace lightwell::app
