// doctor: looks at what Lightwell needs, says what is missing in words, and how to get it.

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <fstream>

#include "app/commands/commands.h"
#include "app/control/control.h"
#include "app/data_folder.h"
#include "app/import/progress.h"
#include "app/machines.h"
#include "base/text.h"
#include "engines/image/image_engine.h"
#include "engines/vision/model_desk.h"
#include "run/spawn.h"

namespace lightwell::app {
namespace {

constexpr uint64_t kFreeBytesMin = 1ull << 30;
constexpr rlim_t kOpenFilesMin = 1024;
constexpr std::string_view kModelsRemedy =
    "`make models` in a clone; without one, copy the folder build/models of one beside the program, or name it with "
    "--models.";

enum class Verdict { good, advice, bad };

class Report {
 public:
  void say(Verdict verdict, const std::string& what, std::string_view remedy = {}) {
    fmt::print("{}  {}\n",
               verdict == Verdict::good     ? "ok     "
               : verdict == Verdict::advice ? "advice "
                                            : "MISSING",
               what);
    if (!remedy.empty()) fmt::print("         {}\n", remedy);
    worst_ = std::max(worst_, verdict);
  }
  // The last line, and what the command exits with.
  int conclude() const {
    fmt::print("{}\n", worst_ == Verdict::bad      ? "Something is missing."
                       : worst_ == Verdict::advice ? "Lightwell runs; with the advice above it does more."
                                                   : "Everything Lightwell needs is here.");
    return worst_ == Verdict::bad ? 1 : 0;
  }

 private:
  Verdict worst_ = Verdict::good;
};

// A picture of 1 x 1 pixel as each decoder's file; enough to see that the engine starts and the decoder is there.
std::string tiny_png() {
  return *from_base64(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==");
}

void look_at_folder(Report& report, const Configuration& configuration) {
  const std::filesystem::path& data = configuration.data;
  if (ControlConnection::connect(data / "control")) {
    report.say(Verdict::good, fmt::format("a server is running on {}", data.string()));
  } else if (const auto held = DataFolder::hold(data); !held) {
    report.say(Verdict::bad, held.error().message,
               "Choose another folder with --data, or end the process that holds it.");
    return;
  } else {
    report.say(Verdict::good, fmt::format("the data folder {} can be written", data.string()));
  }
  struct statvfs disk = {};
  if (::statvfs(data.c_str(), &disk) != 0) return;
  const uint64_t left = uint64_t(disk.f_bavail) * disk.f_frsize;
  const std::string words = fmt::format("{} are free on its disk", size_in_words(double(left)));
  if (left < kFreeBytesMin) {
    report.say(Verdict::bad, words, "Free some space, or move the folder: nothing can be stored on a full disk.");
  } else {
    report.say(Verdict::good, words);
  }
}

void look_at_door(Report& report, std::string_view name, const HostPort& door, bool is_ours) {
  if (door.port == 0 || is_ours) return;
  const std::string address = door.text();
  std::ifstream table(door.host.find(':') == std::string::npos ? "/proc/net/tcp" : "/proc/net/tcp6");
  const std::string wanted = fmt::format(":{:04X} ", door.port);
  for (std::string line; std::getline(table, line);) {
    // local address, remote address, state: 0A is listening
    const size_t at = line.find(wanted);
    if (at > 24 || line.find(" 0A ") == std::string::npos) continue;
    report.say(
        Verdict::bad,
        fmt::format("the {} door {} is taken by another program, or by lightwell on another folder", name, address),
        fmt::format("Name that folder with --data, end that program, or choose another address with --{}.", name));
    return;
  }
  report.say(Verdict::good, fmt::format("the {} door {} is free", name, address));
}

void look_at_engine(Report& report) {
  engines::ImageEngine engine({.children = 1, .deadline = std::chrono::seconds(20)});
  const int file = ::memfd_create("doctor", 0);
  const std::string png = tiny_png();
  const bool written = file >= 0 && ::write(file, png.data(), png.size()) == ssize_t(png.size());
  const FileRegion region{.file = std::make_shared<const FileHandle>(file), .offset = 0, .length = png.size()};
  const auto read = sync_wait(engine.process(region));
  if (written && read) {
    report.say(Verdict::good, "the image engine starts and reads a picture");
  } else {
    report.say(Verdict::bad,
               fmt::format("the image engine does not read a picture: {}", read ? "no memory" : read.error().message),
               "apt-get install libvips42 libexiv2-27 libheif1");
  }
  engine.stop();
}

// What a library is without a role, where it is much.
std::string_view without(engines::vision::Role role) {
  using engines::vision::Role;
  switch (role) {
    case Role::objects: return "things in pictures are not found";
    case Role::image_labels: return "pictures get labels only for the things found in them";
    case Role::face_detection:
    case Role::face_mesh: return "no faces are found";
    case Role::face_embedding: return "faces are found, but not told apart";
    case Role::face_attributes: return "the age of faces is not told";
    case Role::emotion: return "smiles are not told";
    case Role::text_detection:
    case Role::text_recognition: return "text in pictures is not read";
    case Role::moderation: return "nothing is told of nudity";
    case Role::image_embedding: return "there is no \"more like this\"";
    default: return "";
  }
}

void look_at_models(Report& report, const Configuration& configuration) {
  using engines::vision::RoleState;
  engines::vision::ModelDesk desk(model_files(configuration));
  const auto opened = desk.open();
  size_t ready = 0;
  for (const auto& role : desk.reports()) {
    if (role.state == RoleState::ready) {
      ++ready;
    } else if (role.state == RoleState::broken) {
      report.say(Verdict::bad, role.words, kModelsRemedy);
    } else if (!without(role.role).empty()) {
      report.say(Verdict::advice,
                 fmt::format("no model for {}: {}", engines::vision::name_of(role.role), without(role.role)),
                 kModelsRemedy);
    }
  }
  if (ready > 0) {
    report.say(Verdict::good, fmt::format("{} vision models are there, in {}", ready, desk.files().folder.string()));
  }
}

void look_at_sandbox(Report& report) {
  if (::prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0) {
    report.say(Verdict::good, "the kernel can confine the image engine (seccomp)");
  } else {
    report.say(Verdict::bad, "the kernel has no seccomp",
               "A kernel with CONFIG_SECCOMP_FILTER is needed: Debian's has it.");
  }
}

void look_at_limits(Report& report) {
  rlimit files = {};
  ::getrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur >= kOpenFilesMin) {
    report.say(Verdict::good, fmt::format("{} files may be open at a time", files.rlim_cur));
  } else {
    report.say(Verdict::advice, fmt::format("only {} files may be open at a time", files.rlim_cur), "ulimit -n 65536");
  }
}

}  // namespace

int doctor(const Configuration& configuration) {
  Report report;
  look_at_folder(report, configuration);
  const bool is_running = ControlConnection::connect(configuration.data / "control").has_value();
  look_at_door(report, "app", configuration.app, is_running);
  look_at_door(report, "cloud", configuration.cloud, is_running);
  look_at_sandbox(report);
  look_at_engine(report);
  look_at_models(report, configuration);
  look_at_limits(report);
  return report.conclude();
}

}  // namespace lightwell::app
