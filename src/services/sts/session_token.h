// Session tokens: temporary credentials that nobody stores.
//
// The token itself holds the key's secret and who it speaks for, sealed; whoever has the sealing keys reads it back.
// It is bound to its access key id: with another's it does not open.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/call.h"
#include "services/sts/ports.h"
#include "services/sts/sealing_keys.h"

namespace lightwell::sts {

// In characters. Longer ones are not even read.
inline constexpr size_t kTokenMax = 8192;
// 100 % of SessionTokenUtilization, and the longest MinimumSessionTokenSize.
inline constexpr size_t kTokenWhole = 4096;

struct Grant {
  std::string access_key_id;  // ASIA…
  std::string secret;
  Principal principal;  // with its session
  Origin origin;
};

// `length_min`: in characters; a shorter token is filled up.
std::string make_token(const SealingKeys& keys, const Grant& grant, size_t length_min = 0);

// Nothing for a token that we did not make, or made for another access key. Whether it has expired is not looked at.
std::optional<Grant> open_token(const SealingKeys& keys, std::string_view access_key_id, std::string_view token);

}  // namespace lightwell::sts
