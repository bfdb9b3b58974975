#include "photos/jobs/job.h"

namespace lightwell::photos {

std::string_view to_text(JobKind kind) { return kind == JobKind::reading ? "reading" : "analysing"; }

std::optional<JobKind> parse_job_kind(std::string_view text) {
  for (const JobKind kind : {JobKind::reading, JobKind::analysing}) {
    if (text == to_text(kind)) return kind;
  }
  return std::nullopt;
}

std::string_view to_text(QueueState state) {
  switch (state) {
    case QueueState::idle: return "idle";
    case QueueState::working: return "working";
    case QueueState::paused: return "paused";
    case QueueState::blocked: return "blocked";
  }
  return "idle";
}

}  // namespace lightwell::photos
