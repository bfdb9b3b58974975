#include "photos/jobs/job_store.h"

#include <algorithm>

namespace lightwell::photos {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO jobs (kind, photo_id, owner, state, lane, attempts, not_before, node, lease, lease_until, message,
                    changed_at)
  VALUES ($1, $2, $3, 0, $4, 0, $5, '', '', 0, '', $5)
  ON CONFLICT (kind, photo_id) DO UPDATE SET state = 0, lane = $4, attempts = 0, not_before = $5, lease = '',
    message = '', changed_at = $5)sql";

constexpr std::string_view kLease = R"sql(
  UPDATE jobs SET state = 1, node = $1, lease = $2, lease_until = $3, changed_at = $4
  WHERE kind = $5 AND photo_id = (
    SELECT photo_id FROM jobs WHERE kind = $5 AND state = 0 AND not_before <= $4
      AND owner NOT IN (SELECT owner FROM job_pauses WHERE kind = $5) ORDER BY lane, not_before LIMIT 1)
  RETURNING photo_id, owner, attempts)sql";

constexpr std::string_view kNextInLane = R"sql(
  SELECT not_before FROM jobs WHERE kind = $1 AND state = 0 AND lane = $2
    AND owner NOT IN (SELECT owner FROM job_pauses WHERE kind = $1) ORDER BY not_before LIMIT 1)sql";

void take_earlier(std::optional<Timestamp>& found, std::optional<Timestamp> other) {
  if (other) found = found ? std::min(*found, *other) : *other;
}

}  // namespace

Result<void> insert_job(store::Transaction& transaction, JobKind kind, const std::string& photo_id,
                        const std::string& owner, JobLane lane, Timestamp now) {
  REQUIRE_OK(transaction.execute(kInsert, {int(kind), photo_id, owner, int(lane), now}));
  return {};
}

Result<std::optional<Job>> lease_job(store::Transaction& transaction, JobKind kind, const std::string& node,
                                     const std::string& lease, Timestamp now, Timestamp until) {
  return transaction.first(kLease, {node, lease, until, now, int(kind)}, [&](const store::Row& row) {
    return Job{.kind = kind,
               .photo_id = row.string(0),
               .owner = row.string(1),
               .lease = lease,
               .attempts = int(row.integer(2))};
  });
}

Result<int64_t> expire_leases(store::Transaction& transaction, JobKind kind, Timestamp now) {
  return transaction.execute(
      "UPDATE jobs SET state = 0, lease = '', attempts = attempts + 1, not_before = $1, changed_at = $1"
      " WHERE kind = $2 AND state = 1 AND lease_until < $1",
      {now, int(kind)});
}

Result<int64_t> free_leases(store::Transaction& transaction, JobKind kind, const std::string& node, Timestamp now) {
  return transaction.execute(
      "UPDATE jobs SET state = 0, lease = '', not_before = $2, changed_at = $2"
      " WHERE kind = $3 AND state = 1 AND node = $1",
      {node, now, int(kind)});
}

Result<bool> holds_lease(store::Reader& reader, const Job& job) {
  TRY(const auto found,
      reader.first("SELECT 1 FROM jobs WHERE kind = $1 AND photo_id = $2 AND state = 1 AND lease = $3",
                   {int(job.kind), job.photo_id, job.lease}, [](const store::Row&) { return true; }));
  return found.has_value();
}

Result<void> delete_job(store::Transaction& transaction, const Job& job) {
  REQUIRE_OK(transaction.execute("DELETE FROM jobs WHERE kind = $1 AND photo_id = $2", {int(job.kind), job.photo_id}));
  return {};
}

Result<void> delete_jobs(store::Transaction& transaction, const std::string& photo_id) {
  for (const JobKind kind : {JobKind::reading, JobKind::analysing}) {
    REQUIRE_OK(delete_job(transaction, {.kind = kind, .photo_id = photo_id}));
  }
  return {};
}

Result<void> postpone_job(store::Transaction& transaction, const Job& job, int attempts, Timestamp not_before,
                          Timestamp now) {
  REQUIRE_OK(
      transaction.execute("UPDATE jobs SET state = 0, lease = '', attempts = $3, not_before = $4, changed_at = $5"
                          " WHERE kind = $1 AND photo_id = $2",
                          {int(job.kind), job.photo_id, attempts, not_before, now}));
  return {};
}

Result<void> fail_job(store::Transaction& transaction, const Job& job, int attempts, const std::string& message,
                      Timestamp now) {
  REQUIRE_OK(
      transaction.execute("UPDATE jobs SET state = 2, lease = '', attempts = $3, message = $4, changed_at = $5"
                          " WHERE kind = $1 AND photo_id = $2",
                          {int(job.kind), job.photo_id, attempts, message, now}));
  return {};
}

