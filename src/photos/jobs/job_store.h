// The rows of processing jobs.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/jobs/processing.h"
#include "store/sql/database.h"

namespace lightwell::photos {

enum class JobState { waiting = 0, running = 1, failed = 2 };

struct Job {
  std::string photo_id;
  std::string owner;
  std::string lease;
  int attempts = 0;  // that ended badly
};

Result<void> insert_job(store::Transaction& transaction, const std::string& photo_id, const std::string& owner,
                        Timestamp now);
// The oldest job that is due, now leased; nothing when none is.
Result<std::optional<Job>> lease_job(store::Transaction& transaction, const std::string& node, const std::string& lease,
                                     Timestamp now, Timestamp until);
// Jobs whose lease has run out wait again, and that counts as an attempt; answers how many.
Result<int64_t> expire_leases(store::Transaction& transaction, Timestamp now);
// The jobs a killed process of this node was at wait again.
Result<int64_t> free_leases(store::Transaction& transaction, const std::string& node, Timestamp now);
// Whether the lease is still held: the photo was not removed and nobody else took the job over.
Result<bool> holds_lease(store::Reader& reader, const Job& job);

Result<void> delete_job(store::Transaction& transaction, const std::string& photo_id);
Result<void> postpone_job(store::Transaction& transaction, const Job& job, int attempts, Timestamp not_before,
                          Timestamp now);
Result<void> fail_job(store::Transaction& transaction, const Job& job, int attempts, const std::string& message,
                      Timestamp now);
// A failed job waits again; false if there is none of that photo.
Result<bool> revive_job(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                        Timestamp now);

// Until when a worker may still write for this photo; nothing when none is at it.
Result<std::optional<Timestamp>> leased_until(store::Reader& reader, const std::string& photo_id);
// When the next waiting job is due or the next lease ends.
Result<std::optional<Timestamp>> next_due(store::Reader& reader);
Result<ProcessingSummary> count_jobs(store::Reader& reader, const std::string& owner);
Result<int64_t> count_unfinished(store::Reader& reader);  // of all owners
Result<std::vector<ProcessingFailure>> failed_jobs(store::Reader& reader, const std::string& owner);

}  // namespace lightwell::photos
