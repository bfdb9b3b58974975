// A vision engine that does on demand what a broken or captured one might do. For tests.
//
// A picture one pixel high names the deed: its bytes are the text "TROUBLE " and a name. Any other is looked at as
// usual.

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>

#include "engines/sandbox/child_process.h"
#include "engines/vision/child/serve.h"

namespace lightwell::engines::vision {
namespace {

Sight say(const std::string& words) {
  Sight sight;
  sight.text = {TextLine{.text = words}};
  return sight;
}

Sight outcome(long result) { return say(result >= 0 ? "it worked" : std::strerror(errno)); }

[[noreturn]] void say_and_leave(const std::string& bytes) {
  if (send(kChildSocket, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) _exit(2);
  _exit(0);
}

Sight with_object(const Object& object) {
  Sight sight;
  sight.objects = {object};
  return sight;
}

Sight exhaust_memory() {
  std::vector<std::vector<char>> taken;
  while (true) taken.emplace_back(64 << 20, 1);
}

using Deed = std::function<Sight()>;
const std::map<std::string, Deed, std::less<>> kDeeds = {
    {"open", [] { return outcome(open("/etc/passwd", O_RDONLY)); }},
    {"create", [] { return outcome(open("/tmp/lightwell-trouble", O_WRONLY | O_CREAT, 0600)); }},
    {"socket", [] { return outcome(socket(AF_INET, SOCK_STREAM, 0)); }},
    {"fork", [] { return outcome(fork()); }},
    {"exec", [] { return outcome(execl("/bin/true", "true", nullptr)); }},
    {"memory", exhaust_memory},
    {"crash", []() -> Sight { std::abort(); }},
    {"hang",
     []() -> Sight {
       while (true) usleep(100'000);
     }},
    {"garbage", []() -> Sight { say_and_leave("this is not the protocol that was agreed upon"); }},
    {"half a reply", []() -> Sight { say_and_leave(frame_of(FrameKind::sight, encode(Sight{})).substr(0, 20)); }},
    {"another reply", []() -> Sight { say_and_leave(frame_of(FrameKind::vector, encode_vector({1}))); }},
    {"box outside", [] { return with_object({.confidence = .5f, .box = {.9f, .9f, .5f, .5f}}); }},
    {"no number", [] { return with_object({.confidence = std::nanf("")}); }},
    {"control characters", [] { return say("a\x1b[2Jb"); }},
};

Sight look_for_trouble(const Picture& picture, const Wanted& wanted, Parts& parts) {
  const std::string_view text(reinterpret_cast<const char*>(picture.rows), size_t(picture.width) * 3);
  if (picture.height != 1 || !text.starts_with("TROUBLE ")) return look_at(picture, wanted, parts);
  const std::string_view name = text.substr(8, std::min(text.find('\0'), text.size()) - 8);
  const auto deed = kDeeds.find(name);
  return deed == kDeeds.end() ? say("an unknown deed") : deed->second();
}

}  // namespace
}  // namespace lightwell::engines::vision

int main() {
  using namespace lightwell::engines;
  _exit(vision::live(kChildSocket, vision::look_for_trouble));
}
