// An image engine that does on demand what a broken or captured one might do. For tests.
//
// An original that begins with "TROUBLE " names the deed; any other is looked at as usual.

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <thread>

#include "engines/image/child/metadata.h"
#include "engines/image/child/serve.h"
#include "engines/image/child/vips_setup.h"
#include "engines/image/protocol/message.h"
#include "engines/sandbox/child/lockdown.h"
#include "engines/sandbox/child_process.h"

namespace lightwell::engines::image {
namespace {

std::string outcome(long result) { return result >= 0 ? "it worked" : std::strerror(errno); }

std::string exhaust_memory() {
  size_t taken = 0;
  while (void* block = std::malloc(64 << 20)) {
    *static_cast<volatile char*>(block) = 1;
    taken += 64;
  }
  // The number says how far it came; the memory stays taken.
  return "ran out after " + std::to_string(taken) + " MB";
}

[[noreturn]] void say_and_leave(std::string_view bytes) {
  if (send(kChildSocket, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) _exit(2);
  _exit(0);
}

std::string reply(protocol::ReplyKind kind, std::string_view body, uint32_t claimed) {
  const auto header = protocol::encode(protocol::FrameHeader{uint16_t(kind), claimed});
  return std::string(as_text(header)) + std::string(body);
}

using Deed = std::function<std::string()>;
const std::map<std::string_view, Deed> kDeeds = {
    {"open", [] { return outcome(open("/etc/passwd", O_RDONLY)); }},
    {"create", [] { return outcome(open("/tmp/lightwell-trouble", O_WRONLY | O_CREAT, 0600)); }},
    {"stat",
     [] {
       struct stat facts = {};
       return outcome(stat("/etc/passwd", &facts));
     }},
    {"thread",
     [] {
       std::thread([] {}).join();
       return std::string("it worked");
     }},
    {"raise limit",
     [] {
       const rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
       return outcome(setrlimit(RLIMIT_AS, &all));
     }},
    {"socket", [] { return outcome(socket(AF_INET, SOCK_STREAM, 0)); }},
    {"fork", [] { return outcome(fork()); }},
    {"exec", [] { return outcome(execl("/bin/true", "true", nullptr)); }},
    {"kill parent", [] { return outcome(kill(getppid(), 0)); }},
    {"truncate", [] { return outcome(truncate("/tmp/lightwell-trouble", 0)); }},
    {"environment", [] { return std::string(environ == nullptr || *environ == nullptr ? "empty" : *environ); }},
    {"memory", exhaust_memory},
    {"hang",
     [] {
       while (true) usleep(100'000);
       return std::string();
     }},
    {"spin",
     [] {
       while (true) {
         asm volatile("");
       }
       return std::string();
     }},
    {"crash", []() -> std::string { std::abort(); }},
    {"exit out of memory", []() -> std::string { _exit(kExitOutOfMemory); }},
    {"chatter",
     [] {
       for (int i = 0; i < 100'000; ++i) std::fprintf(stderr, "a line of many\n");
       return std::string("it worked");
     }},
    {"garbage", []() -> std::string { say_and_leave("this is not the protocol that was agreed upon"); }},
    {"half a reply", []() -> std::string { say_and_leave(reply(protocol::ReplyKind::report, "abc", 1000)); }},
    {"huge reply", []() -> std::string { say_and_leave(reply(protocol::ReplyKind::report, "abc", UINT32_MAX)); }},
    {"wrong report", []() -> std::string { say_and_leave(reply(protocol::ReplyKind::report, "abcd", 4)); }},
    {"control characters", [] { return std::string("a\x1b[2Jb"); }},
    {"no text", [] { return std::string("\xff\xfe"); }},
};

Look<ImageReport> look_for_trouble(Bytes original, uint64_t pixels_max) {
  std::string_view text = as_text(original);
  if (!text.starts_with("TROUBLE ")) return look_at(original, pixels_max);
  const auto deed = kDeeds.find(text.substr(8));
  return refuse(ImageFailure::damaged, deed == kDeeds.end() ? "an unknown deed" : deed->second());
}

}  // namespace
}  // namespace lightwell::engines::image

int main(int, char** arguments) {
  using namespace lightwell::engines;
  image::prepare_vips(arguments[0]);
  image::prepare_metadata();
  const bool locked = lock_down();
  _exit(image::serve(kChildSocket, locked, image::look_for_trouble));
}
