#include "site/probes.h"

#include <algorithm>

#include "base/log.h"
#include "run/start.h"
#include "run/within.h"

namespace lightwell::site {
namespace {

Task<StoreState> ask_store(Timer& timer, const Probe& probe, std::chrono::nanoseconds patience) {
  const auto answer = co_await within(timer, patience, probe.ask());
  if (!answer) {
    log::error("health: {} is silent: no answer within {} ms", probe.name,
               std::chrono::duration_cast<std::chrono::milliseconds>(patience).count());
    co_return StoreState::silent;
  }
  if (answer->has_value()) co_return StoreState::ok;
  log::error("health: {} does not answer: {} {}", probe.name, answer->error().message, answer->error().log_words);
  co_return StoreState::unavailable;
}

}  // namespace

std::string_view to_text(StoreState state) {
  switch (state) {
    case StoreState::ok: return "ok";
    case StoreState::unavailable: return "unavailable";
    case StoreState::silent: return "silent";
  }
  return "silent";
}

Task<std::vector<ProbeAnswer>> ask_stores(Timer& timer, const std::vector<Probe>& probes,
                                          std::chrono::nanoseconds patience) {
  std::vector<Started<StoreState>> asked;
  for (const Probe& probe : probes) asked.push_back(start(ask_store(timer, probe, patience)));
  std::vector<ProbeAnswer> answers;
  for (size_t i = 0; i < probes.size(); ++i) {
    answers.push_back({.name = probes[i].name, .state = co_await asked[i].join()});
  }
  co_return answers;
}

bool are_well(const std::vector<ProbeAnswer>& answers) {
  return std::ranges::all_of(answers, [](const ProbeAnswer& answer) { return answer.state == StoreState::ok; });
}

}  // namespace lightwell::site
