#include "photos/jobs/job_store.h"

#include <algorithm>

namespace lightwell::photos {
namespace {

constexpr std::string_view kLease = R"sql(
  UPDATE jobs SET state = 1, node = $1, lease = $2, lease_until = $3, changed_at = $4
  WHERE photo_id = (SELECT photo_id FROM jobs WHERE state = 0 AND not_before <= $4 ORDER BY not_before LIMIT 1)
  RETURNING photo_id, owner, attempts)sql";

}  // namespace

Result<void> insert_job(store::Transaction& transaction, const std::string& photo_id, const std::string& owner,
                        Timestamp now) {
  REQUIRE_OK(transaction.execute(
      "INSERT INTO jobs (photo_id, owner, state, attempts, not_before, node, lease, lease_until, message, changed_at)"
      " VALUES ($1, $2, 0, 0, $3, '', '', 0, '', $3)",
      {photo_id, owner, now}));
  return {};
}

Result<std::optional<Job>> lease_job(store::Transaction& transaction, const std::string& node, const std::string& lease,
                                     Timestamp now, Timestamp until) {
  return transaction.first(kLease, {node, lease, until, now}, [&](const store::Row& row) {
    return Job{.photo_id = row.string(0), .owner = row.string(1), .lease = lease, .attempts = int(row.integer(2))};
  });
}

Result<int64_t> expire_leases(store::Transaction& transaction, Timestamp now) {
  return transaction.execute(
      "UPDATE jobs SET state = 0, lease = '', attempts = attempts + 1, not_before = $1, changed_at = $1"
      " WHERE state = 1 AND lease_until < $1",
      {now});
}

Result<int64_t> free_leases(store::Transaction& transaction, const std::string& node, Timestamp now) {
  return transaction.execute(
      "UPDATE jobs SET state = 0, lease = '', not_before = $2, changed_at = $2 WHERE state = 1 AND node = $1",
      {node, now});
}

Result<bool> holds_lease(store::Reader& reader, const Job& job) {
  TRY(const auto found, reader.first("SELECT 1 FROM jobs WHERE photo_id = $1 AND state = 1 AND lease = $2",
                                     {job.photo_id, job.lease}, [](const store::Row&) { return true; }));
  return found.has_value();
}

Result<void> delete_job(store::Transaction& transaction, const std::string& photo_id) {
  REQUIRE_OK(transaction.execute("DELETE FROM jobs WHERE photo_id = $1", {photo_id}));
  return {};
}

Result<void> postpone_job(store::Transaction& transaction, const Job& job, int attempts, Timestamp not_before,
                          Timestamp now) {
  REQUIRE_OK(transaction.execute(
      "UPDATE jobs SET state = 0, lease = '', attempts = $2, not_before = $3, changed_at = $4 WHERE photo_id = $1",
      {job.photo_id, attempts, not_before, now}));
  return {};
}

Result<void> fail_job(store::Transaction& transaction, const Job& job, int attempts, const std::string& message,
                      Timestamp now) {
  REQUIRE_OK(transaction.execute(
      "UPDATE jobs SET state = 2, lease = '', attempts = $2, message = $3, changed_at = $4 WHERE photo_id = $1",
      {job.photo_id, attempts, message, now}));
  return {};
}

Result<bool> revive_job(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                        Timestamp now) {
  TRY(const int64_t changed,
      transaction.execute("UPDATE jobs SET state = 0, attempts = 0, not_before = $3, message = '',"
                          " changed_at = $3 WHERE owner = $1 AND photo_id = $2 AND state = 2",
                          {owner, photo_id, now}));
  return changed > 0;
}

Result<std::optional<Timestamp>> leased_until(store::Reader& reader, const std::string& photo_id) {
  return reader.first("SELECT lease_until FROM jobs WHERE photo_id = $1 AND state = 1", {photo_id},
                      [](const store::Row& row) { return row.time(0); });
}

Result<std::optional<Timestamp>> next_due(store::Reader& reader) {
  TRY(const auto waiting, reader.first("SELECT not_before FROM jobs WHERE state = 0 ORDER BY not_before LIMIT 1", {},
                                       [](const store::Row& row) { return row.time(0); }));
  TRY(const auto running,
      reader.first("SELECT MIN(lease_until) FROM jobs WHERE state = 1", {},
                   [](const store::Row& row) { return row.is_null(0) ? std::nullopt : std::optional(row.time(0)); }));
  if (!running || !*running) return waiting;
  return waiting ? std::min(*waiting, **running) : **running;
}

Result<ProcessingSummary> count_jobs(store::Reader& reader, const std::string& owner) {
  ProcessingSummary summary;
  REQUIRE_OK(reader.each("SELECT state, COUNT(*) FROM jobs WHERE owner = $1 GROUP BY state", {owner},
                         [&](const store::Row& row) {
                           switch (JobState(row.integer(0))) {
                             case JobState::waiting: summary.waiting = row.integer(1); break;
                             case JobState::running: summary.running = row.integer(1); break;
                             case JobState::failed: summary.failed = row.integer(1); break;
                           }
                           return true;
                         }));
  return summary;
}

Result<int64_t> count_unfinished(store::Reader& reader) {
  TRY(const auto count, reader.first("SELECT COUNT(*) FROM jobs WHERE state < 2", {},
                                     [](const store::Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

Result<std::vector<ProcessingFailure>> failed_jobs(store::Reader& reader, const std::string& owner) {
  return reader.all(
      "SELECT jobs.photo_id, photos.name, jobs.message, jobs.changed_at FROM jobs JOIN photos ON photos.id ="
      " jobs.photo_id WHERE jobs.owner = $1 AND jobs.state = 2 ORDER BY jobs.changed_at DESC LIMIT 1000",
      {owner}, [](const store::Row& row) {
        return ProcessingFailure{
            .photo_id = row.string(0), .name = row.string(1), .message = row.string(2), .at = row.time(3)};
      });
}

}  // namespace lightwell::photos
