// The public key of this instance: the one that the configuration holds, else that of the key pair it names, as EC2
// knows it now. A pair that is made later is told of from then on.

#pragma once

#include "api/ec2/handlers.h"
#include "app/configuration.h"
#include "base/time.h"
#include "metadata/metadata.h"
#include "run/loop.h"

namespace lightwell::app {

class InstanceKey final : public metadata::KeySource {
 public:
  // What is referred to must outlive it.
  InstanceKey(const Configuration& configuration, api::ec2::Ec2& ec2, const Clock& clock)
      : configuration_(configuration), ec2_(ec2), clock_(clock) {}

  Task<std::optional<metadata::PublicKey>> public_key() override;
  // Says in the log that a pair is named which is not there. Blocks.
  void check(Loop& loop);

 private:
  Task<Result<std::string>> line_of_pair();

  const Configuration& configuration_;
  api::ec2::Ec2& ec2_;
  const Clock& clock_;
};

}  // namespace lightwell::app
