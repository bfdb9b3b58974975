// Text: where it is, and what it says.

#pragma once

#include <vector>

#include "engines/vision/child/parts.h"
#include "engines/vision/child/resample.h"

namespace lightwell::engines::vision {

// Throws RoleAbsent without either of the two models.
std::vector<TextLine> see_text(const Picture& picture, Parts& parts);

}  // namespace lightwell::engines::vision
