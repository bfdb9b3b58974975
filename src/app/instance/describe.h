// This machine as an EC2 instance: what the configuration says, else what the machine says of itself, else what is
// made of its name, always the same.

#pragma once

#include "app/configuration.h"
#include "app/instance/host.h"
#include "metadata/instance.h"

namespace lightwell::app {

metadata::Instance describe_instance(const Configuration& configuration, const Host& host);

// The smallest of EC2's usual sizes that has the memory.
std::string instance_type(uint64_t memory_bytes, bool is_arm);

}  // namespace lightwell::app
