// The role of this instance: of the instance profile that the configuration names, its credentials from STS. They are
// renewed well before they end, as EC2 does: whoever holds the old ones has hours to come for the new.

#pragma once

#include <mutex>
#include <string>

#include "base/time.h"
#include "metadata/metadata.h"
#include "services/iam/iam.h"
#include "services/sts/sts.h"

namespace lightwell::app {

class InstanceRole final : public metadata::RoleSource {
 public:
  // What is referred to must outlive it. `profile`: the instance profile's name; empty: none. `instance`: the session's
  // name.
  InstanceRole(iam::IamService& iam, sts::StsService& sts, const Clock& clock, std::string account, std::string profile,
               std::string instance);

  Task<std::optional<metadata::Profile>> profile() override;
  Task<Result<metadata::RoleCredentials>> credentials(std::string role) override;
  // Forgets what it gave out. For --testing alone.
  void reset();

 private:
  struct Given {
    std::string role;
    metadata::RoleCredentials credentials;
  };
  std::optional<metadata::RoleCredentials> kept(const std::string& role);

  iam::IamService& iam_;
  sts::StsService& sts_;
  const Clock& clock_;
  const std::string account_;
  const std::string profile_;
  const std::string instance_;
  std::mutex mutex_;
  std::optional<Given> given_;
};

}  // namespace lightwell::app