Result<bool> revive_job(store::Transaction& transaction, JobKind kind, const std::string& owner,
                        const std::string& photo_id, Timestamp now) {
  TRY(const int64_t changed,
      transaction.execute("UPDATE jobs SET state = 0, attempts = 0, not_before = $4, message = '', changed_at = $4"
                          " WHERE kind = $1 AND owner = $2 AND photo_id = $3 AND state = 2",
                          {int(kind), owner, photo_id, now}));
  return changed > 0;
}

Result<std::vector<std::string>> failed_photos(store::Reader& reader, JobKind kind, const std::string& owner,
                                               size_t count_max) {
  return reader.all("SELECT photo_id FROM jobs WHERE owner = $1 AND kind = $2 AND state = 2 LIMIT $3",
                    {owner, int(kind), count_max}, [](const store::Row& row) { return row.string(0); });
}

Result<std::optional<Timestamp>> leased_until(store::Reader& reader, JobKind kind, const std::string& photo_id) {
  return reader.first("SELECT lease_until FROM jobs WHERE kind = $1 AND photo_id = $2 AND state = 1",
                      {int(kind), photo_id}, [](const store::Row& row) { return row.time(0); });
}

Result<std::optional<Timestamp>> next_due(store::Reader& reader, JobKind kind) {
  std::optional<Timestamp> next;
  for (const JobLane lane : {JobLane::first, JobLane::background}) {
    TRY(const auto waiting,
        reader.first(kNextInLane, {int(kind), int(lane)}, [](const store::Row& row) { return row.time(0); }));
    take_earlier(next, waiting);
  }
  TRY(const auto running, reader.first("SELECT lease_until FROM jobs WHERE kind = $1 AND state = 1"
                                       " ORDER BY lease_until LIMIT 1",
                                       {int(kind)}, [](const store::Row& row) { return row.time(0); }));
  take_earlier(next, running);
  return next;
}

Result<JobCounts> count_jobs(store::Reader& reader, JobKind kind, const std::string& owner) {
  JobCounts counts;
  REQUIRE_OK(reader.each("SELECT state, COUNT(*) FROM jobs WHERE owner = $1 AND kind = $2 GROUP BY state",
                         {owner, int(kind)}, [&](const store::Row& row) {
                           switch (JobState(row.integer(0))) {
                             case JobState::waiting: counts.waiting = row.integer(1); break;
                             case JobState::running: counts.running = row.integer(1); break;
                             case JobState::failed: counts.failed = row.integer(1); break;
                           }
                           return true;
                         }));
  return counts;
}

Result<int64_t> count_unfinished(store::Reader& reader, JobKind kind) {
  TRY(const auto count, reader.first("SELECT COUNT(*) FROM jobs WHERE kind = $1 AND state < 2", {int(kind)},
                                     [](const store::Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

Result<std::vector<JobFailure>> failed_jobs(store::Reader& reader, JobKind kind, const std::string& owner) {
  return reader.all(
      "SELECT jobs.photo_id, photos.name, jobs.message, jobs.changed_at FROM jobs JOIN photos ON photos.id ="
      " jobs.photo_id WHERE jobs.owner = $1 AND jobs.kind = $2 AND jobs.state = 2"
      " ORDER BY jobs.changed_at DESC LIMIT 1000",
      {owner, int(kind)}, [](const store::Row& row) {
        return JobFailure{
            .photo_id = row.string(0), .name = row.string(1), .message = row.string(2), .at = row.time(3)};
      });
}

Result<std::optional<JobStanding>> find_job(store::Reader& reader, JobKind kind, const std::string& photo_id) {
  return reader.first(
      "SELECT state, message FROM jobs WHERE kind = $1 AND photo_id = $2", {int(kind), photo_id},
      [](const store::Row& row) { return JobStanding{.state = JobState(row.integer(0)), .message = row.string(1)}; });
}

Result<bool> is_paused(store::Reader& reader, JobKind kind, const std::string& owner) {
  TRY(const auto found, reader.first("SELECT 1 FROM job_pauses WHERE owner = $1 AND kind = $2", {owner, int(kind)},
                                     [](const store::Row&) { return true; }));
  return found.has_value();
}

Result<void> set_paused(store::Transaction& transaction, JobKind kind, const std::string& owner, bool is_paused,
                        Timestamp now) {
  if (is_paused) {
    REQUIRE_OK(
        transaction.execute("INSERT INTO job_pauses (owner, kind, paused_at) VALUES ($1, $2, $3)"
                            " ON CONFLICT (owner, kind) DO NOTHING",
                            {owner, int(kind), now}));
  } else {
    REQUIRE_OK(transaction.execute("DELETE FROM job_pauses WHERE owner = $1 AND kind = $2", {owner, int(kind)}));
  }
  return {};
}

}  // namespace lightwell::photos
