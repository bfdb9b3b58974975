// DIR/instance-identity.pem: the key that vouches for the instance's identity document, with its certificate.

#pragma once

#include <filesystem>
#include <mutex>
#include <optional>

#include "base/time.h"
#include "metadata/metadata.h"
#include "run/pool.h"

namespace lightwell::app {

// The key is made when the document is first asked for: that takes a tenth of a second, which no start should wait for.
class InstanceIdentity final : public metadata::IdentitySource {
 public:
  // What is referred to must outlive it. `file`: empty keeps the key in memory alone.
  InstanceIdentity(const metadata::Instance& instance, std::filesystem::path file, Pool& pool, const Clock& clock);

  // Reads the file, where there is one. Errors: a file that holds no key with its certificate.
  Result<void> load();
  Task<Result<metadata::Identity>> identity() override;

 private:
  Result<metadata::Identity> proved();
  Result<metadata::IdentityKey> make();

  const metadata::Instance& instance_;
  const std::filesystem::path file_;
  Pool& pool_;
  const Clock& clock_;
  std::mutex mutex_;  // held while the key is made: it is made once
  std::optional<metadata::Identity> identity_;
};

}  // namespace lightwell::app
