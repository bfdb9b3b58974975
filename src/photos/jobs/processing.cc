#include "photos/jobs/processing.h"

#include <algorithm>

#include "base/log.h"
#include "photos/errors.h"
#include "photos/jobs/bell.h"
#include "photos/jobs/job_store.h"
#include "photos/jobs/processing_rules.h"
#include "photos/library/ledger.h"
#include "photos/library/photo_store.h"
#include "photos/objects/objects.h"
#include "photos/objects/remover.h"
#include "photos/search/index.h"

namespace lightwell::photos {
namespace {

constexpr std::chrono::milliseconds kNapMin{20};
constexpr std::chrono::seconds kNapMax{5};

// For the log.
std::string in_words(const Error& failed) {
  const std::string_view separator = failed.log_words.empty() ? "" : "; ";
  return fmt::format("{}: {}{}{}", failed.kind->code, failed.message, separator, failed.log_words);
}

}  // namespace

struct Processing::Bells {
  std::vector<std::unique_ptr<Bell>> bells;
  void ring() const {
    for (const auto& bell : bells) bell->ring();
  }
};

Processing::Processing(Parts parts, ProcessingLimits limits)
    : parts_(parts), limits_(std::move(limits)), bells_(std::make_shared<Bells>()) {
  for (size_t i = 0; i < limits_.workers; ++i) bells_->bells.push_back(std::make_unique<Bell>());
}

Processing::~Processing() { stop(); }

Task<Result<void>> Processing::start(Executor& executor, Timer& timer) {
  const Timestamp now = parts_.clock.now();
  CO_TRY(const int64_t freed, co_await parts_.database.write([this, now](store::Transaction& transaction) {
    return free_leases(transaction, limits_.node, now);
  }));
  if (freed > 0) log::info("processing: {} photos that were being read are read again", freed);
  for (size_t i = 0; i < limits_.workers; ++i) tasks_.spawn(executor, work(i, timer));
  co_return Result<void>{};
}

void Processing::stop() {
  stopping_.request_stop();
  parts_.reader.stop();
  tasks_.wait();
}

Result<void> Processing::enqueue(store::Transaction& transaction, const std::string& photo_id, const std::string& owner,
                                 Timestamp now) {
  REQUIRE_OK(insert_job(transaction, photo_id, owner, now));
  transaction.after_commit([bells = bells_] { bells->ring(); });
  return {};
}

Task<void> Processing::work(size_t worker, Timer& timer) {
  const std::stop_token stop = stopping_.get_token();
  while (!stop.stop_requested()) {
    const auto worked = co_await work_one();
    if (worked && *worked) continue;
    if (!worked && !stop.stop_requested()) log::warning("processing: {}", in_words(worked.error()));
    const auto nap = worked ? co_await time_to_next() : kNapMax;
    co_await bells_->bells[worker]->wait(timer, nap, stop);
  }
}

Task<std::chrono::nanoseconds> Processing::time_to_next() {
  const auto due = co_await parts_.database.read([](store::Reader& reader) { return next_due(reader); });
  if (!due || !*due) co_return kNapMax;
  co_return std::clamp<std::chrono::nanoseconds>(**due - parts_.clock.now(), kNapMin, kNapMax);
}

Task<Result<bool>> Processing::work_one() {
  std::shared_ptr<Interlude::Scene> scene;
  if (parts_.interlude != nullptr) scene = co_await parts_.interlude->enter();
  CO_TRY(std::optional<Job> job, co_await take());
  if (!job) co_return false;
  CO_CHECK(co_await process(std::move(*job), scene.get()));
  co_return true;
}

// A look costs no commit; only when something is due is the queue written to.
Task<Result<std::optional<Job>>> Processing::take() {
  const Timestamp now = parts_.clock.now();
  CO_TRY(const auto due, co_await parts_.database.read([](store::Reader& reader) { return next_due(reader); }));
  if (!due || *due > now) co_return std::optional<Job>();
  const std::string lease = parts_.ids.hex(8);
  co_return co_await parts_.database.write(
      [this, now, lease](store::Transaction& transaction) -> Result<std::optional<Job>> {
        REQUIRE_OK(expire_leases(transaction, now));
        TRY(auto job, lease_job(transaction, limits_.node, lease, now, now + limits_.lease));
        if (job) parts_.events.wake_after(transaction, job->owner);
        return job;
      });
}

Task<Result<void>> Processing::process(Job job, Interlude::Scene* scene) {
  auto original = co_await parts_.objects.get(original_key(job.owner, job.photo_id));
  if (!original) co_return co_await settle_failure(std::move(job), std::move(original).error());
  if (!*original) {
    co_return co_await settle_failure(
        std::move(job), error(errors::bad_picture, "The bytes of this photo are missing from the storage."));
  }
  if (scene != nullptr) scene->step_aside();
  auto reading = co_await parts_.reader.read(std::move((*original)->body));
  if (scene != nullptr && !scene->step_back()) co_return Result<void>{};  // the photo is gone with its world
  if (!reading) co_return co_await settle_failure(std::move(job), std::move(reading).error());
  for (PreviewBytes& preview : reading->previews) {
    const uint64_t size = preview.webp.size();
    auto stored = co_await parts_.objects.put(preview_key(job.owner, job.photo_id, preview.edge), "image/webp",
                                              source_of(std::move(preview.webp)), size);
    if (!stored) co_return co_await settle_failure(std::move(job), std::move(stored).error());
  }
  co_return co_await finish(std::move(job), std::move(*reading));
}

Task<Result<void>> Processing::finish(Job job, Reading reading) {
  const Timestamp now = parts_.clock.now();
  co_return co_await parts_.database.write(
      [this, now, &job, &reading](store::Transaction& transaction) -> Result<void> {
        TRY(auto photo, find_photo(transaction, job.owner, job.photo_id));
        if (!photo) return forget_previews(transaction, job, now);
        TRY(const bool is_ours, holds_lease(transaction, job));
        if (!is_ours) return {};
        Ledger ledger(transaction, parts_.events, job.owner, now);
        const Standing before = standing_of(*photo);
        apply(reading, *photo);
        REQUIRE_OK(update_reading(transaction, *photo));
        REQUIRE_OK(delete_job(transaction, job.photo_id));
        REQUIRE_OK(index_photo(transaction, job.owner, job.photo_id));
        ledger.book(job.photo_id, before, standing_of(*photo), Change::changed);
        return ledger.settle();
      });
}

Task<Result<void>> Processing::settle_failure(Job job, Error failed) {
  const Timestamp now = parts_.clock.now();
  const Verdict verdict = judge(failed, job.attempts, limits_);
  if (failed.kind == &lightwell::errors::stopped) {
    log::info("processing: photo {} is left for the next start", job.photo_id);
  } else {
    log::info("processing: photo {} {}: {}", job.photo_id, verdict.is_final ? "is given up" : "is tried again",
              in_words(failed));
  }
  co_return co_await parts_.database.write(
      [this, now, &job, &verdict](store::Transaction& transaction) -> Result<void> {
        TRY(const auto flags, find_flags(transaction, job.owner, job.photo_id));
        if (!flags) return forget_previews(transaction, job, now);
        TRY(const bool is_ours, holds_lease(transaction, job));
        if (!is_ours) return {};
        if (!verdict.is_final) {
          REQUIRE_OK(postpone_job(transaction, job, verdict.attempts, now + verdict.wait, now));
          parts_.events.wake_after(transaction, job.owner);
          return {};
        }
        REQUIRE_OK(fail_job(transaction, job, verdict.attempts, verdict.message, now));
        REQUIRE_OK(update_state(transaction, job.owner, job.photo_id, PhotoState::failed, verdict.message));
        Ledger ledger(transaction, parts_.events, job.owner, now);
        ledger.book(job.photo_id, flags->standing, flags->standing, Change::changed);
        return ledger.settle();
      });
}

// The photo was removed for good while it was read: the previews that were just written go after it.
Result<void> Processing::forget_previews(store::Transaction& transaction, const Job& job, Timestamp now) {
  for (const int edge : kPreviewEdges) {
    REQUIRE_OK(parts_.remover.give_up(transaction, preview_key(job.owner, job.photo_id, edge), now));
  }
  return {};
}

Task<Result<ProcessingSummary>> Processing::summary(Viewer viewer) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.read([owner](store::Reader& reader) { return count_jobs(reader, owner); });
}

