// The commands of the program. Each answers the exit status.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/configuration.h"

namespace lightwell::app {

inline constexpr int kExitInterrupted = 130;  // as shells say of Ctrl-C

int serve(const Configuration& configuration);
int import_folder(const Configuration& configuration, const std::filesystem::path& folder);
int doctor(const Configuration& configuration);
// Which models there are, and how they stand.
int list_models(const Configuration& configuration);
// `words`: "clip-image=FILE" and so on.
int add_models(const Configuration& configuration, const std::vector<std::string>& words);
// What decided a request. Exit status 4 where nothing is known of it.
int why(const Configuration& configuration, const std::string& request_id);
// `verb`: start, stop, list or policy.
int record(const Configuration& configuration, const std::string& verb, const std::string& principal);
// The boot log; `lines`: the last so many, 0 for all.
int show_logs(const Configuration& configuration, size_t lines);
int print_version();

}  // namespace lightwell::app
