#include "photos/jobs/job_queue.h"

#include <algorithm>

#include "base/log.h"
#include "photos/errors.h"
#include "photos/jobs/bell.h"
#include "photos/jobs/job_store.h"
#include "photos/library/ledger.h"
#include "photos/library/month_store.h"
#include "photos/library/photo_store.h"

namespace lightwell::photos {
namespace {

constexpr std::chrono::milliseconds kNapMin{20};
constexpr std::chrono::seconds kNapMax{5};
constexpr std::chrono::seconds kPaceWindow{60};
constexpr size_t kPaceMax = 20'000;    // jobs remembered for the pace
constexpr size_t kRetryAtOnce = 1000;  // photos in one transaction

Result<int64_t> count_photos(store::Reader& reader, const std::string& owner) {
  int64_t total = 0;
  for (const View view : {View::photos, View::archive, View::trash}) {
    TRY(const auto months, month_counts(reader, owner, view));
    for (const MonthCount& month : months) total += month.count;
  }
  return total;
}

// Photos without a job of this kind have had it, if they could have one: nothing is analysed that was not read.
Result<int64_t> count_done(store::Reader& reader, JobKind kind, const std::string& owner, const JobCounts& counts) {
  TRY(int64_t done, count_photos(reader, owner));
  done -= counts.waiting + counts.running + counts.failed;
  if (kind == JobKind::analysing) {
    TRY(const JobCounts unread, count_jobs(reader, JobKind::reading, owner));
    done -= unread.waiting + unread.running + unread.failed;
  }
  return std::max<int64_t>(done, 0);
}

// For the log.
std::string in_words(const Error& failed) {
  const std::string_view separator = failed.log_words.empty() ? "" : "; ";
  return fmt::format("{}: {}{}{}", failed.kind->code, failed.message, separator, failed.log_words);
}

}  // namespace

struct JobQueue::Bells {
  std::vector<std::unique_ptr<Bell>> bells;
  void ring() const {
    for (const auto& bell : bells) bell->ring();
  }
};

JobQueue::JobQueue(JobKind kind, Core core, JobLimits limits)
    : core_(core), kind_(kind), limits_(std::move(limits)), bells_(std::make_shared<Bells>()) {
  for (size_t i = 0; i < limits_.workers; ++i) bells_->bells.push_back(std::make_unique<Bell>());
}

JobQueue::~JobQueue() = default;

Task<Result<void>> JobQueue::start(Executor& executor, Timer& timer) {
  const Timestamp now = core_.clock.now();
  CO_TRY(const int64_t freed, co_await core_.database.write([this, now](store::Transaction& transaction) {
    return free_leases(transaction, kind_, limits_.node, now);
  }));
  if (freed > 0) log::info("{}: {} photos that were being done are done again", to_text(kind_), freed);
  for (size_t i = 0; i < limits_.workers; ++i) tasks_.spawn(executor, work(i, timer));
  co_return Result<void>{};
}

void JobQueue::stop() {
  stopping_.request_stop();
  stop_machine();
  tasks_.wait();
}

void JobQueue::ring_after(store::Transaction& transaction) {
  transaction.after_commit([bells = bells_] { bells->ring(); });
}

Result<void> JobQueue::enqueue(store::Transaction& transaction, const std::string& photo_id, const std::string& owner,
                               Timestamp now, JobLane lane) {
  REQUIRE_OK(insert_job(transaction, kind_, photo_id, owner, lane, now));
  ring_after(transaction);
  return {};
}

Task<void> JobQueue::work(size_t worker, Timer& timer) {
  const std::stop_token stop = stopping_.get_token();
  while (!stop.stop_requested()) {
    const auto worked = co_await work_one();
    if (worked && *worked) continue;
    if (!worked && !stop.stop_requested()) log::warning("{}: {}", to_text(kind_), in_words(worked.error()));
    const auto nap = worked ? co_await time_to_next() : kNapMax;
    co_await bells_->bells[worker]->wait(timer, nap, stop);
  }
}

Task<std::chrono::nanoseconds> JobQueue::time_to_next() {
  if (obstacle()) co_return kNapMax;
  const JobKind kind = kind_;
  const auto due = co_await core_.database.read([kind](store::Reader& reader) { return next_due(reader, kind); });
  if (!due || !*due) co_return kNapMax;
  co_return std::clamp<std::chrono::nanoseconds>(**due - core_.clock.now(), kNapMin, kNapMax);
}

Task<Result<bool>> JobQueue::work_one() {
  std::shared_ptr<Interlude::Scene> scene;
  if (core_.interlude != nullptr) scene = co_await core_.interlude->enter();
  CO_TRY(std::optional<Job> job, co_await take());
  if (!job) co_return false;
  CO_CHECK(co_await process(std::move(*job), scene.get()));
  note_done();
  co_return true;
}

// A look costs no commit; only when something is due is the queue written to.
Task<Result<std::optional<Job>>> JobQueue::take() {
  if (obstacle()) co_return std::optional<Job>();
  const Timestamp now = core_.clock.now();
  const JobKind kind = kind_;
  CO_TRY(const auto due,
         co_await core_.database.read([kind](store::Reader& reader) { return next_due(reader, kind); }));
  if (!due || *due > now) co_return std::optional<Job>();
  const std::string lease = core_.ids.hex(8);
  co_return co_await core_.database.write(
      [this, now, lease](store::Transaction& transaction) -> Result<std::optional<Job>> {
        REQUIRE_OK(expire_leases(transaction, kind_, now));
        TRY(auto job, lease_job(transaction, kind_, limits_.node, lease, now, now + limits_.lease));
        if (job) core_.events.wake_after(transaction, job->owner);
        return job;
      });
}

Task<Result<void>> JobQueue::settle_failure(Job job, Error failed, Verdict verdict) {
  const Timestamp now = core_.clock.now();
  if (failed.kind == &lightwell::errors::stopped) {
    log::info("{}: photo {} is left for the next start", to_text(kind_), job.photo_id);
  } else {
    log::info("{}: photo {} {}: {}", to_text(kind_), job.photo_id, verdict.is_final ? "is given up" : "is tried again",
              in_words(failed));
  }
  co_return co_await core_.database.write([this, now, &job, &verdict](store::Transaction& transaction) -> Result<void> {
    TRY(const auto flags, find_flags(transaction, job.owner, job.photo_id));
    if (!flags) return undo(transaction, job, now);
    TRY(const bool is_ours, holds_lease(transaction, job));
    if (!is_ours) return {};
    if (!verdict.is_final) {
      REQUIRE_OK(postpone_job(transaction, job, verdict.attempts, now + verdict.wait, now));
      core_.events.wake_after(transaction, job.owner);
      return {};
    }
    REQUIRE_OK(fail_job(transaction, job, verdict.attempts, verdict.message, now));
    Ledger ledger(transaction, core_.events, job.owner, now);
    REQUIRE_OK(give_up(transaction, job, verdict.message));
    ledger.book(job.photo_id, flags->standing, flags->standing, Change::changed);
    return ledger.settle();
  });
}

Task<Result<JobCounts>> JobQueue::summary(Viewer viewer) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await core_.database.read(
      [kind = kind_, owner](store::Reader& reader) { return count_jobs(reader, kind, owner); });
}

