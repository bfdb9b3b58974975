// One look at a picture: everything that was wanted, part by part.

#pragma once

#include "engines/vision/child/parts.h"
#include "engines/vision/child/resample.h"

namespace lightwell::engines::vision {

Sight look_at(const Picture& picture, const Wanted& wanted, Parts& parts);

// A sentence as a vector of length 1. Throws RoleAbsent.
std::vector<float> embed_sentence(const std::string& sentence, Parts& parts);

}  // namespace lightwell::engines::vision
