// Reading [instance] of the configuration file.

#pragma once

#include <toml++/toml.h>

#include "app/instance/instance_settings.h"
#include "base/result.h"

namespace lightwell::app {

// Errors: errors::bad_configuration, naming the line.
Result<void> read_instance(InstanceSettings& settings, const toml::table& table);

}  // namespace lightwell::app
