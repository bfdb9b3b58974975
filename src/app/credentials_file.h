// DIR/credentials: the root access key of the default account, in the form AWS's tools read.

#pragma once

#include <filesystem>
#include <string>

#include "base/ids.h"
#include "base/result.h"

namespace lightwell::app {

struct AccessKey {
  std::string id;      // as base/access_key_id.h makes them
  std::string secret;  // 40 characters
};

AccessKey make_access_key(const std::string& account, Ids& ids);

// Reads the default profile's key, or makes one and writes the file (mode 0600, durable) when there is none.
Result<AccessKey> load_or_make_credentials(const std::filesystem::path& file, const std::string& account, Ids& ids);

}  // namespace lightwell::app
