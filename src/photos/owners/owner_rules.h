// The rules of names, passphrases and sessions. Pure.

#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "photos/owners/owners.h"

namespace lightwell::photos {

inline constexpr std::chrono::hours kSessionIdle{24 * 14};
inline constexpr std::chrono::hours kSessionLife{24 * 90};
inline constexpr std::chrono::minutes kSeenEvery{5};  // how exactly the last use is kept

bool is_over(const Session& session, Timestamp now);

// 1 to 100 characters without control characters. errors: name_refused.
Result<std::string> checked_name(std::string_view name);
// errors: passphrase_refused, with the reason.
Result<void> checked_passphrase(std::string_view passphrase, std::string_view name, std::string_view host);
// What is kept of the browser's own description.
std::string kept_user_agent(std::string_view user_agent);

}  // namespace lightwell::photos
