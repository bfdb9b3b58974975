// One-time codes of authenticator applications: RFC 6238 with SHA-1, six digits, steps of 30 seconds.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace lightwell::iam {

int64_t totp_step(Timestamp now);
// `seed`: raw bytes.
std::string totp_code(std::string_view seed, int64_t step);

// How far from the clock a device may be when it is enabled or brought back into step, and in use, in steps.
inline constexpr int64_t kSyncWindow = 20;
inline constexpr int64_t kUseWindow = 1;

// The step of the first of two codes that follow each other; of steps after `last` alone.
std::optional<int64_t> find_pair(std::string_view seed, std::string_view first, std::string_view second, int64_t around,
                                 int64_t last);
// The step of one code.
std::optional<int64_t> find_code(std::string_view seed, std::string_view code, int64_t around, int64_t last);

std::string to_base32(std::string_view bytes);  // without padding
// otpauth://totp/..., as authenticator applications scan it. `account`: its alias or its id.
std::string otpauth_uri(std::string_view device, std::string_view account, std::string_view seed_base32);

}  // namespace lightwell::iam
