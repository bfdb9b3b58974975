// EngineSentences: the pair of models in the vision engine as the library's Sentences.

#pragma once

#include <string>
#include <vector>

#include "engines/vision/vision_engine.h"
#include "photos/eyes/sentences.h"

namespace lightwell::photos {

// Names the pair that the engine has; empty without one.
std::string clip_model_of(const engines::VisionEngine& vision);

class EngineSentences final : public Sentences {
 public:
  explicit EngineSentences(engines::VisionEngine& vision) : vision_(vision) {}  // must outlive the sentences

  std::string model() const override { return clip_model_of(vision_); }
  double margin() const override;
  Task<Result<std::vector<float>>> place(std::string sentence) override;

 private:
  engines::VisionEngine& vision_;
};

}  // namespace lightwell::photos
