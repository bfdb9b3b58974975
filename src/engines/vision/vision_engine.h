// VisionEngine: looks at pictures with models, in sandboxed child processes.
//
// A child is given pixels, never a file: decoding is the image engine's. It has no files and no network, one thread and
// a deadline; a child that dies or hangs costs its picture a second try in a new one. Children start with the first
// picture, load each model at its first need, and end when nothing came for a while. A role whose model is missing or
// broken is told in the answer; the others go on. A model whose file changes is taken with the next picture.

#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engines/image/pixels.h"
#include "engines/sandbox/child_counts.h"
#include "engines/vision/model_files.h"
#include "engines/vision/role.h"
#include "engines/vision/sight.h"
#include "run/task.h"

namespace lightwell::engines {

namespace errors {
// What was asked needs a model that is not there; the message names it.
inline constexpr ErrorKind model_missing{"ModelMissing", 501, Fault::receiver, "The model for this is not installed."};
// Looking at the picture ended the engine twice, took longer than its deadline, or more memory than it may have.
inline constexpr ErrorKind vision_failed{"VisionFailed", 500, Fault::receiver, "The picture could not be looked at."};
}  // namespace errors

struct VisionEngineOptions {
  size_t children = 0;      // 0: one a core
  size_t queue_max = 1024;  // pictures that may wait; one more is refused with errors::slow_down
  std::chrono::milliseconds deadline = std::chrono::seconds(60);  // wall clock, for one picture
  std::chrono::milliseconds idle = std::chrono::seconds(60);      // a child without work ends after this
  uint64_t memory_bytes_max = 2ull << 30;                         // address space of a child
  vision::ModelFiles models;
  std::filesystem::path program;  // Empty: the engine inside this program.
};

class VisionEngine {
 public:
  explicit VisionEngine(VisionEngineOptions options);
  ~VisionEngine();  // stop()
  VisionEngine(const VisionEngine&) = delete;
  VisionEngine& operator=(const VisionEngine&) = delete;

  // Errors: errors::vision_failed is about this picture; errors::slow_down, errors::stopped and errors::internal_error
  // say that it was not looked at. A missing model is no error here: Sight::absent tells.
  Task<Result<vision::Sight>> look(Pixels pixels, vision::Wanted wanted);
  // A sentence in the space of Sight::clip, of length 1; at most kSentenceBytesMax, the rest is not read.
  // errors::model_missing, and as look().
  Task<Result<std::vector<float>>> embed_text(std::string sentence);
  static constexpr size_t kSentenceBytesMax = 1024;

  // Every role and how it stands: for health, and to know what may be asked. A broken model shows once it was needed.
  std::vector<vision::RoleReport> roles() const;
  bool has(vision::Role role) const;
  // What is known of a role's model: its classes, its thresholds. Null where there is none. Lives as long as the
  // engine.
  const vision::ModelFile* model(vision::Role role) const;

  // Ends the children. Pictures that wait or are being looked at are answered with errors::stopped.
  void stop();

  using Counts = ChildCounts;
  Counts counts() const;

 private:
  class Machinery;
  std::unique_ptr<Machinery> machinery_;
};

}  // namespace lightwell::engines
