// Shared by the server and its engine.

#include "engines/vision/model_files.h"

namespace lightwell::engines::vision {

double ModelForm::threshold(const std::string& name, double otherwise) const {
  const auto found = thresholds.find(name);
  return found == thresholds.end() ? otherwise : found->second;
}

}  // namespace lightwell::engines::vision
