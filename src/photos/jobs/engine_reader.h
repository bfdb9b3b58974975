// EngineReader: the sandboxed image engine as an ImageReader.

#pragma once

#include "engines/image/image_engine.h"
#include "photos/jobs/image_reader.h"

namespace lightwell::photos {

class EngineReader final : public ImageReader {
 public:
  explicit EngineReader(engines::ImageEngine& engine) : engine_(engine) {}
  Task<Result<Reading>> read(Payload original) override;
  void stop() override { engine_.stop(); }

 private:
  engines::ImageEngine& engine_;
};

// The two halves, apart from the engine: what a report says in the library's words, and whose fault a failure is.
Reading reading_from(engines::ImageReport report);
Error reading_failure(Error failed);

}  // namespace lightwell::photos
