// The tables of the application: one schema a folder, and how they are made and emptied.

#pragma once

#include <vector>

#include "base/result.h"
#include "run/task.h"
#include "store/sql/database.h"

namespace lightwell::photos {

const std::vector<store::Migration>& owners_schema();
const std::vector<store::Migration>& library_schema();
const std::vector<store::Migration>& uploads_schema();
const std::vector<store::Migration>& jobs_schema();
const std::vector<store::Migration>& labels_schema();
const std::vector<store::Migration>& people_schema();
const std::vector<store::Migration>& likeness_schema();
const std::vector<store::Migration>& search_schema();  // after the library's: it adds columns to photos

// Brings every table up to date. Blocks; for start-up.
Result<void> migrate(store::Database& database);

// Empties every table, for --testing. The bytes are S3's to forget; ensure the bucket again afterwards.
Task<Result<void>> reset(store::Database& database);

}  // namespace lightwell::photos
