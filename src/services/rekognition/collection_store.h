// The rows of collections and their tags.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/call.h"
#include "services/rekognition/collection.h"
#include "store/sql/database.h"

namespace lightwell::rekognition {

using Tags = std::map<std::string, std::string>;

// The caller's collection of that name in the call's region. Errors: ResourceNotFoundException.
Result<Collection> open_collection(store::Reader& reader, const Call& call, const std::string& name);

// A name that is taken: store::errors::unique_violation.
Result<int64_t> insert_collection(store::Transaction& transaction, const Collection& collection);
Result<int64_t> count_collections(store::Reader& reader, const std::string& account);
// By age, those behind the row `behind`.
Result<std::vector<Collection>> list_collections(store::Reader& reader, const Call& call, int64_t behind, size_t max);

// The name is free at once; sweep_collections() removes the rest.
Result<void> hide_collection(store::Transaction& transaction, int64_t id);
struct SweptCollection {
  int64_t id = 0;
  std::string index_name;
};
// Removes up to `max` rows of a deleted collection, and itself when nothing else is left of it. Answers which has gone
// for good, id 0 while there is more to do, nothing when there is nothing left.
Result<std::optional<SweptCollection>> sweep_collections(store::Transaction& transaction, size_t max);
Result<std::vector<SweptCollection>> all_collections(store::Reader& reader);

// `by`: faces more (or fewer). Answers the collection's changes before and after.
struct Count {
  int64_t before = 0;
  int64_t after = 0;
};
Result<Count> count_changes(store::Transaction& transaction, int64_t collection, int64_t changes, int64_t by);

Result<Tags> read_tags(store::Reader& reader, int64_t collection);
Result<void> write_tags(store::Transaction& transaction, int64_t collection, const Tags& tags);
Result<void> remove_tags(store::Transaction& transaction, int64_t collection, const std::vector<std::string>& keys);

// Every row of the service. For --testing alone.
Result<void> remove_everything(store::Transaction& transaction);

}  // namespace lightwell::rekognition