Task<Result<QueueStatus>> JobQueue::status(Viewer viewer) {
  const std::string owner = owner_seen_by(viewer);
  CO_TRY(QueueStatus status,
         co_await core_.database.read([kind = kind_, owner](store::Reader& reader) -> Result<QueueStatus> {
           QueueStatus found{.kind = kind};
           TRY(found.counts, count_jobs(reader, kind, owner));
           TRY(found.done, count_done(reader, kind, owner, found.counts));
           TRY(const bool is_paused_now, is_paused(reader, kind, owner));
           if (found.counts.waiting + found.counts.running > 0) found.state = QueueState::working;
           if (is_paused_now) found.state = QueueState::paused;
           return found;
         }));
  if (const auto reason = obstacle()) {
    status.reason = *reason;
    if (status.state != QueueState::paused) status.state = QueueState::blocked;
  }
  if (status.state != QueueState::working) co_return status;
  status.per_minute = done_per_minute();
  if (status.per_minute) {
    const double left = double(status.counts.waiting + status.counts.running);
    status.seconds_left = int64_t(left * 60 / *status.per_minute) + 1;
  }
  co_return status;
}

void JobQueue::note_done() {
  const std::lock_guard lock(pace_mutex_);
  done_lately_.push_back(core_.clock.now());
  if (done_lately_.size() > kPaceMax) done_lately_.pop_front();
}

