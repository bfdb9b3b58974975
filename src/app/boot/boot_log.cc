#include "app/boot/boot_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "app/models/durable_file.h"
#include "base/log.h"
#include "base/time.h"

namespace lightwell::app {
namespace {

// Keeps the newer half of a log that has grown too long, from a line's beginning on.
void shorten(const std::filesystem::path& file) {
  std::error_code none;
  if (std::filesystem::file_size(file, none) <= kBootLogMax || none) return;
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  const std::string all = text.str();
  const size_t line = all.find('\n', all.size() - kBootLogMax / 2);
  const auto kept = write_durably(file, line == all.npos ? "" : std::string_view(all).substr(line + 1));
  if (!kept) log::warning("the boot log cannot be shortened: {}", kept.error().message);
}

// Text from elsewhere does not begin lines of its own.
std::string in_one_line(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (uint8_t(c) < ' ') c = ' ';
  }
  return out;
}

}  // namespace

BootLog::BootLog(const std::filesystem::path& file, std::string_view version) : version_(version) {
  if (file.empty()) return;
  shorten(file);
  auto opened = std::make_unique<FileHandle>(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (opened->descriptor() < 0) {
    log::warning("no boot log: {}: {}", file.string(), std::strerror(errno));
    return;
  }
  file_ = std::move(opened);
}

std::string BootLog::moment() const {
  const std::string date = http_date(SystemClock().now());  // Sun, 22 Nov 2026 08:17:00 GMT
  const std::chrono::duration<double> up = std::chrono::steady_clock::now() - started_;
  return fmt::format("at {} +0000. Up {:.2f} seconds", date.substr(0, date.rfind(' ')), up.count());
}

void BootLog::begin(std::string_view stage) {
  write(fmt::format("Lightwell v. {} running '{}' {}.", version_, stage, moment()));
}

void BootLog::say(std::string_view line) { write(in_one_line(line)); }

void BootLog::finish() { write(fmt::format("Lightwell v. {} finished {}", version_, moment())); }

void BootLog::write(std::string line) {
  const std::lock_guard lock(mutex_);
  if (!file_) return;
  line += '\n';
  // One write a line: a reader never sees half of one. A full disk costs the line, not the server.
  if (::write(file_->descriptor(), line.data(), line.size()) != ssize_t(line.size())) file_.reset();
}

}  // namespace lightwell::app
