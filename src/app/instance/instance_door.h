// The machine as an EC2 instance: what is known of it, and the door of its metadata service.

#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include "app/configuration.h"
#include "app/instance/instance_identity.h"
#include "app/instance/instance_key.h"
#include "app/instance/instance_role.h"
#include "http/server.h"
#include "metadata/metadata.h"
#include "run/loop.h"
#include "site/instance_facts.h"

namespace lightwell::app {

class InstanceDoor {
 public:
  // Reads what the machine says of itself. What is referred to must outlive it. `identity_file`: of InstanceIdentity.
  InstanceDoor(const Configuration& configuration, std::filesystem::path identity_file, iam::IamService& iam,
               sts::StsService& sts, api::ec2::Ec2& ec2, Pool& pool, const Clock& clock, Ids& ids);

  // Errors: those of InstanceIdentity::load. Blocks.
  Result<void> prepare();
  // Where the configuration says; an address it does not name may be taken, which is no error.
  Result<void> open(Loops& loops);
  void stop(std::chrono::milliseconds grace);
  // For --testing alone.
  void reset() { role_.reset(); }

  std::string url() const;  // empty: the door is not open
  site::InstanceFacts facts() const;

 private:
  Result<std::unique_ptr<http::Server>> listen(Loops& loops, const HostPort& at);

  const Configuration& configuration_;
  const Clock& clock_;
  Ids& ids_;
  const metadata::Instance instance_;
  InstanceIdentity identity_;
  InstanceRole role_;
  InstanceKey key_;
  std::unique_ptr<metadata::Metadata> service_;
  std::unique_ptr<http::Server> server_;
  HostPort bound_;
};

}  // namespace lightwell::app
