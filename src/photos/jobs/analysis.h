// Analysis: what and who is on every photo that was read.
//
// The screen's preview goes to the service that detects labels, text and faces, and to the engines for what makes
// pictures comparable; one transaction writes all of it. A photo is shown long before. An analysis that is done twice,
// because a process was killed or a person asked for it, replaces what it wrote the first time: faces are known again
// by their places, and what the collection holds beside them is given up.

#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "photos/eyes/detector.h"
#include "photos/eyes/eyes.h"
#include "photos/jobs/job_queue.h"

namespace lightwell::photos {

class Likeness;
class Objects;
class Remover;

class Analysis final : public JobQueue {
 public:
  struct Parts {  // all must outlive the analysis
    Core core;
    Objects& objects;
    Remover& face_remover;
    Eyes& eyes;
    Detector& detector;
    Likeness& likeness;
  };
  explicit Analysis(Parts parts, JobLimits limits = {});
  ~Analysis() override;  // stops

  // Photos that were analysed wait for another analysis, all when no ids are given; answers how many. At most 1,000
  // ids.
  Task<Result<int64_t>> repeat(Viewer viewer, std::optional<std::vector<std::string>> ids, Timestamp now);
  // Gives up what the collections hold and no row knows: what killed processes left. Once for each start.
  Task<Result<void>> reconcile(Timestamp now);

 private:
  struct Seen;
  Task<Result<void>> process(Job job, Interlude::Scene* scene) override;
  void stop_machine() override { parts_.eyes.stop(); }
  std::optional<std::string> obstacle() const override;
  Result<void> give_up(store::Transaction&, const Job&, const std::string&) override { return {}; }
  Result<void> take_up(store::Transaction&, const std::string&, const std::string&) override { return {}; }
  Result<void> undo(store::Transaction&, const Job&, Timestamp) override { return {}; }
  Task<Result<Seen>> look(const Job& job);
  Task<Result<void>> recognise(const Job& job, Seen& seen);
  Task<void> take_back(const Job& job, const Seen& seen);
  Task<Result<void>> finish(Job job, Seen seen);
  Result<void> write_down(store::Transaction& transaction, const Job& job, const Seen& seen, Timestamp now);
  Result<void> forget(store::Transaction& transaction, const Job& job, const Seen& seen, Timestamp now);
  Task<Result<void>> fail_with(Job job, Error failed);
  Task<Result<void>> reconcile_owner(const std::string& owner, Timestamp now);

  const Parts parts_;
  bool is_reconciled_ = false;
  // A model that turned out to be of no use: every photo would fail alike, so one is tried from time to time, and at
  // once when the eyes lack something else than then.
  struct Lack {
    std::string words;
    Timestamp until;
    std::vector<std::string> lacks;
  };
  mutable std::mutex lack_mutex_;
  std::optional<Lack> lack_;
};

}  // namespace lightwell::photos
