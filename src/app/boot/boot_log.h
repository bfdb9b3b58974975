// DIR/lightwell-init-output.log: what the server did when it started and stopped, a line a step, as cloud-init writes
// its own of a machine. No secret goes in. `lightwell logs` shows it.

#pragma once

#include <chrono>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"
#include "run/bytes.h"

namespace lightwell::app {

inline constexpr uint64_t kBootLogMax = 1 << 20;  // bytes; then the older half goes

class BootLog {
 public:
  // Begins a start. Empty: nothing is kept. A log that cannot be written is none, and is said in the server's own log.
  BootLog(const std::filesystem::path& file, std::string_view version);

  // "Lightwell v. 0.1.0 running 'stores' at Sun, 22 Nov 2026 08:17:00 +0000. Up 0.05 seconds."
  void begin(std::string_view stage);
  void say(std::string_view line);
  // "Lightwell v. 0.1.0 finished at … . Up 0.31 seconds"
  void finish();

 private:
  void write(std::string line);
  std::string moment() const;

  const std::string version_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::mutex mutex_;
  std::unique_ptr<FileHandle> file_;
};

}  // namespace lightwell::app
