// Which services a policy lets anybody near.

#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/text.h"
#include "policy/document.h"

namespace lightwell::iam {

// Whether some statement allows some action of the service; conditions and resources are not asked.
inline bool grants_service(const policy::Document& document, std::string_view service) {
  const auto names_it = [&](const policy::ActionPattern& action) {
    const std::string_view text = action.text();
    return text == "*" || equals_ignore_case(text.substr(0, text.find(':')), service);
  };
  const auto names_all = [&](const policy::ActionPattern& action) {
    return names_it(action) && (action.text() == "*" || action.text().ends_with(":*"));
  };
  return std::ranges::any_of(document.statements(), [&](const policy::Statement& statement) {
    if (statement.effect != policy::Effect::allow) return false;
    return statement.is_not_action ? std::ranges::none_of(statement.actions, names_all)
                                   : std::ranges::any_of(statement.actions, names_it);
  });
}

}  // namespace lightwell::iam
