// models: which models there are and how they stand; add: a pair of one's own.

#include "app/commands/commands.h"
#include "app/machines.h"
#include "app/models/own_models.h"
#include "engines/vision/model_desk.h"

namespace lightwell::app {

int list_models(const Configuration& configuration) {
  engines::vision::ModelDesk desk(model_files(configuration));
  // Digests every file, so that one that was cut off shows.
  if (const auto opened = desk.open(); !opened) {
    fmt::print(stderr, "lightwell: {}\n", opened.error().message);
    return 1;
  }
  fmt::print("models in {}\n", desk.files().folder.string());
  for (const auto& role : desk.reports()) {
    fmt::print("{:<18} {:<8} {}\n", engines::vision::name_of(role.role), engines::vision::name_of(role.state),
               role.state == engines::vision::RoleState::ready ? role.file : role.words);
  }
  return 0;
}

int add_models(const Configuration& configuration, const std::vector<std::string>& words) {
  const auto read = read_model_words(words);
  const auto added = read ? add_own_models(configuration, *read) : std::unexpected(read.error());
  if (!added) {
    fmt::print(stderr, "lightwell: {}\n", added.error().message);
    return read ? 1 : 2;
  }
  fmt::print("Pictures and sentences meet in {} dimensions.\n", added->dimensions);
  for (const auto& file : added->files) fmt::print("kept {}\n", file.string());
  fmt::print("A server that runs takes them when it starts again.\n");
  return 0;
}

}  // namespace lightwell::app
