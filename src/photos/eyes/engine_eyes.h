// EngineEyes: the sandboxed engines as the library's eyes.

#pragma once

#include "engines/image/image_engine.h"
#include "engines/vision/vision_engine.h"
#include "photos/eyes/eyes.h"

namespace lightwell::photos {

class EngineEyes final : public Eyes {
 public:
  // Both must outlive the eyes.
  EngineEyes(engines::ImageEngine& images, engines::VisionEngine& vision) : images_(images), vision_(vision) {}

  Task<Result<Upright>> upright(Payload preview) override;
  Task<Result<Glimpse>> glimpse(std::string jpeg) override;
  Task<Result<std::vector<std::string>>> crops(std::string jpeg, std::vector<Box> boxes) override;
  std::optional<std::string> obstacle() const override;
  std::vector<std::string> lacks() const override;
  void stop() override;

 private:
  engines::ImageEngine& images_;
  engines::VisionEngine& vision_;
};

}  // namespace lightwell::photos
