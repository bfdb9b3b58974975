#include "gate/decisions.h"

#include <algorithm>

#include "policy/denial.h"

namespace lightwell::gate {
namespace {

void keep(std::deque<Ruled>& ring, Ruled ruled, size_t max) {
  if (ring.size() >= max) ring.pop_front();
  ring.push_back(std::move(ruled));
}

// Whole lines, as many as there is room for.
void cut(std::string& lines, size_t max) {
  if (lines.size() <= max) return;
  const size_t end = lines.rfind('\n', max);
  lines.resize(end == lines.npos ? 0 : end + 1);
  lines += "  …\n";
}

}  // namespace

void Decisions::record(const Ruled& ruled, std::string_view principal) {
  const auto tape = tapes_.find(principal);
  if (tape == tapes_.end() || tape->second.recording.is_stopped) return;
  if (ruled.resource.size() > policy::kShownBytesMax) return;
  auto& [recording, asked] = tape->second;
  if (asked.size() < kRecordedMax) {
    asked.insert({.action = ruled.action, .resource = ruled.resource});
    recording.asked = asked.size();
  } else if (!asked.contains({.action = ruled.action, .resource = ruled.resource})) {
    recording.is_full = true;
  }
}

void Decisions::note(Ruled ruled, std::string_view principal) {
  const std::lock_guard lock(mutex_);
  record(ruled, principal);
  ruled.resource = policy::shown(ruled.resource);
  cut(ruled.reasons, kReasonsBytesMax);
  if (ruled.is_allowed) return keep(allowed_, std::move(ruled), kAllowedMax);
  if (unsaved_.size() < kUnsavedMax) unsaved_.push_back(ruled);
  keep(denied_, std::move(ruled), kDeniedMax);
}

std::vector<Ruled> Decisions::find(std::string_view request_id) const {
  std::vector<Ruled> out;
  const std::lock_guard lock(mutex_);
  for (const std::deque<Ruled>* ring : {&allowed_, &denied_}) {
    std::ranges::copy_if(*ring, std::back_inserter(out),
                         [&](const Ruled& one) { return one.request_id == request_id; });
  }
  std::ranges::stable_sort(out, {}, &Ruled::at);
  return out;
}

void Decisions::clear() {
  const std::lock_guard lock(mutex_);
  denied_.clear();
  allowed_.clear();
  unsaved_.clear();
  tapes_.clear();
}

std::vector<Ruled> Decisions::take_denied() {
  const std::lock_guard lock(mutex_);
  return std::exchange(unsaved_, {});
}

Result<void> Decisions::start_recording(const std::string& principal, Timestamp now) {
  const std::lock_guard lock(mutex_);
  if (tapes_.size() >= kRecordingsMax && !tapes_.contains(principal)) {
    // One that was stopped makes room.
    const auto stopped = std::ranges::find_if(tapes_, [](const auto& one) { return one.second.recording.is_stopped; });
    if (stopped == tapes_.end()) {
      return fail(errors::invalid_argument,
                  fmt::format("{} principals are being recorded already; stop one first.", kRecordingsMax));
    }
    tapes_.erase(stopped);
  }
  tapes_.insert_or_assign(principal, Tape{.recording = {.principal = principal, .since = now}, .asked = {}});
  return {};
}

bool Decisions::stop_recording(const std::string& principal) {
  const std::lock_guard lock(mutex_);
  const auto found = tapes_.find(principal);
  if (found == tapes_.end()) return false;
  found->second.recording.is_stopped = true;
  return true;
}

std::vector<Recording> Decisions::recordings() const {
  std::vector<Recording> out;
  const std::lock_guard lock(mutex_);
  for (const auto& [principal, tape] : tapes_) out.push_back(tape.recording);
  return out;
}

std::optional<std::vector<policy::Recorded>> Decisions::recorded(const std::string& principal) const {
  const std::lock_guard lock(mutex_);
  const auto found = tapes_.find(principal);
  if (found == tapes_.end()) return std::nullopt;
  return std::vector<policy::Recorded>(found->second.asked.begin(), found->second.asked.end());
}

}  // namespace lightwell::gate
