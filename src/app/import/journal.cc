#include "app/import/journal.h"

#include <sstream>

namespace lightwell::app {

ImportJournal::ImportJournal(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  bool is_whole = true;
  for (std::string line; std::getline(in, line);) {
    is_whole = !in.eof();
    std::istringstream fields(line);
    uint64_t size;
    int64_t changed;
    std::string path;
    if (is_whole && fields >> size >> changed && fields.get() == ' ' && std::getline(fields, path)) {
      done_[path] = {size, changed};
    }
  }
  in.close();
  out_.open(file, std::ios::app | std::ios::binary);
  if (!is_whole) out_ << '\n';
}

bool ImportJournal::has(const std::filesystem::path& path, uint64_t size, int64_t changed_nanoseconds) const {
  const auto found = done_.find(path.string());
  return found != done_.end() && found->second == std::pair(size, changed_nanoseconds);
}

void ImportJournal::forget(const std::filesystem::path& path) { add(path, 0, 0); }

void ImportJournal::add(const std::filesystem::path& path, uint64_t size, int64_t changed_nanoseconds) {
  if (path.string().find('\n') != std::string::npos) return;  // such a name is read again each time
  done_[path.string()] = {size, changed_nanoseconds};
  out_ << size << ' ' << changed_nanoseconds << ' ' << path.string() << '\n' << std::flush;
}

}  // namespace lightwell::app
