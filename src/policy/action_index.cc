#include "policy/action_index.h"

#include <algorithm>

#include "base/text.h"
#include "policy/pattern.h"

namespace lightwell::policy {

ActionName::ActionName(std::string_view action)
    : whole(to_lower(action)), colon(std::min(whole.find(':'), whole.size())) {}

void ActionIndex::add(std::string_view action) {
  if (action == "*") {
    is_everything_ = true;
    return;
  }
  const ActionName name(action);
  const size_t wildcard = name.whole.find_first_of("*?");
  if (wildcard < name.colon) {
    of_any_service_.push_back(action_codes(name.whole));
    return;
  }
  const auto is_service = [&](const Service& known) { return known.name == name.service(); };
  auto service = std::find_if(services_.begin(), services_.end(), is_service);
  if (service == services_.end()) service = services_.insert(services_.end(), {.name = std::string(name.service())});
  if (wildcard != name.whole.npos) {
    service->patterns.push_back(action_codes(name.whole));
  } else {
    service->exact.insert(std::upper_bound(service->exact.begin(), service->exact.end(), name.whole), name.whole);
  }
}

bool ActionIndex::holds(const ActionName& action) const {
  if (is_everything_) return true;
  const auto fits = [&](const std::string& codes) { return matches_codes(codes, action.whole); };
  for (const Service& service : services_) {
    if (service.name != action.service()) continue;
    if (std::binary_search(service.exact.begin(), service.exact.end(), action.whole)) return true;
    if (std::any_of(service.patterns.begin(), service.patterns.end(), fits)) return true;
  }
  return std::any_of(of_any_service_.begin(), of_any_service_.end(), fits);
}

}  // namespace lightwell::policy
