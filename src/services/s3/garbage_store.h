// Which blobs are still named, and which only wait for their file to be removed.

#pragma once

#include <string>
#include <vector>

#include "store/sql/database.h"

namespace lightwell::s3 {

// Of these blobs, those that no segment names are queued for removal. Once queued a blob is never named again:
// a segment is only ever made of a new blob or of another segment.
Result<void> discard_unnamed(store::Transaction& transaction, const std::vector<std::string>& blobs);

// By name, from behind `after`.
Result<std::vector<std::string>> list_garbage(store::Reader& reader, const std::string& after, size_t max);
Result<void> forget_garbage(store::Transaction& transaction, const std::vector<std::string>& blobs);

// Which of these blobs neither a segment nor the queue knows.
Result<std::vector<std::string>> find_unknown(store::Reader& reader, const std::vector<std::string>& blobs);

// Empties every table of the service.
Result<void> delete_everything(store::Transaction& transaction);

}  // namespace lightwell::s3
