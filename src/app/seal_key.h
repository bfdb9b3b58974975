// DIR/seal.key: what secrets in the database are sealed with. Without this file they cannot be read again, so it
// belongs into every backup of the folder.

#pragma once

#include <filesystem>

#include "base/ids.h"
#include "base/result.h"
#include "base/seal.h"

namespace lightwell::app {

// Reads the key, or makes one and writes the file (mode 0600, durable) when there is none.
Result<Seal::Key> load_or_make_seal_key(const std::filesystem::path& file, Ids& ids);

}  // namespace lightwell::app
