#include "app/decisions/decision_desk.h"

#include <algorithm>
#include <boost/json.hpp>

#include "app/control/control.h"
#include "app/decisions/ruled_json.h"
#include "base/log.h"
#include "policy/least_policy.h"

namespace lightwell::app {
namespace {

namespace json = boost::json;

std::string refusal(std::string_view words) {
  return json::serialize(json::object{{"result", "refused"}, {"message", words}});
}

// An ARN of IAM's or STS's: of a user, a role, the root of an account, a federated user.
bool is_principal(std::string_view arn) {
  return (arn.starts_with("arn:aws:iam::") || arn.starts_with("arn:aws:sts::")) && arn.size() <= 2048;
}

}  // namespace

DecisionDesk::DecisionDesk(gate::Decisions& decisions, const std::filesystem::path& folder)
    : decisions_(decisions), log_(folder.empty() ? nullptr : std::make_unique<DenialLog>(folder)) {}

std::string DecisionDesk::answer_why(const std::string& request_id) {
  std::vector<gate::Ruled> found = decisions_.find(request_id);
  if (found.empty() && log_ != nullptr) found = log_->find(request_id);
  json::array told;
  size_t bytes = 0;
  for (const gate::Ruled& ruled : found) {
    json::object one = json_of(ruled);
    bytes += json::serialize(one).size() + 1;
    if (bytes > kControlPacketMax - 64) break;
    told.push_back(std::move(one));
  }
  return json::serialize(json::object{{"decisions", std::move(told)}});
}

std::string DecisionDesk::answer_record(const std::string& verb, const std::string& principal, Timestamp now) {
  if (verb == "list") {
    json::array told;
    for (const gate::Recording& one : decisions_.recordings()) {
      told.push_back(json::object{
          {"principal", one.principal}, {"asked", one.asked}, {"full", one.is_full}, {"stopped", one.is_stopped}});
    }
    return json::serialize(json::object{{"recordings", std::move(told)}});
  }
  if (!is_principal(principal)) return refusal("A principal is named by its ARN: arn:aws:iam::ACCOUNT:user/NAME.");
  if (verb == "start") {
    const auto started = decisions_.start_recording(principal, now);
    return started ? json::serialize(json::object{{"result", "done"}}) : refusal(started.error().message);
  }
  const auto recorded = decisions_.recorded(principal);
  if (!recorded) {
    return refusal(
        fmt::format("{} has not been recorded since the server's start; `lightwell record start` begins.", principal));
  }
  if (verb == "stop") {
    decisions_.stop_recording(principal);
    return json::serialize(json::object{{"result", "done"}});
  }
  if (verb != "policy") return refusal("Not a request.");
  if (recorded->empty()) {
    return refusal(
        fmt::format("{} has asked for nothing that policies decide. A user or role with a path has it in its "
                    "ARN: aws sts get-caller-identity tells a caller's own.",
                    principal));
  }
  const auto recordings = decisions_.recordings();
  const auto tape = std::ranges::find(recordings, principal, &gate::Recording::principal);
  const bool is_full = tape != recordings.end() && tape->is_full;
  std::string answer = json::serialize(json::object{{"policy", policy::least_policy(*recorded)}, {"full", is_full}});
  return answer.size() <= kControlPacketMax ? answer : refusal("The policy is longer than can be told.");
}

void DecisionDesk::save() {
  const auto denied = decisions_.take_denied();
  if (log_ == nullptr || denied.empty()) return;
  if (const auto saved = log_->append(denied); !saved) log::warning("denials: {}", saved.error().message);
}

}  // namespace lightwell::app
