// The queue of photos, and one thread for each child: it starts the child when there is work, asks it photo by photo,
// replaces it when it is lost, and lets it go when there was nothing to do for a while.

#include "engines/image/image_engine.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "engines/image/embedded_engine.h"
#include "engines/image/engine_child.h"
#include "engines/image/original.h"
#include "run/completion.h"

namespace lightwell::engines {
namespace {

constexpr int kAttempts = 2;
// A child is replaced after so many photos: leaks in decoders stay small, and whoever breaks into one sees few.
constexpr uint32_t kPhotosPerChildMax = 500;

struct Work {
  Original original;
  ImageOptions options;
  Completion<Result<ImageReport>> done;
};

ImageFailure failure_of(Loss loss) {
  switch (loss) {
    case Loss::timed_out: return ImageFailure::timed_out;
    case Loss::out_of_memory: return ImageFailure::out_of_memory;
    default: return ImageFailure::engine_crashed;
  }
}

}  // namespace

class ImageEngine::Machinery {
 public:
  explicit Machinery(ImageEngineOptions options) : options_(std::move(options)), stop_(eventfd(0, EFD_CLOEXEC)) {
    size_t children = options_.children;
    if (children == 0) children = std::max(1u, std::thread::hardware_concurrency());
    for (size_t i = 0; i < children; ++i) threads_.emplace_back([this] { serve(); });
  }
  ~Machinery() { stop(); }

  const ImageEngineOptions& options() const { return options_; }

  Task<Result<ImageReport>> take(Original original, ImageOptions options) {
    Completion<Result<ImageReport>> done;
    CO_CHECK(offer(Work{std::move(original), options, done}));
    co_return co_await done;
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    eventfd_write(stop_.descriptor(), 1);  // Never read, so every thread sees it.
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
    for (Work& work : std::exchange(queue_, {})) work.done.set(fail(lightwell::errors::stopped));
  }

  Counts counts() const {
    const std::lock_guard lock(mutex_);
    Counts counts = counts_;
    counts.waiting = queue_.size();
    return counts;
  }

 private:
  Result<void> offer(Work work) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return fail(lightwell::errors::stopped);
      if (queue_.size() >= options_.queue_max) return fail(lightwell::errors::slow_down);
      queue_.push_back(std::move(work));
    }
    changed_.notify_one();
    return {};
  }

  // Nothing: the time is over, or all is to end.
  std::optional<Work> next(bool has_child) {
    std::unique_lock lock(mutex_);
    const auto ready = [&] { return stopping_ || !queue_.empty(); };
    if (has_child) {
      changed_.wait_for(lock, options_.idle, ready);
    } else {
      changed_.wait(lock, ready);
    }
    if (stopping_ || queue_.empty()) return std::nullopt;
    std::optional<Work> work(std::move(queue_.front()));
    queue_.pop_front();
    return work;
  }

  bool stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }

  void serve() {
    pthread_setname_np(pthread_self(), "image engine");
    std::optional<EngineChild> child;
    while (!stopping()) {
      std::optional<Work> work = next(child.has_value());
      if (!work) {
        let_go(child);
        continue;
      }
      Result<ImageReport> answer = answer_for(*work, child);
      if (child && child->photos() >= kPhotosPerChildMax) let_go(child);
      work->done.set(std::move(answer));
    }
    let_go(child);
  }

  Result<ImageReport> answer_for(Work& work, std::optional<EngineChild>& child) {
    TRY(const FileRegion original, one_region(std::move(work.original), options_.spool_folder));
    for (int attempt = 1, gone = 0;;) {
      if (!child) REQUIRE_OK(start(child));
      auto answer = child->ask(original, work.options, options_.deadline);
      if (answer) return std::move(*answer);
      const Loss loss = answer.error();
      if (loss == Loss::stopped) return fail(lightwell::errors::stopped);
      report_loss(*child, loss, attempt);
      let_go(child);
      // It ended between two photos; this one is not to blame. Thrice in a row, the machine is.
      if (loss == Loss::gone_before && ++gone < 3) continue;
      if (loss == Loss::gone_before) {
        return fail(error(lightwell::errors::internal_error).log("image engines end as soon as they have started"));
      }
      // What took too long once would again, and others wait.
      if (attempt++ == kAttempts || loss == Loss::timed_out) return fail(error_kind(failure_of(loss)));
    }
  }

  Result<void> start(std::optional<EngineChild>& child) {
    TRY(const auto program, this->program());
    TRY(EngineChild started, EngineChild::start(*program, options_.memory_bytes_max, stop_.descriptor()));
    child.emplace(std::move(started));
    const std::lock_guard lock(mutex_);
    ++counts_.children_started;
    ++counts_.children_running;
    if (!child->locked() && !std::exchange(warned_, true)) {
      log::warning("system calls of the image engine are not filtered: this build or this system cannot");
    }
    return {};
  }

  void let_go(std::optional<EngineChild>& child) {
    if (!child) return;
    child.reset();
    const std::lock_guard lock(mutex_);
    --counts_.children_running;
  }

  void report_loss(EngineChild& child, Loss loss, int attempt) {
    if (loss != Loss::gone_before) {
      log::warning("an image engine was lost at its photo {}, attempt {}: {}", child.photos(), attempt,
                   loss == Loss::timed_out ? "it took too long" : child.describe_end());
    }
    const std::lock_guard lock(mutex_);
    ++counts_.children_lost;
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
  const FileHandle stop_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Work> queue_;
  bool stopping_ = false;
  bool warned_ = false;
  Counts counts_;
  std::mutex program_mutex_;
  std::shared_ptr<const FileHandle> program_;
  std::vector<std::thread> threads_;
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
  Original taken;
  if (auto* bytes = std::get_if<std::string>(&original)) {
    taken = std::move(*bytes);
  } else if (auto* regions = std::get_if<std::vector<FileRegion>>(&original)) {
    taken = std::move(*regions);
  } else {
    CO_TRY(taken, co_await spool(std::get<std::unique_ptr<ByteSource>>(std::move(original)),
                                 machinery_->options().spool_folder, options.bytes_max));
  }
  const uint64_t length = length_of(taken);
  if (length == 0) co_return fail(error_kind(ImageFailure::empty));
  if (length > options.bytes_max) {
    co_return fail(error_kind(ImageFailure::too_large), fmt::format("The file has {} MB; the limit is {} MB.",
                                                                    length / 1'000'000, options.bytes_max / 1'000'000));
  }
  co_return co_await machinery_->take(std::move(taken), options);
}

}  // namespace lightwell::engines
