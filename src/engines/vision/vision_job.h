// A picture or a sentence on its way through a vision engine.

#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "engines/image/pixels.h"
#include "engines/sandbox/child_pool.h"
#include "engines/vision/model_desk.h"
#include "engines/vision/sight.h"
#include "run/completion.h"

namespace lightwell::engines::vision {

template <class Answer>
class VisionJob : public ChildJob {
 public:
  VisionJob(ModelDesk& desk, std::chrono::milliseconds deadline) : desk_(desk), deadline_(deadline) {}

  const Completion<Result<Answer>>& done() const { return done_; }
  Error lost(Loss loss) const override;
  void finish(Result<void> outcome) override {
    if (outcome) {
      done_.set(std::move(answer_));
    } else {
      done_.set(fail(std::move(outcome).error()));
    }
  }

 protected:
  ModelDesk& desk_;
  const std::chrono::milliseconds deadline_;
  Result<Answer> answer_ = fail(lightwell::errors::internal_error);

 private:
  const Completion<Result<Answer>> done_;
};

class LookJob final : public VisionJob<Sight> {
 public:
  LookJob(Pixels pixels, Wanted wanted, ModelDesk& desk, std::chrono::milliseconds deadline)
      : VisionJob(desk, deadline), pixels_(std::move(pixels)), wanted_(wanted) {}
  std::expected<void, Loss> attempt(Conversation& child) override;

 private:
  const Pixels pixels_;
  const Wanted wanted_;
};

class SentenceJob final : public VisionJob<std::vector<float>> {
 public:
  SentenceJob(std::string sentence, ModelDesk& desk, std::chrono::milliseconds deadline)
      : VisionJob(desk, deadline), sentence_(std::move(sentence)) {}
  std::expected<void, Loss> attempt(Conversation& child) override;

 private:
  const std::string sentence_;
};

}  // namespace lightwell::engines::vision
