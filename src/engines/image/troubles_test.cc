// What happens when an engine is broken, captured, killed or hangs: the photo gets a clear answer, the next one is
// read.

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "engines/image/child/made_pictures.h"
#include "engines/image/image_engine.h"
#include "engines/sandbox/sanitized.h"
#include "engines/testing/troubles.h"
#include "run/spawn.h"

namespace lightwell::engines {
namespace {

using namespace std::chrono_literals;

ImageEngineOptions trouble(std::chrono::milliseconds deadline = 30s) {
  return {.children = 1, .deadline = deadline, .program = LIGHTWELL_IMAGE_TROUBLEMAKER};
}

Result<ImageReport> process(ImageEngine& engine, std::string bytes) {
  return sync_wait(engine.process(Payload(std::move(bytes))));
}

// What the engine says after it tried the deed; "lost" when it did not survive it.
std::string deed(ImageEngine& engine, const std::string& name) {
  const auto report = process(engine, "TROUBLE " + name);
  REQUIRE_FALSE(report);
  const auto failure = image_failure(report.error());
  if (failure == ImageFailure::damaged) return report.error().message;
  return failure ? std::string(name_of(*failure)) : std::string(report.error().kind->code);
}

bool works(ImageEngine& engine) {
  image::start_vips();
  return process(engine, image::make_picture({})).has_value();
}

}  // namespace

TEST_CASE("an engine cannot open, create or even look for files") {
  if (kSanitized) return;
  ImageEngine engine(trouble());
  CHECK(deed(engine, "open") == "Permission denied");
  CHECK(deed(engine, "create") == "Permission denied");
  CHECK(deed(engine, "stat") == "Permission denied");
  CHECK(deed(engine, "thread") == "it worked");
  CHECK(engine.counts().children_lost == 0);
  CHECK(works(engine));
}

TEST_CASE("an engine that asks for the network, a process or a signal is ended") {
  if (kSanitized) return;
  ImageEngine engine(trouble());
  for (const char* name : {"socket", "fork", "exec", "kill parent", "truncate", "raise limit"}) {
    CAPTURE(name);
    CHECK(deed(engine, name) == "engine_crashed");
  }
  CHECK(engine.counts().children_lost == 12);  // each was tried twice
  CHECK(works(engine));
}

TEST_CASE("an engine sees nothing of the server's environment") {
  setenv("LIGHTWELL_TEST_SECRET", "hunter2", 1);
  ImageEngine engine(trouble());
  CHECK(deed(engine, "environment").starts_with(kThreadSanitized ? "TSAN" : "VIPS"));  // its own
  CHECK_FALSE(deed(engine, "environment").contains("hunter2"));
  unsetenv("LIGHTWELL_TEST_SECRET");
}

TEST_CASE("an engine gets no more memory than it may have") {
  if (kSanitized) return;
  auto options = trouble();
  options.memory_bytes_max = 512 << 20;
  ImageEngine engine(options);
  const std::string said = deed(engine, "memory");
  REQUIRE(said.starts_with("ran out after "));
  CHECK(std::stoi(said.substr(14)) < 512);
}

TEST_CASE("an engine that ends by itself is replaced, and its photo is answered after the second try") {
  ImageEngine engine(trouble());
  CHECK(works(engine));
  CHECK(deed(engine, "crash") == "engine_crashed");
  CHECK(engine.counts().children_lost == 2);
  CHECK(deed(engine, "exit out of memory") == "out_of_memory");
  CHECK(works(engine));
}

TEST_CASE("an engine that hangs is ended at its deadline, once") {
  ImageEngine engine(trouble(700ms));
  CHECK(works(engine));
  for (const char* name : {"hang", "spin"}) {
    CAPTURE(name);
    const auto start = std::chrono::steady_clock::now();
    CHECK(deed(engine, name) == "timed_out");
    CHECK(std::chrono::steady_clock::now() - start < 10s);
  }
  CHECK(engine.counts().children_lost == 2);
  CHECK(soon([&] { return children().empty(); }));
  CHECK(works(engine));
}

TEST_CASE("an engine that is stopped by a signal counts as hanging") {
  ImageEngine engine(trouble(3s));
  REQUIRE(works(engine));
  REQUIRE(children().size() == 1);
  kill(children().front(), SIGSTOP);
  const auto report = process(engine, "TROUBLE thread");
  REQUIRE_FALSE(report);
  CHECK(image_failure(report.error()) == ImageFailure::timed_out);
  CHECK(works(engine));
}

TEST_CASE("an engine that is killed in the middle costs its photo a second try") {
  ImageEngine engine(trouble());
  std::optional<ImageFailure> failure;
  kill_twice_while(engine, [&] {
    const auto report = process(engine, "TROUBLE hang");
    if (!report) failure = image_failure(report.error());
  });
  CHECK(failure == ImageFailure::engine_crashed);
  CHECK(works(engine));
}

TEST_CASE("an engine that is killed between two photos costs nothing") {
  ImageEngine engine(trouble());
  check_killed_between(engine, [&] { return works(engine); });
}

TEST_CASE("replies that are no replies are refused") {
  ImageEngine engine(trouble());
  for (const char* name : {"garbage", "half a reply", "huge reply", "wrong report", "control characters", "no text"}) {
    CAPTURE(name);
    CHECK(deed(engine, name) == "engine_crashed");
  }
  CHECK(works(engine));
}

TEST_CASE("an engine that talks without end on its standard error is not waited for") {
  ImageEngine engine(trouble());
  CHECK(deed(engine, "chatter") == "it worked");
}

TEST_CASE("an engine without work ends after a while and comes back with the next photo") {
  auto options = trouble();
  options.idle = 200ms;
  ImageEngine engine(options);
  REQUIRE(works(engine));
  CHECK(engine.counts().children_running == 1);
  CHECK(soon([&] { return engine.counts().children_running == 0 && children().empty(); }));
  CHECK(works(engine));
  CHECK(engine.counts().children_started == 2);
  CHECK(engine.counts().children_lost == 0);
}

TEST_CASE("a full queue refuses, and stopping answers whoever waits") {
  auto options = trouble();
  options.queue_max = 1;
  ImageEngine engine(options);
  check_full_queue_and_stop(engine, [&] { return process(engine, "TROUBLE hang").error().kind; });
}

TEST_CASE("a program that is no engine is a fault of the machine, not of the photo") {
  ImageEngine missing({.children = 1, .program = "/nonexistent/engine"});
  const auto report = process(missing, "TROUBLE hang");
  REQUIRE_FALSE(report);
  CHECK(report.error().kind == &lightwell::errors::internal_error);
  CHECK_FALSE(image_failure(report.error()));
  ImageEngine other({.children = 1, .program = "/bin/true"});
  const auto again = process(other, "TROUBLE hang");
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == &lightwell::errors::internal_error);
}

}  // namespace lightwell::engines
