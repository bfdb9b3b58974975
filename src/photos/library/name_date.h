// The date that telephones and programs write into a picture's name. Pure.

#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace lightwell::photos {

// "IMG-20191006-WA0002.jpg", "PXL_20210403_101112345.jpg", "Screenshot_2023-05-06-12-34-56.png",
// "2023-05-06 12.34.56.jpg", "WhatsApp Image 2023-05-06 at 12.34.56.jpeg". By the clock on the wall; a date without a
// time means noon. Nothing when there is no day from 1990 on that stands apart from other digits.
std::optional<Timestamp> date_in_name(std::string_view name);

}  // namespace lightwell::photos
