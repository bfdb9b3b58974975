#include "photos/jobs/processing.h"

#include "photos/errors.h"
#include "photos/jobs/job_store.h"
#include "photos/jobs/processing_rules.h"
#include "photos/library/ledger.h"
#include "photos/library/photo_store.h"
#include "photos/objects/objects.h"
#include "photos/objects/remover.h"
#include "photos/search/index.h"

namespace lightwell::photos {

Processing::Processing(Parts parts, JobLimits limits)
    : JobQueue(JobKind::reading, parts.core, std::move(limits)), parts_(parts) {}

Processing::~Processing() { stop(); }

Task<Result<void>> Processing::process(Job job, Interlude::Scene* scene) {
  auto original = co_await parts_.objects.get(original_key(job.owner, job.photo_id));
  if (!original) co_return co_await fail_with(std::move(job), std::move(original).error());
  if (!*original) {
    co_return co_await fail_with(std::move(job),
                                 error(errors::bad_picture, "The bytes of this photo are missing from the storage."));
  }
  if (scene != nullptr) scene->step_aside();
  auto reading = co_await parts_.reader.read(std::move((*original)->body));
  if (scene != nullptr && !scene->step_back()) co_return Result<void>{};  // the photo is gone with its world
  if (!reading) co_return co_await fail_with(std::move(job), std::move(reading).error());
  for (PreviewBytes& preview : reading->previews) {
    const uint64_t size = preview.webp.size();
    auto stored = co_await parts_.objects.put(preview_key(job.owner, job.photo_id, preview.edge), "image/webp",
                                              source_of(std::move(preview.webp)), size);
    if (!stored) co_return co_await fail_with(std::move(job), std::move(stored).error());
  }
  co_return co_await finish(std::move(job), std::move(*reading));
}

Task<Result<void>> Processing::finish(Job job, Reading reading) {
  const Timestamp now = core_.clock.now();
  co_return co_await core_.database.write([this, now, &job, &reading](store::Transaction& transaction) -> Result<void> {
    TRY(auto photo, find_photo(transaction, job.owner, job.photo_id));
    if (!photo) return undo(transaction, job, now);
    TRY(const bool is_ours, holds_lease(transaction, job));
    if (!is_ours) return {};
    Ledger ledger(transaction, core_.events, job.owner, now);
    const Standing before = standing_of(*photo);
    apply(reading, *photo);
    REQUIRE_OK(update_reading(transaction, *photo));
    REQUIRE_OK(delete_job(transaction, job));
    REQUIRE_OK(index_photo(transaction, job.owner, job.photo_id));
    REQUIRE_OK(parts_.analysis.enqueue(transaction, job.photo_id, job.owner, now));
    ledger.book(job.photo_id, before, standing_of(*photo), Change::changed);
    return ledger.settle();
  });
}

Task<Result<void>> Processing::fail_with(Job job, Error failed) {
  Verdict verdict = judge(failed, job.attempts, limits());
  co_return co_await settle_failure(std::move(job), std::move(failed), std::move(verdict));
}

Result<void> Processing::give_up(store::Transaction& transaction, const Job& job, const std::string& message) {
  return update_state(transaction, job.owner, job.photo_id, PhotoState::failed, message);
}

Result<void> Processing::take_up(store::Transaction& transaction, const std::string& owner,
                                 const std::string& photo_id) {
  return update_state(transaction, owner, photo_id, PhotoState::processing, "");
}

// The previews that were just written.
Result<void> Processing::undo(store::Transaction& transaction, const Job& job, Timestamp now) {
  for (const int edge : kPreviewEdges) {
    REQUIRE_OK(parts_.remover.give_up(transaction, preview_key(job.owner, job.photo_id, edge), now));
  }
  return {};
}

}  // namespace lightwell::photos
