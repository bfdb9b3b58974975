#include "engines/vision/vision_engine.h"

#include "base/text.h"
#include "engines/sandbox/child_pool.h"
#include "engines/vision/embedded_engine.h"
#include "engines/vision/model_desk.h"
#include "engines/vision/vision_job.h"

namespace lightwell::engines {

using vision::ModelDesk;
using vision::Role;
using vision::Sight;

class VisionEngine::Machinery {
 public:
  explicit Machinery(VisionEngineOptions options)
      : desk_(std::move(options.models)),
        options_(std::move(options)),
        pool_({.name = "vision engine",
               .children = options_.children,
               .queue_max = options_.queue_max,
               .idle = options_.idle,
               .start = [this](int stop) { return start(stop); },
               .stamp = [this] { return desk_.stamp(); }}) {}

  Task<Result<Sight>> look(Pixels pixels, vision::Wanted wanted) {
    co_return co_await take<Sight>(
        std::make_unique<vision::LookJob>(std::move(pixels), wanted, desk_, options_.deadline));
  }
  Task<Result<std::vector<float>>> embed(std::string sentence) {
    co_return co_await take<std::vector<float>>(
        std::make_unique<vision::SentenceJob>(std::move(sentence), desk_, options_.deadline));
  }

  void stop() { pool_.stop(); }
  Counts counts() const { return pool_.counts(); }
  const ModelDesk& desk() const { return desk_; }

 private:
  template <class Answer, class Job>
  Task<Result<Answer>> take(std::unique_ptr<Job> job) {
    const Completion<Result<Answer>> done = job->done();
    CO_CHECK(pool_.offer(std::move(job)));
    co_return co_await done;
  }

  Result<Conversation> start(int stop) {
    TRY(const auto program, this->program());
    TRY(const vision::OpenModels models, desk_.open());
    std::vector<int> descriptors;
    for (const auto& file : models.files) descriptors.push_back(file->descriptor());
    const ChildLimits limits = {.address_space_bytes = options_.memory_bytes_max, .descriptors = 64};
    TRY(Conversation talk, Conversation::start(*program, "lightwell-vision-engine", limits, stop,
                                               frame_of(vision::FrameKind::setup, encode(models.setup)), descriptors));
    if (!talk.ready().trouble.empty() && !desk_.files().library.empty()) {
      desk_.note_no_runtime(talk.ready().trouble);
    }
    return talk;
  }

  // Opened with the first picture: a server that is asked for none carries none in memory.
  Result<std::shared_ptr<const FileHandle>> program() {
    const std::lock_guard lock(program_mutex_);
    if (!program_) {
      TRY(program_, options_.program.empty() ? program_in_memory(embedded_vision_engine(), "lightwell-vision-engine")
                                             : open_program(options_.program));
    }
    return program_;
  }

  ModelDesk desk_;
  const VisionEngineOptions options_;  // without the models
  std::mutex program_mutex_;
  std::shared_ptr<const FileHandle> program_;
  ChildPool pool_;
};

VisionEngine::VisionEngine(VisionEngineOptions options) : machinery_(std::make_unique<Machinery>(std::move(options))) {}
VisionEngine::~VisionEngine() = default;
void VisionEngine::stop() { machinery_->stop(); }
VisionEngine::Counts VisionEngine::counts() const { return machinery_->counts(); }

std::vector<vision::RoleReport> VisionEngine::roles() const { return machinery_->desk().reports(); }

bool VisionEngine::has(Role role) const { return machinery_->desk().report(role).state == vision::RoleState::ready; }

const vision::ModelFile* VisionEngine::model(Role role) const {
  const auto& roles = machinery_->desk().files().roles;
  const auto found = roles.find(role);
  return found == roles.end() ? nullptr : &found->second;
}

Task<Result<Sight>> VisionEngine::look(Pixels pixels, vision::Wanted wanted) {
  if (!pixels.memory || pixels.width == 0 || pixels.height == 0 ||
      std::max(pixels.width, pixels.height) > kPixelsSideMax) {
    co_return fail(lightwell::errors::invalid_argument, "These are no pixels.");
  }
  co_return co_await machinery_->look(std::move(pixels), wanted);
}

Task<Result<std::vector<float>>> VisionEngine::embed_text(std::string sentence) {
  sentence.resize(std::min(sentence.size(), kSentenceBytesMax));
  while (!sentence.empty() && !is_utf8(sentence)) sentence.pop_back();
  co_return co_await machinery_->embed(std::move(sentence));
}

}  // namespace lightwell::engines
