// Probes: does each store answer, and soon enough? What the health pages of both doors say.

#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "run/task.h"
#include "run/timer.h"

namespace lightwell::site {

// A store that is asked each time health is asked for. A probe that is given up goes on by itself, so the store must
// outlive its last answer.
struct Probe {
  std::string name;  // "database", "blobs"
  std::function<Task<Result<void>>()> ask;
};

inline constexpr std::chrono::seconds kProbePatience{3};  // for all stores together: they are asked side by side

enum class StoreState { ok, unavailable, silent };  // silent: no answer in time
std::string_view to_text(StoreState);               // "ok", "unavailable", "silent"

struct ProbeAnswer {
  std::string_view name;
  StoreState state = StoreState::ok;
};

// In the order of `probes`, which must outlive the call. What is not well is logged.
Task<std::vector<ProbeAnswer>> ask_stores(Timer& timer, const std::vector<Probe>& probes,
                                          std::chrono::nanoseconds patience = kProbePatience);
bool are_well(const std::vector<ProbeAnswer>& answers);

}  // namespace lightwell::site
