// The version, as the build states it.

#pragma once

#include <string_view>

namespace lightwell::app {
inline constexpr std::string_view kVersion = LIGHTWELL_VERSION;
}
