// Page: a part of a long list.

#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace lightwell::photos {

struct Page {
  size_t limit = 100;                 // 1 to 200
  std::optional<std::string> cursor;  // `next` of the page before
};

}  // namespace lightwell::photos
