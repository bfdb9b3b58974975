// The rows of jobs: what is still to be done with a photo, who is at it, and how it went.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/jobs/job.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// A photo that has such a job already has one that starts anew; whoever is at it has lost it.
Result<void> insert_job(store::Transaction& transaction, JobKind kind, const std::string& photo_id,
                        const std::string& owner, JobLane lane, Timestamp now);
// The job that is due and comes first, now leased; nothing when none is. Those of owners who paused are passed over.
Result<std::optional<Job>> lease_job(store::Transaction& transaction, JobKind kind, const std::string& node,
                                     const std::string& lease, Timestamp now, Timestamp until);
// Jobs whose lease has run out wait again, and that counts as an attempt; answers how many.
Result<int64_t> expire_leases(store::Transaction& transaction, JobKind kind, Timestamp now);
// The jobs a killed process of this node was at wait again.
Result<int64_t> free_leases(store::Transaction& transaction, JobKind kind, const std::string& node, Timestamp now);
// Whether the lease is still held: the photo was not removed and nobody else took the job over.
Result<bool> holds_lease(store::Reader& reader, const Job& job);

Result<void> delete_job(store::Transaction& transaction, const Job& job);
Result<void> delete_jobs(store::Transaction& transaction, const std::string& photo_id);  // of every kind
Result<void> postpone_job(store::Transaction& transaction, const Job& job, int attempts, Timestamp not_before,
                          Timestamp now);
Result<void> fail_job(store::Transaction& transaction, const Job& job, int attempts, const std::string& message,
                      Timestamp now);
// A failed job waits again; false if there is none of that photo.
Result<bool> revive_job(store::Transaction& transaction, JobKind kind, const std::string& owner,
                        const std::string& photo_id, Timestamp now);
Result<std::vector<std::string>> failed_photos(store::Reader& reader, JobKind kind, const std::string& owner,
                                               size_t count_max);

// Until when a worker may still write for this photo; nothing when none is at it.
Result<std::optional<Timestamp>> leased_until(store::Reader& reader, JobKind kind, const std::string& photo_id);
// When the next waiting job is due or the next lease ends.
Result<std::optional<Timestamp>> next_due(store::Reader& reader, JobKind kind);
Result<JobCounts> count_jobs(store::Reader& reader, JobKind kind, const std::string& owner);
Result<int64_t> count_unfinished(store::Reader& reader, JobKind kind);  // of all owners
Result<std::vector<JobFailure>> failed_jobs(store::Reader& reader, JobKind kind, const std::string& owner);

struct JobStanding {
  JobState state = JobState::waiting;
  std::string message;  // of a failed one
};
Result<std::optional<JobStanding>> find_job(store::Reader& reader, JobKind kind, const std::string& photo_id);

Result<bool> is_paused(store::Reader& reader, JobKind kind, const std::string& owner);
Result<void> set_paused(store::Transaction& transaction, JobKind kind, const std::string& owner, bool is_paused,
                        Timestamp now);

}  // namespace lightwell::photos
