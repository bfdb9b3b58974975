// An import: every file of a folder goes to the library, a few at a time; what is there already is skipped, what cannot
// be read is told with the reason, and an import that was interrupted goes on where it was.

#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/control/control.h"
#include "app/import/progress.h"
#include "app/import/walk.h"

namespace lightwell::app {

// Sends a request to the library and answers its reply; each of the import's threads has one of its own.
using Ask = std::function<Result<std::string>(ControlPacket)>;

struct ImportOptions {
  std::filesystem::path folder;
  std::filesystem::path journal;
  size_t files_at_once = 4;
  bool is_terminal = false;
};

struct ImportOutcome {
  ImportCounts counts;
  std::vector<Unreadable> unreadable;  // in order of path
  bool was_interrupted = false;
};

// `connect` is called once on each thread. `interrupted` turns true on Ctrl-C: files under way are finished.
Result<ImportOutcome> run_import(const ImportOptions& options, const std::function<Result<Ask>()>& connect,
                                 const std::atomic<bool>& interrupted);

}  // namespace lightwell::app
