#include "engines/sandbox/child_process.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "engines/sandbox/sanitized.h"

namespace lightwell::engines {
namespace {

constexpr size_t kLastWordsBytesMax = 2048;

Error system_error(std::string_view what) {
  return error(lightwell::errors::internal_error).log(fmt::format("{}: {}", what, std::strerror(errno)));
}

struct Beginning {
  int program;
  int socket;
  int words;
  int nothing;  // /dev/null
  pid_t parent;
  const char* name;
  ChildLimits limits;
};

// From here to exec only system calls: the server has other threads, and their locks came along, locked.
[[noreturn]] void give_up(const char* what) {
  const char* words[] = {"the sandbox could not be made: ", what, ": ", strerrordesc_np(errno), "\n"};
  for (const char* part : words) {
    if (part != nullptr && write(STDERR_FILENO, part, strlen(part)) < 0) break;
  }
  _exit(126);
}

void limit(__rlimit_resource resource, uint64_t most) {
  const rlimit both = {most, most};
  if (setrlimit(resource, &both) != 0) give_up("setrlimit");
}

void leave_namespaces() {
  // Not every system lets us; the filter of system calls stands without them.
  if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0) return;
  if (unshare(CLONE_NEWNET | CLONE_NEWIPC) == 0) return;
}

void keep_descriptors(Beginning& begin) {
  // Out of the way first, so that none is overwritten before its turn.
  for (int* descriptor : {&begin.program, &begin.socket, &begin.words, &begin.nothing}) {
    *descriptor = fcntl(*descriptor, F_DUPFD_CLOEXEC, 10);
    if (*descriptor < 0) give_up("fcntl");
  }
  if (dup2(begin.words, STDERR_FILENO) < 0 || dup2(begin.nothing, STDIN_FILENO) < 0 ||
      dup2(begin.nothing, STDOUT_FILENO) < 0 || dup2(begin.socket, kChildSocket) < 0) {
    give_up("dup2");
  }
  const int program = dup3(begin.program, kChildSocket + 1, O_CLOEXEC);
  if (program < 0) give_up("dup3");
  begin.program = program;
  // At once and not by exec: a copy of a listening socket keeps its port from a server that starts meanwhile.
  if (close_range(unsigned(program) + 1, ~0u, 0) == 0) return;
  for (int descriptor = program + 1; descriptor < 65536; ++descriptor) close(descriptor);
}

[[noreturn]] void begin_child(Beginning begin) {
  keep_descriptors(begin);
  setsid();
  leave_namespaces();
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) give_up("prctl");
  if (getppid() != begin.parent) _exit(125);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) give_up("prctl");
  if (!kSanitized) limit(RLIMIT_AS, begin.limits.address_space_bytes);
  limit(RLIMIT_CPU, begin.limits.processor_seconds);
  if (!kThreadSanitized) limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_MEMLOCK, 0);
  limit(RLIMIT_NOFILE, begin.limits.descriptors);

  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  struct sigaction plain = {};
  plain.sa_handler = SIG_DFL;
  for (int number = 1; number < 32; ++number) sigaction(number, &plain, nullptr);

  char* const arguments[] = {const_cast<char*>(begin.name), nullptr};
  char libraries[] = "TSAN_OPTIONS=ignore_noninstrumented_modules=1";
  char* const environment[] = {kThreadSanitized ? libraries : nullptr, nullptr};
  syscall(SYS_execveat, begin.program, "", arguments, environment, AT_EMPTY_PATH);
  give_up("execveat");
}

}  // namespace

Result<std::shared_ptr<const FileHandle>> open_program(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fail(system_error(path.string()));
  return std::make_shared<const FileHandle>(descriptor);
}

Result<std::shared_ptr<const FileHandle>> program_in_memory(Bytes program, const std::string& name) {
  constexpr unsigned kMayExecute = 0x10;  // MFD_EXEC, since Linux 6.3
  int descriptor = memfd_create(name.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING | kMayExecute);
  if (descriptor < 0) descriptor = memfd_create(name.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return fail(system_error("memfd_create"));
  auto file = std::make_shared<const FileHandle>(descriptor);
  for (Bytes rest = program; !rest.empty();) {
    const ssize_t wrote = write(descriptor, rest.data(), rest.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return fail(system_error("the program could not be copied to memory"));
    rest = rest.subspan(size_t(wrote));
  }
  if (fcntl(descriptor, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    return fail(system_error("F_ADD_SEALS"));
  }
  return file;
}

Result<ChildProcess> ChildProcess::start(const FileHandle& program, const std::string& name,
                                         const ChildLimits& limits) {
  std::array<int, 2> sockets = {-1, -1};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) return fail(system_error("socketpair"));
  const FileHandle theirs(sockets[1]);
  std::array<int, 2> pipe_ends = {-1, -1};
  // Not blocking on either end: a child that talks too much loses words, not time.
  if (pipe2(pipe_ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
    close(sockets[0]);
    return fail(system_error("pipe"));
  }
  const FileHandle words(pipe_ends[1]);
  ChildProcess child(-1, sockets[0], pipe_ends[0]);
  const FileHandle nothing(open("/dev/null", O_RDWR | O_CLOEXEC));
  if (nothing.descriptor() < 0) return fail(system_error("/dev/null"));

  const Beginning begin = {program.descriptor(),
                           theirs.descriptor(),
                           words.descriptor(),
                           nothing.descriptor(),
                           getpid(),
                           name.c_str(),
                           limits};
  child.pid_ = fork();
  if (child.pid_ < 0) return fail(system_error("fork"));
  if (child.pid_ == 0) begin_child(begin);
  return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      socket_(std::exchange(other.socket_, -1)),
      words_(std::exchange(other.words_, -1)) {}

ChildProcess::~ChildProcess() {
  if (pid_ > 0) end();
  if (socket_ >= 0) close(socket_);
  if (words_ >= 0) close(words_);
}

std::string ChildProcess::last_words() {
  std::string words;
  std::array<char, 4096> block;
  // Bounded: the child may be writing all the while.
  for (int round = 0; round < 64; ++round) {
    const ssize_t got = read(words_, block.data(), block.size());
    if (got <= 0) break;
    words.append(block.data(), size_t(got));
    if (words.size() > kLastWordsBytesMax) words.erase(0, words.size() - kLastWordsBytesMax);
  }
  while (!words.empty() && words.back() == '\n') words.pop_back();
  for (char& c : words) {
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) c = c == '\n' ? ' ' : '?';
  }
  return words;
}

ChildProcess::End ChildProcess::end() {
  const pid_t pid = std::exchange(pid_, -1);
  if (pid <= 0) return {};
  int status = 0;
  // What ended by itself keeps its own story: SIGKILL does not change the status of the dead.
  kill(pid, SIGKILL);
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return {};
  }
  if (WIFSIGNALED(status)) return {.by_signal = true, .code = WTERMSIG(status)};
  return {.by_signal = false, .code = WEXITSTATUS(status)};
}

}  // namespace lightwell::engines