std::optional<double> JobQueue::done_per_minute() const {
  const Timestamp now = core_.clock.now();
  const std::lock_guard lock(pace_mutex_);
  const auto first = std::ranges::lower_bound(done_lately_, now - kPaceWindow);
  const auto count = done_lately_.end() - first;
  if (count < 2) return std::nullopt;
  const auto span = std::chrono::duration<double>(now - *first).count();
  return span > 0 ? std::optional(double(count) * 60 / span) : std::nullopt;
}

Task<Result<std::vector<JobFailure>>> JobQueue::failures(Viewer viewer) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await core_.database.read(
      [kind = kind_, owner](store::Reader& reader) { return failed_jobs(reader, kind, owner); });
}

Task<Result<int64_t>> JobQueue::retry(Viewer viewer, std::optional<std::vector<std::string>> ids, Timestamp now) {
  if (ids) CO_CHECK(check_ids(*ids));
  const std::string owner = owner_seen_by(viewer);
  int64_t revived = 0;
  while (true) {
    CO_TRY(const size_t count,
           co_await core_.database.write([&, now](store::Transaction& transaction) -> Result<size_t> {
             std::vector<std::string> tried;
             if (ids) {
               tried = *ids;
             } else {
               TRY(tried, failed_photos(transaction, kind_, owner, kRetryAtOnce));
             }
             Ledger ledger(transaction, core_.events, owner, now);
             size_t changed = 0;
             for (const std::string& id : tried) {
               TRY(const bool waits, revive_job(transaction, kind_, owner, id, now));
               if (!waits) continue;
               REQUIRE_OK(take_up(transaction, owner, id));
               TRY(const auto flags, find_flags(transaction, owner, id));
               if (flags) ledger.book(id, flags->standing, flags->standing, Change::changed);
               ++changed;
             }
             ring_after(transaction);
             REQUIRE_OK(ledger.settle());
             return changed;
           }));
    revived += int64_t(count);
    if (ids || count < kRetryAtOnce) co_return revived;
  }
}

Task<Result<void>> JobQueue::pause(Viewer viewer, Timestamp now) { return set_pause(std::move(viewer), true, now); }
Task<Result<void>> JobQueue::resume(Viewer viewer, Timestamp now) { return set_pause(std::move(viewer), false, now); }

Task<Result<void>> JobQueue::set_pause(Viewer viewer, bool is_paused, Timestamp now) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await core_.database.write([this, owner, is_paused, now](store::Transaction& transaction) {
    ring_after(transaction);
    core_.events.wake_after(transaction, owner);
    return set_paused(transaction, kind_, owner, is_paused, now);
  });
}

Task<bool> JobQueue::wait_until_idle(Timer& timer, std::chrono::nanoseconds timeout) {
  const auto until = std::chrono::steady_clock::now() + timeout;
  while (true) {
    const JobKind kind = kind_;
    const auto left =
        co_await core_.database.read([kind](store::Reader& reader) { return count_unfinished(reader, kind); });
    if (left && *left == 0) co_return true;
    if (std::chrono::steady_clock::now() >= until) co_return false;
    co_await timer.sleep(kNapMin);
  }
}

}  // namespace lightwell::photos
