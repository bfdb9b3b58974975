// The texts of a photo, as they were written: its file's name, its title and description, what can be read in it.

#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.h"
#include "store/sql/database.h"

namespace lightwell::photos {

Result<void> each_text_of(store::Reader& reader, int64_t number, const std::function<void(std::string_view)>& visit);

}  // namespace lightwell::photos
