// The commands of the program. Each answers the exit status.

#pragma once

#include <filesystem>

#include "app/configuration.h"

namespace lightwell::app {

inline constexpr int kExitInterrupted = 130;  // as shells say of Ctrl-C

int serve(const Configuration& configuration);
int import_folder(const Configuration& configuration, const std::filesystem::path& folder);
int doctor(const Configuration& configuration);
int print_version();

}  // namespace lightwell::app