Task<Result<std::vector<ProcessingFailure>>> Processing::failures(Viewer viewer) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.read([owner](store::Reader& reader) { return failed_jobs(reader, owner); });
}

Task<Result<int64_t>> Processing::retry(Viewer viewer, std::vector<std::string> ids, Timestamp now) {
  CO_CHECK(check_ids(ids));
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.write(
      [this, owner, &ids, now](store::Transaction& transaction) -> Result<int64_t> {
        Ledger ledger(transaction, parts_.events, owner, now);
        int64_t revived = 0;
        for (const std::string& id : ids) {
          TRY(const bool waits, revive_job(transaction, owner, id, now));
          if (!waits) continue;
          REQUIRE_OK(update_state(transaction, owner, id, PhotoState::processing, ""));
          TRY(const auto flags, find_flags(transaction, owner, id));
          if (flags) ledger.book(id, flags->standing, flags->standing, Change::changed);
          ++revived;
        }
        transaction.after_commit([bells = bells_] { bells->ring(); });
        REQUIRE_OK(ledger.settle());
        return revived;
      });
}

Task<bool> Processing::wait_until_idle(Timer& timer, std::chrono::nanoseconds timeout) {
  const auto until = std::chrono::steady_clock::now() + timeout;
  while (true) {
    const auto left = co_await parts_.database.read([](store::Reader& reader) { return count_unfinished(reader); });
    if (left && *left == 0) co_return true;
    if (std::chrono::steady_clock::now() >= until) co_return false;
    co_await timer.sleep(kNapMin);
  }
}

}  // namespace lightwell::photos
