// The two stores that hold all durable state, and the pool their files are read and written on.

#pragma once

#include <memory>

#include "app/configuration.h"
#include "app/data_folder.h"
#include "run/pool.h"
#include "store/blob/blob_store.h"
#include "store/sql/database.h"

namespace lightwell::app {

struct Stores {
  std::unique_ptr<DataFolder> folder;  // none in testing mode: nothing is kept
  std::unique_ptr<Pool> pool;          // reading, writing and hashing files
  std::unique_ptr<store::Database> database;
  std::unique_ptr<store::BlobStore> blobs;

  static Result<Stores> open(const Configuration& configuration);
};

}  // namespace lightwell::app
