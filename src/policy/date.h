// Dates as Date conditions write them: ISO 8601 in the loose reading AWS gives it, or seconds since 1970.

#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace lightwell::policy {

// 2013-06-30T00:00:00Z, 2013-06-30, 2013-06, 01T, 2016-12-13t2:00:00.593194+23, 1372550400. What is left out is its
// first moment; what lies beyond the years a Timestamp reaches is the last it has.
std::optional<Timestamp> parse_policy_date(std::string_view text);

}  // namespace lightwell::policy
