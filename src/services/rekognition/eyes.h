// Eyes: what the service asks of the machines that look at pictures. EngineEyes are the real ones.

#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "engines/vision/sight.h"
#include "run/task.h"
#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {

struct Seen {
  engines::vision::Sight sight;
  uint32_t width = 0;  // pixels of the picture itself, upright
  uint32_t height = 0;
  std::string content;  // SHA-256 of its bytes, raw
};

class Eyes {
 public:
  virtual ~Eyes() = default;
  // The bytes of a JPEG or PNG. Errors are Amazon's: InvalidImageFormatException for what cannot be read,
  // ImageTooLargeException, ProvisionedThroughputExceededException when too many wait, ...
  virtual Task<Result<Seen>> look(std::string bytes, engines::vision::Wanted wanted) = 0;
  // Which model makes the vectors of faces. Only vectors of one model compare.
  virtual std::string face_model() const = 0;
  // How alike its vectors are.
  virtual const SimilarityScale& scale() const = 0;
};

}  // namespace lightwell::rekognition
