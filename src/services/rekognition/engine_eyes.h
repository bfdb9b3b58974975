// EngineEyes: the image engine decodes, the vision engine looks.
//
// The application asks several questions about one picture, one after the other (labels, faces, text). Its pixels and
// what was seen in it are kept for a moment, by its content: it is decoded once, and nothing is looked for twice.

#pragma once

#include <chrono>
#include <list>
#include <mutex>
#include <optional>
#include <string>

#include "engines/image/image_engine.h"
#include "engines/vision/vision_engine.h"
#include "run/pool.h"
#include "services/rekognition/eyes.h"

namespace lightwell::rekognition {

struct EyesOptions {
  // Pixels of the longer side, of what is looked at: as large as the library's previews, so that a photo is answered
  // alike whichever of the two is asked about.
  uint32_t side_max = 1440;
  size_t kept_max = 8;                    // pictures
  uint64_t kept_bytes_max = 64ull << 20;  // of their pixels
  std::chrono::milliseconds kept_for = std::chrono::seconds(20);
};

class EngineEyes final : public Eyes {
 public:
  // Everything given must outlive the eyes. `face_model` names the model that makes the vectors of faces.
  EngineEyes(engines::ImageEngine& images, engines::VisionEngine& vision, Pool& pool, std::string face_model,
             SimilarityScale scale, EyesOptions options = {});
  Task<Result<Seen>> look(std::string bytes, engines::vision::Wanted wanted) override;
  std::string face_model() const override { return face_model_; }
  const SimilarityScale& scale() const override { return scale_; }

 private:
  struct Kept {
    std::string content;
    engines::Pixels pixels;
    engines::vision::Wanted wanted;  // what `sight` was asked
    engines::vision::Sight sight;
    std::chrono::steady_clock::time_point until;
  };
  std::optional<Kept> recall(const std::string& content);
  void keep(Kept kept);

  engines::ImageEngine& images_;
  engines::VisionEngine& vision_;
  Pool& pool_;
  const std::string face_model_;
  const SimilarityScale scale_;
  const EyesOptions options_;
  std::mutex mutex_;
  std::list<Kept> kept_;  // the latest first
};

// What is still to be asked, of `wanted`, when `known` was: faces are looked for again when more is to be told of them.
engines::vision::Wanted still_wanted(engines::vision::Wanted known, engines::vision::Wanted wanted);
// Lays what was seen by `asked` over what was known before.
void merge(engines::vision::Sight& known, engines::vision::Sight seen, engines::vision::Wanted asked);

}  // namespace lightwell::rekognition
