// lightwell logs: the boot log.

#include <cstdio>
#include <deque>
#include <fstream>

#include "app/commands/commands.h"
#include "app/data_folder.h"

namespace lightwell::app {

int show_logs(const Configuration& configuration, size_t lines) {
  const std::filesystem::path file = configuration.data / kBootLogName;
  std::ifstream in(file);
  if (!in) {
    fmt::print(stderr, "lightwell: {} is not there: no server has started with this data folder yet.\n", file.string());
    return 1;
  }
  std::deque<std::string> last;
  for (std::string line; std::getline(in, line);) {
    last.push_back(std::move(line));
    if (lines != 0 && last.size() > lines) last.pop_front();
  }
  for (const std::string& line : last) fmt::print("{}\n", line);
  return 0;
}

}  // namespace lightwell::app
