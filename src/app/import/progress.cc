#include "app/import/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace lightwell::app {
namespace {

size_t terminal_columns() {
  winsize size = {};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 100;
}

}  // namespace

std::string in_words(std::chrono::seconds time) {
  const auto total = time.count();
  if (total < 60) return fmt::format("{} s", total);
  if (total < 3600) return fmt::format("{} min {} s", total / 60, total % 60);
  return fmt::format("{} h {} min", total / 3600, total % 3600 / 60);
}

std::string size_in_words(double bytes) {
  constexpr std::string_view units[] = {"B", "kB", "MB", "GB", "TB"};
  size_t unit = 0;
  while (bytes >= 1000 && unit + 1 < std::size(units)) {
    bytes /= 1000;
    ++unit;
  }
  return unit == 0 ? fmt::format("{:.0f} B", bytes) : fmt::format("{:.1f} {}", bytes, units[unit]);
}

std::string progress_line(const ImportCounts& counts, std::chrono::duration<double> elapsed, size_t columns) {
  constexpr size_t kBarWidth = 24;
  // Bytes tell more of the time left than files do, but a folder of empty files has none.
  const double share = counts.bytes > 0   ? double(counts.bytes_done) / double(counts.bytes)
                       : counts.files > 0 ? double(counts.files_done) / double(counts.files)
                                          : 1.0;
  const size_t filled = size_t(std::clamp(share, 0.0, 1.0) * kBarWidth);
  std::string bar(filled, '=');
  if (filled < kBarWidth) bar += '>';
  bar.resize(kBarWidth, ' ');

  std::string line = fmt::format("[{}] {}/{} files", bar, counts.files_done, counts.files);
  if (elapsed.count() > 0.5 && counts.bytes_done > 0) {
    const double rate = double(counts.bytes_done) / elapsed.count();
    const auto left = std::chrono::seconds(int64_t(std::ceil(double(counts.bytes - counts.bytes_done) / rate)));
    line += fmt::format("  {}/s  {} left", size_in_words(rate), in_words(left));
  }
  if (counts.duplicates > 0) line += fmt::format("  {} already here", counts.duplicates);
  if (counts.refused > 0) line += fmt::format("  {} not read", counts.refused);
  return line.substr(0, columns);
}

void ProgressBar::show(const ImportCounts& counts) {
  const auto now = std::chrono::steady_clock::now();
  const auto pause = is_terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10'000);
  if (now - shown_ < pause && counts.files_done < counts.files) return;
  shown_ = now;
  draw(progress_line(counts, now - started_, terminal_columns() - 1));
}

void ProgressBar::show_reading(int64_t left) {
  const auto now = std::chrono::steady_clock::now();
  if (now - shown_ < (is_terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10'000))) return;
  shown_ = now;
  draw(fmt::format("all files are in; reading the pictures: {} left", left));
}

void ProgressBar::draw(std::string line) {
  line_ = std::move(line);
  if (is_terminal_) {
    fmt::print(stderr, "\r\033[K{}", line_);
  } else {
    fmt::print(stderr, "{}\n", line_);
  }
  std::fflush(stderr);
}

void ProgressBar::say(const std::string& words) {
  if (is_terminal_) {
    fmt::print(stderr, "\r\033[K{}\n{}", words, line_);
  } else {
    fmt::print(stderr, "{}\n", words);
  }
}

void ProgressBar::finish() {
  if (is_terminal_) fmt::print(stderr, "\r\033[K");
}

}  // namespace lightwell::app
