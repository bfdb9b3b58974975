// The progress bar of an import: one line redrawn on a terminal, a line now and then elsewhere.

#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace lightwell::app {

struct ImportCounts {
  uint64_t files = 0;  // to be looked at in all
  uint64_t bytes = 0;
  uint64_t files_done = 0;
  uint64_t bytes_done = 0;
  uint64_t added = 0;
  uint64_t duplicates = 0;
  uint64_t refused = 0;
};

// "[=====>    ]  120/300 photos  45.2 MB/s  1 min 20 s left  2 duplicates", at most `columns` wide. Pure.
std::string progress_line(const ImportCounts& counts, std::chrono::duration<double> elapsed, size_t columns);
std::string in_words(std::chrono::seconds);  // "1 h 5 min", "12 s"
std::string size_in_words(double bytes);     // "1.2 GB"

class ProgressBar {
 public:
  explicit ProgressBar(bool is_terminal) : is_terminal_(is_terminal), started_(std::chrono::steady_clock::now()) {}
  void show(const ImportCounts& counts);
  // The files are in; what remains is reading the pictures.
  void show_reading(int64_t left);
  // Writes `words` as a line of its own above the bar.
  void say(const std::string& words);
  void finish();

 private:
  void draw(std::string line);

  const bool is_terminal_;
  const std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point shown_;
  std::string line_;
};

}  // namespace lightwell::app
