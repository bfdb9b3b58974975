// CBOR into structs, as the tables say.
//
// Keys the table does not know are passed over, whatever they hold; null is the same as absent. A value of the wrong
// type is refused.

#pragma once

#include <string>
#include <string_view>

#include "wire/constraints.h"
#include "wire/model.h"

namespace lightwell::wire {

struct CborLimits {
  size_t depth_max = 128;
};

// Reads one map into the members that travel in the body. Answers the problem, empty if there is none. Constraints are
// checked where `findings` is given.
std::string read_cbor(std::string_view bytes, const Shape& shape, void* structure, Findings* findings = nullptr,
                      CborLimits limits = {});

}  // namespace lightwell::wire
