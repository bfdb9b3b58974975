// How keys are listed: byte order, common prefixes, and where the next page begins.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lightwell::s3 {

inline constexpr int32_t kListMax = 1'000;

// The smallest key behind every key that begins with `prefix`. Sorts behind all keys where there is none: keys are
// UTF-8 and never begin with 0xFF.
std::string behind_prefix(std::string_view prefix);

// The smallest key behind `key`.
std::string behind_key(std::string_view key);

// What `key` is rolled into, delimiter included; nothing where the delimiter does not follow the prefix.
std::optional<std::string> common_prefix(std::string_view key, std::string_view prefix, std::string_view delimiter);

// Where a listing begins, by a marker of version 1: behind the marker, and behind the common prefix it lies in.
std::string begin_after_marker(std::string_view marker, std::string_view prefix, std::string_view delimiter);

// The token of version 2 holds the first key of the next page. Errors: InvalidArgument.
std::string make_token(std::string_view first_key);
Result<std::string> read_token(const std::string& token);

// max-keys, max-parts, max-uploads: none is kListMax and more is cut to it. Errors: InvalidArgument below 0.
Result<int32_t> page_size(const std::optional<int32_t>& asked, const char* argument);

// Errors: InvalidArgument for anything but "url".
Result<void> check_encoding_type(const std::optional<std::string>& encoding_type);

}  // namespace lightwell::s3
