// Job: one thing to be done with one photo.

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace lightwell::photos {

// reading: its size, dates, camera and previews. analysing: what and who is on it.
enum class JobKind { reading = 0, analysing = 1 };
std::string_view to_text(JobKind);  // "reading", "analysing"
std::optional<JobKind> parse_job_kind(std::string_view);

enum class JobState { waiting = 0, running = 1, failed = 2 };
// What somebody waits for goes before what was there already.
enum class JobLane { first = 0, background = 1 };

struct Job {
  JobKind kind = JobKind::reading;
  std::string photo_id;
  std::string owner;
  std::string lease;
  int attempts = 0;  // that ended badly
};

struct JobLimits {
  std::string node = "local";  // whose leases start() frees
  size_t workers = 2;          // as many as the machine behind has children
  int attempts_max = 3;
  std::chrono::seconds lease{180};      // longer than a child may live
  std::chrono::seconds retry_first{5};  // doubled at every further attempt
};

struct JobCounts {
  int64_t waiting = 0;
  int64_t running = 0;
  int64_t failed = 0;
};

struct JobFailure {
  std::string photo_id;
  std::string name;
  std::string message;  // words for a person
  Timestamp at;
};

// blocked: nothing can be done now, whatever waits (a model is missing).
enum class QueueState { idle, working, paused, blocked };
std::string_view to_text(QueueState);  // "idle", ...

struct QueueStatus {
  JobKind kind = JobKind::reading;
  QueueState state = QueueState::idle;
  std::string reason;  // words for a person, of a blocked queue
  JobCounts counts;
  int64_t done = 0;
  std::optional<double> per_minute;     // lately, while jobs are done
  std::optional<int64_t> seconds_left;  // at that rate
};

}  // namespace lightwell::photos
