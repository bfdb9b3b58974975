#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

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

}  // namespace lightwell::app
