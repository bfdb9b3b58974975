#include "app/machines.h"

#include <boost/json.hpp>

#include "base/log.h"

namespace lightwell::app {
namespace {

constexpr std::string_view kPackageFolder = "/usr/share/lightwell/models";

}  // namespace

std::filesystem::path models_folder(const Configuration& configuration) {
  if (!configuration.models.empty()) return configuration.models;
  std::error_code failed;
  const auto beside = std::filesystem::read_symlink("/proc/self/exe", failed).parent_path() / "models";
  return std::filesystem::exists(beside, failed) ? beside : std::filesystem::path(kPackageFolder);
}

std::filesystem::path own_models_folder(const Configuration& configuration) { return configuration.data / "models"; }

engines::vision::ModelFiles model_files(const Configuration& configuration) {
  using engines::vision::ModelFiles;
  ModelFiles files = ModelFiles::in_folder(models_folder(configuration));
  if (!configuration.data.empty()) files.add(ModelFiles::in_folder(own_models_folder(configuration)));
  for (const auto& [role, file] : configuration.model_files) {
    if (!files.replace(role, file)) {
      files.warnings.push_back(
          fmt::format("model_files: nothing is known of a model for {}, so {} cannot take its place",
                      engines::vision::name_of(role), file.string()));
    }
  }
  return files;
}

Machines::Machines(const Configuration& configuration, const std::filesystem::path& spool_folder)
    : images({.children = configuration.image_children, .spool_folder = spool_folder}),
      vision({.children = configuration.vision_children, .models = model_files(configuration)}) {}

void Machines::stop() {
  vision.stop();
  images.stop();
}

boost::json::object Machines::models() const {
  boost::json::object roles;
  for (const auto& role : vision.roles()) {
    roles[std::string(engines::vision::name_of(role.role))] = engines::vision::name_of(role.state);
  }
  return roles;
}

}  // namespace lightwell::app
