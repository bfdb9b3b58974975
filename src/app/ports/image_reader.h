// What processing asks of a picture, answered by the sandboxed engine.

#pragma once

#include "engines/image/image_engine.h"
#include "photos/jobs/image_reader.h"

namespace lightwell::app {

class SandboxedReader final : public photos::ImageReader {
 public:
  explicit SandboxedReader(engines::ImageEngine& engine) : engine_(engine) {}
  Task<Result<photos::Reading>> read(FileRegion file, std::string name) override;

 private:
  engines::ImageEngine& engine_;
};

}  // namespace lightwell::app
