// What happens when a model is missing, cut or of another shape, and when an engine is broken, captured, killed or
// hangs: a clear answer, and the next picture is looked at.

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "engines/sandbox/sanitized.h"
#include "engines/testing/troubles.h"
#include "engines/vision/made_models.h"
#include "engines/vision/vision_engine.h"
#include "run/spawn.h"

namespace lightwell::engines::vision {
namespace {

using namespace std::chrono_literals;

Pixels memory_of(std::string rows, uint32_t width, uint32_t height) {
  rows.resize(size_t(width) * height * 3, '\0');
  const int memory = memfd_create("picture", MFD_CLOEXEC);
  REQUIRE(write(memory, rows.data(), rows.size()) == ssize_t(rows.size()));
  return {.memory = std::make_shared<const FileHandle>(memory), .width = width, .height = height};
}

Pixels grey_picture() { return memory_of(std::string(64 * 48 * 3, '\x80'), 64, 48); }

VisionEngineOptions trouble(std::chrono::milliseconds deadline = 30s) {
  return {.children = 1,
          .deadline = deadline,
          .models = ModelFiles::in_folder(LIGHTWELL_MODELS),
          .program = LIGHTWELL_VISION_TROUBLEMAKER};
}

// What the engine says after it tried the deed, or the words of the failure.
std::string deed(VisionEngine& engine, const std::string& name) {
  const auto sight = sync_wait(engine.look(memory_of("TROUBLE " + name, 64, 1), {}));
  if (sight) return sight->text->front().text;
  CHECK(sight.error().kind == &errors::vision_failed);
  return sight.error().message;
}

bool works(VisionEngine& engine) { return sync_wait(engine.look(grey_picture(), {.objects = true})).has_value(); }

// Dead, whether or not somebody has asked how it ended.
bool has_ended(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(file, line);
  const size_t name_end = line.rfind(')');
  return name_end == line.npos || line[name_end + 2] == 'Z';
}

Sight look(VisionEngine& engine, const Wanted& wanted) {
  auto sight = sync_wait(engine.look(grey_picture(), wanted));
  if (!sight) FAIL(sight.error().message << " " << sight.error().log_words);
  return std::move(*sight);
}

std::string words_of(const Sight& sight, Role role) {
  const auto found = std::ranges::find(sight.absent, role, &Absence::role);
  return found == sight.absent.end() ? "" : found->words;
}

}  // namespace

TEST_CASE("without models pictures still have colours, and each role is named") {
  ModelFolder folder;
  VisionEngine engine({.children = 1, .models = ModelFiles::in_folder(folder.path())});
  const Sight sight = look(engine, {.objects = true, .faces = true, .text = true, .appearances = true});
  CHECK(sight.appearances->whole.colours.size() == 1);
  CHECK_FALSE(sight.objects);
  CHECK(words_of(sight, Role::objects).contains("No model for objects is installed"));
  CHECK(words_of(sight, Role::face_detection).contains(folder.path().string()));
  CHECK(engine.roles().size() == kRoles);
  for (const RoleReport& role : engine.roles()) CHECK(role.state == RoleState::missing);
  CHECK(engine.counts().children_lost == 0);
}

TEST_CASE("a missing library is told for every role that needs it") {
  ModelFolder folder;
  REQUIRE(folder.link_built());
  std::filesystem::remove(folder.path() / "libonnxruntime.so.1");
  VisionEngine engine({.children = 1, .models = ModelFiles::in_folder(folder.path())});
  CHECK_FALSE(engine.has(Role::objects));
  const Sight sight = look(engine, {.objects = true, .appearances = true});
  CHECK(sight.appearances);
  CHECK(words_of(sight, Role::objects).contains("ONNX Runtime"));
  folder.put("libonnxruntime.so.1", "this is no library");
  VisionEngine other({.children = 1, .models = ModelFiles::in_folder(folder.path())});
  CHECK(words_of(look(other, {.objects = true}), Role::objects).contains("ONNX Runtime cannot be used"));
}

TEST_CASE("a model cut in half is told by its role; the others go on") {
  ModelFolder folder;
  REQUIRE(folder.link_built());
  folder.cut("objects.onnx");
  ModelFiles models = ModelFiles::in_folder(folder.path());
  for (const bool is_digest_known : {true, false}) {
    CAPTURE(is_digest_known);
    if (!is_digest_known) models.roles[Role::objects].sha256.clear();
    VisionEngine engine({.children = 1, .models = models});
    const Sight sight = look(engine, {.objects = true, .moderation = true});
    CHECK_FALSE(sight.objects);
    CHECK(sight.moderation);
    CHECK(words_of(sight, Role::objects).contains("The model for objects"));
    CHECK(words_of(sight, Role::objects).contains(is_digest_known ? "cut off" : "no model that can be loaded"));
    CHECK_FALSE(engine.has(Role::objects));
    CHECK(engine.has(Role::moderation));
    CHECK(engine.counts().children_lost == 0);
  }
}

TEST_CASE("a model that is cut while the engine runs is told at the next picture, and taken again when it is mended") {
  ModelFolder folder;
  REQUIRE(folder.link_built());
  VisionEngine engine({.children = 1, .models = ModelFiles::in_folder(folder.path())});
  const Wanted wanted = {.objects = true, .moderation = true};
  CHECK(look(engine, wanted).objects);
  folder.cut("objects.onnx");
  const Sight without = look(engine, wanted);
  CHECK_FALSE(without.objects);
  CHECK(without.moderation);
  CHECK(words_of(without, Role::objects).contains("cut off"));
  CHECK_FALSE(engine.has(Role::objects));
  folder.mend("objects.onnx");
  CHECK(engine.has(Role::objects));
  CHECK(look(engine, wanted).objects);
  folder.cut("libonnxruntime.so.1");
  const Sight blind = look(engine, wanted);
  CHECK_FALSE(blind.moderation);
  CHECK(words_of(blind, Role::objects).contains("ONNX Runtime cannot be used"));
  folder.mend("libonnxruntime.so.1");
  CHECK(engine.has(Role::objects));
  CHECK(look(engine, wanted).absent.empty());
  CHECK(engine.counts().children_lost == 0);
}

TEST_CASE("a model of another shape, or of nothing at all, is told by its role") {
  ModelFolder folder;
  REQUIRE(folder.link_built());
  ModelFiles models = ModelFiles::in_folder(folder.path());
  REQUIRE(models.replace(Role::objects, folder.put("mean.onnx", make_mean_model(300, "boxes"))));
  REQUIRE(models.replace(Role::moderation, folder.put("empty.onnx", "")));
  REQUIRE(models.replace(Role::moderation_second, folder.path() / "gone.onnx"));
  REQUIRE(models.replace(Role::face_mesh, folder.put("mesh.onnx", make_mean_model(100, "points"))));
  CHECK_FALSE(models.replace(Role::clip_image, folder.path() / "mean.onnx"));
  VisionEngine engine({.children = 1, .models = models});
  const Sight sight = look(engine, {.objects = true, .labels = true, .faces = true, .moderation = true});
  CHECK(words_of(sight, Role::objects).contains("scores"));
  CHECK(words_of(sight, Role::moderation).contains("empty"));
  CHECK(sight.labels);
  CHECK(engine.roles()[size_t(Role::moderation_second)].state == RoleState::missing);
  CHECK(engine.counts().children_lost == 0);
}

TEST_CASE("an engine cannot open or create files; one that asks for more is ended") {
  if (kSanitized) return;
  VisionEngine engine(trouble());
  CHECK(deed(engine, "open") == "Permission denied");
  CHECK(deed(engine, "create") == "Permission denied");
  CHECK(engine.counts().children_lost == 0);
  for (const char* name : {"socket", "fork", "exec"}) {
    CAPTURE(name);
    CHECK(deed(engine, name).contains("twice"));
  }
  CHECK(engine.counts().children_lost == 6);
  CHECK(works(engine));
}

TEST_CASE("ONNX Runtime keeps no record of what it does, and starts no thread") {
  if (kSanitized) return;
  VisionEngine engine(trouble());
  REQUIRE(works(engine));
  REQUIRE(children().size() == 1);
  size_t threads = 0;
  const std::string tasks = "/proc/" + std::to_string(children().front()) + "/task";
  for ([[maybe_unused]] const auto& task : std::filesystem::directory_iterator(tasks)) ++threads;
  CHECK(threads == 1);
}

TEST_CASE("an engine that crashes or runs out of memory is replaced after the second try") {
  VisionEngine engine(trouble());
  CHECK(works(engine));
  CHECK(deed(engine, "crash").contains("twice"));
  CHECK(engine.counts().children_lost == 2);
  if (!kSanitized) CHECK(deed(engine, "memory").contains("memory"));
  CHECK(works(engine));
}

TEST_CASE("an engine that hangs is ended at its deadline, once") {
  VisionEngine engine(trouble(2s));
  CHECK(works(engine));
  CHECK(deed(engine, "hang").contains("too long"));
  CHECK(engine.counts().children_lost == 1);
  CHECK(works(engine));
}

TEST_CASE("an engine that is killed while it looks costs its picture a second try") {
  VisionEngine engine(trouble());
  std::string said;
  kill_twice_while(engine, [&] { said = deed(engine, "hang"); });
  CHECK(said.contains("twice"));
  CHECK(works(engine));
}

TEST_CASE("an engine that is killed at any moment costs its picture a second try, or was not asked yet") {
  VisionEngine engine(trouble());
  // While it starts, is greeted, loads its models, looks, and answers.
  for (const auto delay : {0ms, 2ms, 5ms, 10ms, 20ms, 40ms, 80ms, 150ms, 300ms, 600ms, 1200ms}) {
    CAPTURE(delay.count());
    std::optional<Result<Sight>> sight;
    std::thread asker([&] {
      sight =
          sync_wait(engine.look(grey_picture(), {.objects = true, .faces = true, .text = true, .moderation = true}));
    });
    std::this_thread::sleep_for(delay);
    for (const pid_t child : children()) kill(child, SIGKILL);
    asker.join();
    if (*sight) {
      CHECK((**sight).objects);
      CHECK((**sight).absent.empty());
    } else {
      CHECK((*sight).error().kind == &lightwell::errors::internal_error);  // killed while it started
    }
    // The next picture begins with a new one.
    for (const pid_t child : children()) kill(child, SIGKILL);
    REQUIRE(soon([] { return std::ranges::all_of(children(), has_ended); }));
  }
  CHECK(works(engine));
}

TEST_CASE("an engine that is killed between two pictures costs nothing") {
  VisionEngine engine(trouble());
  check_killed_between(engine, [&] { return works(engine); });
}

TEST_CASE("answers that are no answers are refused") {
  VisionEngine engine(trouble());
  for (const char* name :
       {"garbage", "half a reply", "another reply", "box outside", "no number", "control characters"}) {
    CAPTURE(name);
    CHECK(deed(engine, name).contains("twice"));
  }
  CHECK(works(engine));
}

TEST_CASE("an engine without work ends after a while and comes back with the next picture") {
  auto options = trouble();
  options.idle = 200ms;
  VisionEngine engine(options);
  REQUIRE(works(engine));
  CHECK(soon([&] { return engine.counts().children_running == 0 && children().empty(); }));
  CHECK(works(engine));
  CHECK(engine.counts().children_started == 2);
  CHECK(engine.counts().children_lost == 0);
}

TEST_CASE("a full queue refuses, and stopping answers whoever waits") {
  auto options = trouble();
  options.queue_max = 1;
  VisionEngine engine(options);
  check_full_queue_and_stop(engine,
                            [&] { return sync_wait(engine.look(memory_of("TROUBLE hang", 64, 1), {})).error().kind; });
}

TEST_CASE("pixels that are shorter than they say end no child for good") {
  VisionEngine engine(trouble());
  Pixels pixels = grey_picture();
  pixels.height = 4000;
  const auto sight = sync_wait(engine.look(pixels, {.appearances = true}));
  REQUIRE_FALSE(sight);
  CHECK(sight.error().kind == &errors::vision_failed);
  CHECK(sync_wait(engine.look({}, {})).error().kind == &lightwell::errors::invalid_argument);
  CHECK(works(engine));
}

}  // namespace lightwell::engines::vision
