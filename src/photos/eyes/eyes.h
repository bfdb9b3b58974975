// Eyes: what analysis asks of the machines that see pixels. EngineEyes are the real ones.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "photos/eyes/seen.h"
#include "run/bytes.h"
#include "run/task.h"

namespace lightwell::photos {

inline constexpr int kCropEdge = 160;  // pixels

class Eyes {
 public:
  virtual ~Eyes() = default;
  // errors: bad_picture, reader_failed (photos/jobs/image_reader.h); any other says that it was not looked at.
  virtual Task<Result<Upright>> upright(Payload preview) = 0;
  // errors: those of upright.
  virtual Task<Result<Glimpse>> glimpse(std::string jpeg) = 0;
  // A small picture (JPEG, at most kCropEdge a side) of each box.
  virtual Task<Result<std::vector<std::string>>> crops(std::string jpeg, std::vector<Box> boxes) = 0;
  // Why nothing can be seen now, in words for a person.
  virtual std::optional<std::string> obstacle() const { return std::nullopt; }
  // What else cannot be looked for now, and why: sentences for a person. Text and faces are the detector's to tell.
  virtual std::vector<std::string> lacks() const { return {}; }
  // Ends what is being looked at with errors::stopped, now and later.
  virtual void stop() {}
};

}  // namespace lightwell::photos
