#include "engines/sandbox/child/lockdown.h"

#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "engines/sandbox/sanitized.h"

namespace lightwell::engines {
namespace {

// Needed to compute, to use memory and threads, and to answer.
constexpr int kAllowed[] = {SCMP_SYS(read),
                            SCMP_SYS(write),
                            SCMP_SYS(readv),
                            SCMP_SYS(writev),
                            SCMP_SYS(pread64),
                            SCMP_SYS(recvmsg),
                            SCMP_SYS(recvfrom),
                            SCMP_SYS(sendmsg),
                            SCMP_SYS(sendto),
                            SCMP_SYS(poll),
                            SCMP_SYS(ppoll),
                            SCMP_SYS(close),
                            SCMP_SYS(lseek),
                            SCMP_SYS(fstat),
                            SCMP_SYS(mmap),
                            SCMP_SYS(munmap),
                            SCMP_SYS(mprotect),
                            SCMP_SYS(mremap),
                            SCMP_SYS(madvise),
                            SCMP_SYS(brk),
                            SCMP_SYS(futex),
                            SCMP_SYS(set_robust_list),
                            SCMP_SYS(rseq),
                            SCMP_SYS(membarrier),
                            SCMP_SYS(sched_yield),
                            SCMP_SYS(sched_getaffinity),
                            SCMP_SYS(nanosleep),
                            SCMP_SYS(clock_nanosleep),
                            SCMP_SYS(clock_gettime),
                            SCMP_SYS(clock_getres),
                            SCMP_SYS(gettimeofday),
                            SCMP_SYS(time),
                            SCMP_SYS(getrusage),
                            SCMP_SYS(sysinfo),
                            SCMP_SYS(uname),
                            SCMP_SYS(getrandom),
                            SCMP_SYS(getpid),
                            SCMP_SYS(gettid),
                            SCMP_SYS(getuid),
                            SCMP_SYS(geteuid),
                            SCMP_SYS(getgid),
                            SCMP_SYS(getegid),
                            SCMP_SYS(rt_sigaction),
                            SCMP_SYS(rt_sigprocmask),
                            SCMP_SYS(rt_sigreturn),
                            SCMP_SYS(sigaltstack),
                            SCMP_SYS(restart_syscall),
                            SCMP_SYS(exit),
                            SCMP_SYS(exit_group),
                            SCMP_SYS(umask)};

struct Refused {
  int call;
  int error;
};
// Libraries try these and go on without.
constexpr Refused kRefused[] = {{SCMP_SYS(open), EACCES},
                                {SCMP_SYS(openat), EACCES},
                                {SCMP_SYS(openat2), EACCES},
                                {SCMP_SYS(access), EACCES},
                                {SCMP_SYS(faccessat), EACCES},
                                {SCMP_SYS(faccessat2), EACCES},
                                {SCMP_SYS(stat), EACCES},
                                {SCMP_SYS(lstat), EACCES},
                                {SCMP_SYS(statx), EACCES},
                                {SCMP_SYS(statfs), EACCES},
                                {SCMP_SYS(readlink), EACCES},
                                {SCMP_SYS(readlinkat), EACCES},
                                {SCMP_SYS(getcwd), EACCES},
                                {SCMP_SYS(unlink), EACCES},
                                {SCMP_SYS(ioctl), ENOTTY},
                                {SCMP_SYS(clone3), ENOSYS},
                                {SCMP_SYS(sched_setattr), EPERM},
                                {SCMP_SYS(sched_getattr), EPERM},
                                {SCMP_SYS(sched_getparam), EPERM},
                                {SCMP_SYS(sched_getscheduler), EPERM},
                                {SCMP_SYS(sched_setscheduler), EPERM},
                                {SCMP_SYS(sched_setaffinity), EPERM},
                                {SCMP_SYS(setpriority), EPERM},
                                {SCMP_SYS(get_mempolicy), EPERM},
                                {SCMP_SYS(mbind), EPERM},
                                {SCMP_SYS(ftruncate), EPERM},
                                {SCMP_SYS(mlock), EPERM}};

constexpr uint64_t kThreadFlags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;

// One comparison of an argument. SCMP_A0_64 and its like are literals of C99, which C++ does not have.
constexpr scmp_arg_cmp argument(unsigned index, scmp_compare how, uint64_t first, uint64_t second = 0) {
  return {.arg = index, .op = how, .datum_a = first, .datum_b = second};
}

bool add_conditional(scmp_filter_ctx filter) {
  const auto add = [filter](uint32_t action, int call, const scmp_arg_cmp& condition) {
    return seccomp_rule_add_exact_array(filter, action, call, 1, &condition) == 0;
  };
  const auto allow = [&](int call, const scmp_arg_cmp& condition) { return add(SCMP_ACT_ALLOW, call, condition); };
  const uint32_t refuse = SCMP_ACT_ERRNO(EACCES);
  // Threads, never processes.
  return allow(SCMP_SYS(clone), argument(0, SCMP_CMP_MASKED_EQ, kThreadFlags, kThreadFlags)) &&
         // Signals to itself, so that abort() can end it.
         allow(SCMP_SYS(tgkill), argument(0, SCMP_CMP_EQ, uint64_t(getpid()))) &&
         // Limits may be read, not set.
         allow(SCMP_SYS(prlimit64), argument(2, SCMP_CMP_EQ, 0)) &&
         // What glibc makes of fstat(), by descriptor, and of stat(), by name.
         allow(SCMP_SYS(newfstatat), argument(3, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH)) &&
         add(refuse, SCMP_SYS(newfstatat), argument(3, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, 0)) &&
         allow(SCMP_SYS(fcntl), argument(1, SCMP_CMP_EQ, F_GETFL)) &&
         allow(SCMP_SYS(fcntl), argument(1, SCMP_CMP_EQ, F_GETFD)) &&
         allow(SCMP_SYS(prctl), argument(0, SCMP_CMP_EQ, PR_SET_NAME)) &&
         allow(SCMP_SYS(prctl), argument(0, SCMP_CMP_EQ, 0x53564d41)) &&  // PR_SET_VMA: names of memory areas
         // The C library asks a daemon for the names of users, and goes on without.
         add(refuse, SCMP_SYS(socket), argument(0, SCMP_CMP_EQ, AF_UNIX));
}

}  // namespace

bool lock_down() {
  if (kSanitized) return false;
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_KILL_PROCESS), &seccomp_release);
  if (!filter) return false;
  for (const int call : kAllowed) {
    if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) != 0) return false;
  }
  for (const Refused& refused : kRefused) {
    if (seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(uint32_t(refused.error)), refused.call, 0) != 0) return false;
  }
  if (!add_conditional(filter.get())) return false;
  // Threads that the libraries started while they warmed up are locked in too.
  if (seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1) != 0) return false;
  return seccomp_load(filter.get()) == 0;
}

}  // namespace lightwell::engines
