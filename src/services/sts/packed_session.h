// The packed form of what a caller may pass into a session: policies, ARNs of policies, tags.
//
// "An AWS conversion compresses the passed inline session policy, managed policy ARNs, and session tags into a packed
// binary format that has a separate limit." Its form is AWS's own; ours is raw DEFLATE over length-prefixed texts.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/call.h"

namespace lightwell::sts {

inline constexpr size_t kPackedBytesMax = 1024;  // 100 % of PackedPolicySize

// policies, policy_arns, tags and transitive_tags of a session.
std::string pack(const Session& session);
// Puts them back. False for what pack() never wrote.
bool unpack(std::string_view packed, Session& session);

// What PackedPolicySize says: 101 and more means too large. Nothing where nothing was passed.
std::optional<int32_t> packed_percent(const Session& session);

}  // namespace lightwell::sts
