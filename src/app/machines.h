// The engines that everything in this process shares: one reads pictures, one looks at them.

#pragma once

#include <boost/json/fwd.hpp>
#include <filesystem>

#include "app/configuration.h"
#include "engines/image/image_engine.h"
#include "engines/vision/vision_engine.h"

namespace lightwell::app {

// The folder of models: what the configuration names, else models/ beside the program, else the one of the package.
std::filesystem::path models_folder(const Configuration& configuration);
// Models of one's own, added by `lightwell models add`.
std::filesystem::path own_models_folder(const Configuration& configuration);
// What lies there, with what was added and what the configuration puts in place of it.
engines::vision::ModelFiles model_files(const Configuration& configuration);

struct Machines {
  // `spool_folder`: where an original is put together; empty: in memory.
  Machines(const Configuration& configuration, const std::filesystem::path& spool_folder);
  // Answers whoever waits, and ends the children.
  void stop();
  // For health: how each role stands.
  boost::json::object models() const;

  engines::ImageEngine images;
  engines::VisionEngine vision;
};

}  // namespace lightwell::app
