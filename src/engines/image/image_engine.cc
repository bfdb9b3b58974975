#include "engines/image/image_engine.h"

#include "engines/image/embedded_engine.h"
#include "engines/image/image_job.h"
#include "engines/image/original.h"
#include "engines/sandbox/child_pool.h"

namespace lightwell::engines {

class ImageEngine::Machinery {
 public:
  explicit Machinery(ImageEngineOptions options)
      : options_(std::move(options)),
        pool_({.name = "image engine",
               .children = options_.children,
               .queue_max = options_.queue_max,
               .idle = options_.idle,
               .start = [this](int stop) { return start(stop); }}) {}

  template <class Answer>
  Task<Result<Answer>> take(Payload payload, ImageAsked<Answer> asked, uint64_t bytes_max) {
    CO_TRY(Original original, co_await collect(std::move(payload), bytes_max));
    auto job = std::make_unique<ImageJob<Answer>>(std::move(original), std::move(asked), options_.spool_folder,
                                                  options_.deadline);
    const Completion<Result<Answer>> done = job->done();
    CO_CHECK(pool_.offer(std::move(job)));
    co_return co_await done;
  }

  void stop() { pool_.stop(); }
  Counts counts() const { return pool_.counts(); }

 private:
  Task<Result<Original>> collect(Payload payload, uint64_t bytes_max) const {
    Original taken;
    if (auto* bytes = std::get_if<std::string>(&payload)) {
      taken = std::move(*bytes);
    } else if (auto* regions = std::get_if<std::vector<FileRegion>>(&payload)) {
      taken = std::move(*regions);
    } else {
      CO_TRY(taken, co_await spool(std::get<std::unique_ptr<ByteSource>>(std::move(payload)), options_.spool_folder,
                                   bytes_max));
    }
    const uint64_t length = length_of(taken);
    if (length == 0) co_return fail(error_kind(ImageFailure::empty));
    if (length > bytes_max) {
      co_return fail(error_kind(ImageFailure::too_large),
                     fmt::format("The file has {} MB; the limit is {} MB.", length / 1'000'000, bytes_max / 1'000'000));
    }
    co_return taken;
  }

  Result<Conversation> start(int stop) {
    TRY(const auto program, this->program());
    return Conversation::start(*program, "lightwell-image-engine", {.address_space_bytes = options_.memory_bytes_max},
                               stop);
  }

  // Opened with the first photo: a server that is asked for none carries none in memory.
  Result<std::shared_ptr<const FileHandle>> program() {
    const std::lock_guard lock(program_mutex_);
    if (!program_) {
      TRY(program_, options_.program.empty() ? program_in_memory(embedded_image_engine(), "lightwell-image-engine")
                                             : open_program(options_.program));
    }
    return program_;
  }

  const ImageEngineOptions options_;
  std::mutex program_mutex_;
  std::shared_ptr<const FileHandle> program_;
  ChildPool pool_;
};

ImageEngine::ImageEngine(ImageEngineOptions options) : machinery_(std::make_unique<Machinery>(std::move(options))) {}
ImageEngine::~ImageEngine() = default;
void ImageEngine::stop() { machinery_->stop(); }
ImageEngine::Counts ImageEngine::counts() const { return machinery_->counts(); }

Task<Result<ImageReport>> ImageEngine::process(FileRegion original, ImageOptions options) {
  std::vector<FileRegion> regions;
  regions.push_back(std::move(original));
  co_return co_await process(Payload(std::move(regions)), options);
}

Task<Result<ImageReport>> ImageEngine::process(Payload original, ImageOptions options) {
  co_return co_await machinery_->take(std::move(original), ask_report(options), options.bytes_max);
}

Task<Result<Pixels>> ImageEngine::pixels(Payload original, PixelsOptions options) {
  options.side_max = std::clamp(options.side_max, 1u, kPixelsSideMax);
  co_return co_await machinery_->take(std::move(original), ask_pixels(options), options.bytes_max);
}

Task<Result<Jpeg>> ImageEngine::jpeg(Payload original, JpegOptions options) {
  options.side_max = std::clamp(options.side_max, 1u, kPixelsSideMax);
  options.quality = std::clamp(options.quality, uint8_t(1), uint8_t(100));
  options.jpeg_bytes_max = std::min(options.jpeg_bytes_max, kJpegBytesMax);
  co_return co_await machinery_->take(std::move(original), ask_jpeg(options), options.bytes_max);
}

}  // namespace lightwell::engines
