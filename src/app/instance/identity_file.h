// DIR/instance-identity.pem: the key that vouches for the instance's identity document, with its certificate.

#pragma once

#include <filesystem>

#include "base/result.h"
#include "metadata/identity.h"

namespace lightwell::app {

// Reads it, or makes one and writes the file (mode 0600, durable) when there is none. Blocks.
Result<metadata::IdentityKey> load_or_make_identity(const std::filesystem::path& file, Timestamp now);

}  // namespace lightwell::app
