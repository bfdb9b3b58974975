// Processing: every new photo is read once in a sandboxed child process, which gives its size, dates, camera and
// previews. Then it waits for its analysis.
//
// A crash or a hang of the child is tried three times; a picture that cannot be read is final at once.

#pragma once

#include <string>

#include "base/result.h"
#include "photos/jobs/image_reader.h"
#include "photos/jobs/job_queue.h"

namespace lightwell::photos {

class Objects;
class Remover;

class Processing final : public JobQueue {
 public:
  struct Parts {  // all must outlive the processing
    Core core;
    Objects& objects;
    Remover& remover;
    ImageReader& reader;
    JobQueue& analysis;  // where photos go that were read
  };
  explicit Processing(Parts parts, JobLimits limits = {});
  ~Processing() override;  // stops

 private:
  Task<Result<void>> process(Job job, Interlude::Scene* scene) override;
  void stop_machine() override { parts_.reader.stop(); }
  Result<void> give_up(store::Transaction& transaction, const Job& job, const std::string& message) override;
  Result<void> take_up(store::Transaction& transaction, const std::string& owner, const std::string& photo_id) override;
  Result<void> undo(store::Transaction& transaction, const Job& job, Timestamp now) override;
  Task<Result<void>> finish(Job job, Reading reading);
  Task<Result<void>> fail_with(Job job, Error failed);

  const Parts parts_;
};

}  // namespace lightwell::photos
