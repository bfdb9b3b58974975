#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/import/import_run.h"
#include "app/import/journal.h"
#include "app/import/progress.h"

namespace lightwell::app {

TEST_CASE("the bar tells how many, how fast and how long") {
  const ImportCounts counts = {
      .files = 300, .bytes = 3'000'000'000, .files_done = 100, .bytes_done = 1'000'000'000, .duplicates = 2};
  CHECK(progress_line(counts, std::chrono::seconds(10), 200) ==
        "[========>               ] 100/300 files  100.0 MB/s  20 s left  2 already here");
  CHECK(progress_line(counts, std::chrono::seconds(10), 20).size() == 20);
  CHECK(progress_line({}, std::chrono::seconds(0), 200).find("0/0") != std::string::npos);
}

TEST_CASE("times and sizes are in words") {
  CHECK(in_words(std::chrono::seconds(59)) == "59 s");
  CHECK(in_words(std::chrono::seconds(3900)) == "1 h 5 min");
  CHECK(size_in_words(999) == "999 B");
  CHECK(size_in_words(1'250'000) == "1.2 MB");
}

TEST_CASE("the journal remembers files until they change, and a line that was cut off does no harm") {
  const auto file = std::filesystem::temp_directory_path() / fmt::format("lightwell-journal-{}", ::getpid());
  {
    ImportJournal journal(file);
    journal.add("/photos/a b.jpg", 10, 20);
  }
  std::ofstream(file, std::ios::app) << "30 40 /photos/c";  // no end of line: the process was killed
  {
    ImportJournal journal(file);
    CHECK(journal.has("/photos/a b.jpg", 10, 20));
    CHECK_FALSE(journal.has("/photos/a b.jpg", 11, 20));
    CHECK_FALSE(journal.has("/photos/c", 30, 40));
    journal.add("/photos/d", 1, 2);
  }
  CHECK(ImportJournal(file).has("/photos/d", 1, 2));
  std::filesystem::remove(file);
}

namespace {

struct Photos {
  std::filesystem::path path = std::filesystem::temp_directory_path() / fmt::format("lightwell-import-{}", ::getpid());
  Photos() {
    std::filesystem::create_directories(path / "photos" / "sub");
    std::ofstream(path / "photos" / "a.jpg") << "one";
    std::ofstream(path / "photos" / "sub" / "b.jpg") << "two";
    std::ofstream(path / "photos" / "notes.txt") << "three";
    std::ofstream(path / "photos" / ".hidden") << "four";
  }
  ~Photos() { std::filesystem::remove_all(path); }
};

// A library that refuses text, keeps the rest, and finds b.jpg broken when it reads it.
Result<std::string> library(const ControlPacket& packet, std::atomic<int>& asked) {
  if (packet.text.find("processing") != std::string::npos) {
    return R"({"waiting":0,"running":0,"failures":[{"photo_id":"b.jpg","message":"cut off"}]})";
  }
  ++asked;
  if (packet.text.find("notes.txt") != std::string::npos) return R"({"result":"refused","message":"not a photo"})";
  const bool is_b = packet.text.find("b.jpg") != std::string::npos;
  return fmt::format(R"({{"result":"added","photo_id":"{}"}})", is_b ? "b.jpg" : "a.jpg");
}

}  // namespace

TEST_CASE("an import brings the files in, tells what could not be read, and does not ask twice") {
  const Photos photos;
  const ImportOptions options = {.folder = photos.path / "photos", .journal = photos.path / "journal"};
  std::atomic<int> asked = 0;
  const std::atomic<bool> interrupted = false;
  const auto connect = [&]() -> Result<Ask> { return Ask([&](const ControlPacket& p) { return library(p, asked); }); };

  const auto first = run_import(options, connect, interrupted);
  REQUIRE(first);
  CHECK(asked == 3);
  CHECK(first->counts.added == 1);
  REQUIRE(first->unreadable.size() == 2);
  CHECK(first->unreadable[0].path.filename() == "notes.txt");
  CHECK(first->unreadable[0].why == "not a photo");
  CHECK(first->unreadable[1].why == "kept, but cut off");

  const auto again = run_import(options, connect, interrupted);
  REQUIRE(again);
  CHECK(asked == 5);  // what was refused or could not be read is offered, and told, anew
  CHECK(again->unreadable.size() == 2);
  CHECK(again->counts.duplicates == 1);
}

TEST_CASE("an interrupted import ends early and says so") {
  const Photos photos;
  const std::atomic<bool> interrupted = true;
  std::atomic<int> asked = 0;
  const auto outcome = run_import(
      {.folder = photos.path / "photos", .journal = photos.path / "journal"},
      [&]() -> Result<Ask> { return Ask([&](const ControlPacket& p) { return library(p, asked); }); }, interrupted);
  REQUIRE(outcome);
  CHECK(outcome->was_interrupted);
  CHECK(asked == 0);
}

}  // namespace lightwell::app
