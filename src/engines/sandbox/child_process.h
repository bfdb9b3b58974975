// A child process that may do almost nothing: what an engine runs in.
//
// Before its program starts: own session, no new privileges, an empty environment, no descriptor but its socket (3) and
// a pipe for its last words (2), limits on memory, processor time, files and core dumps, dead with its parent, and -
// where the system lets it - namespaces of its own without a network. The program itself then locks the door behind it
// with a filter of system calls (sandbox/child/lockdown.h) before it reads the first byte it was not built with.

#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "run/bytes.h"

namespace lightwell::engines {

struct ChildLimits {
  uint64_t address_space_bytes = 2ull << 30;
  // In the whole life of the child; what one request may take is the parent's clock to say.
  uint64_t processor_seconds = 3600;
  uint32_t descriptors = 32;
};

inline constexpr int kChildSocket = 3;  // in the child
// How a program that runs in a sandbox says that memory ran out.
inline constexpr int kExitOutOfMemory = 77;

// A program ready to be started: an open file, or a sealed copy in memory.
Result<std::shared_ptr<const FileHandle>> open_program(const std::filesystem::path& path);
Result<std::shared_ptr<const FileHandle>> program_in_memory(Bytes program, const std::string& name);

class ChildProcess {
 public:
  // The child dies when the thread that started it ends. `name` is what ps shows.
  static Result<ChildProcess> start(const FileHandle& program, const std::string& name, const ChildLimits& limits);
  ~ChildProcess();  // kills and reaps
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;

  int socket() const { return socket_; }
  pid_t pid() const { return pid_; }
  // What the child wrote to its standard error since the last time, at most its last 2 KiB.
  std::string last_words();

  struct End {
    bool by_signal = false;
    int code = 0;  // the signal or the exit code
  };
  // Kills the child if it still runs, and tells how it ended.
  End end();

 private:
  ChildProcess(pid_t pid, int socket, int words) : pid_(pid), socket_(socket), words_(words) {}
  pid_t pid_;
  int socket_;
  int words_;
};

}  // namespace lightwell::engines
