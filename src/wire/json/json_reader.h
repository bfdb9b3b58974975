// JSON into structs, as the tables say: the parser's events walk the tables, and nothing is built in between.
//
// Keys the table does not know are passed over, whatever they hold; null is the same as absent. A value of the wrong
// type is refused with AWS's words.

#pragma once

#include <string>
#include <string_view>

#include "wire/constraints.h"
#include "wire/model.h"

namespace lightwell::wire {

struct JsonLimits {
  size_t depth_max = 128;
};

// Reads a value into `value`; of a struct, the members that travel in the body. Answers the problem, empty if there is
// none.
// Constraints are checked where `findings` is given.
std::string read_json(std::string_view text, const Shape& shape, void* value, Findings* findings = nullptr,
                      JsonLimits limits = {});

}  // namespace lightwell::wire
