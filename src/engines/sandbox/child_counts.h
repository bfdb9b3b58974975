// How a pool of engine children does, for health and tests.

#pragma once

#include <cstddef>
#include <cstdint>

namespace lightwell::engines {

struct ChildCounts {
  uint64_t children_started = 0;
  uint64_t children_lost = 0;  // crashed, or ended by their deadline
  size_t children_running = 0;
  size_t waiting = 0;
};

}  // namespace lightwell::engines
