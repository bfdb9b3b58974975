// ImageEngine: reads originals in sandboxed child processes.
//
// The bytes of an upload may be made to break a decoder, so no decoder runs here: each child has one socket, no files,
// no network, little memory and a deadline. A child that dies costs its photo a second try in a new child. Children
// start with the first photo and end when none came for a while.

#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/result.h"
#include "engines/image/image_report.h"
#include "engines/image/pixels.h"
#include "engines/sandbox/child_counts.h"
#include "run/bytes.h"
#include "run/task.h"

namespace lightwell::engines {

struct ImageEngineOptions {
  size_t children = 0;      // 0: one a core
  size_t queue_max = 1024;  // photos that may wait; one more is refused with errors::slow_down
  std::chrono::milliseconds deadline = std::chrono::seconds(60);  // wall clock, for one photo
  std::chrono::milliseconds idle = std::chrono::seconds(30);      // a child without work ends after this
  uint64_t memory_bytes_max = 2ull << 30;                         // address space of a child
  // Where an original that is not one region of a file is put together (an unnamed file, gone with its last user).
  // Empty: in memory.
  std::filesystem::path spool_folder;
  // Empty: the engine inside this program.
  std::filesystem::path program;
};

// What is asked for one photo.
struct ImageOptions {
  uint64_t bytes_max = 2ull << 30;
  uint64_t pixels_max = 200'000'000;
  friend bool operator==(const ImageOptions&, const ImageOptions&) = default;
};

class ImageEngine {
 public:
  explicit ImageEngine(ImageEngineOptions options = {});
  ~ImageEngine();  // stop()
  ImageEngine(const ImageEngine&) = delete;
  ImageEngine& operator=(const ImageEngine&) = delete;

  // An original as a region of a file, or as what S3's GetObject answers. Errors: image_failure() tells what is wrong
  // with the file; errors::slow_down, errors::stopped and errors::internal_error say that it was not looked at.
  Task<Result<ImageReport>> process(FileRegion original, ImageOptions options = {});
  Task<Result<ImageReport>> process(Payload original, ImageOptions options = {});

  // The picture itself, for whoever looks at pixels. A camera's raw file gives the picture inside it.
  // Errors as process().
  Task<Result<Pixels>> pixels(Payload original, PixelsOptions options = {});
  // The picture as a JPEG, for services that read little else. Errors as process().
  Task<Result<Jpeg>> jpeg(Payload original, JpegOptions options = {});

  // Ends the children. Photos that wait or are being read are answered with errors::stopped.
  void stop();

  using Counts = ChildCounts;
  Counts counts() const;

 private:
  class Machinery;
  std::unique_ptr<Machinery> machinery_;
};

}  // namespace lightwell::engines
