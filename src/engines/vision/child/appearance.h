// What a picture looks like without knowing what it shows: its colours, brightness, sharpness and contrast.

#pragma once

#include <span>
#include <vector>

#include "engines/vision/child/resample.h"
#include "engines/vision/oklab.h"

namespace lightwell::engines::vision {

// At most kColoursMax, the largest share first; groups of colours that lie close together (k-means).
std::vector<Colour> dominant_colours(std::span<const Lab> pixels);

// `boxes`: what stands in the foreground, as ratios.
Appearances see_appearances(const Picture& picture, std::span<const Box> boxes);

}  // namespace lightwell::engines::vision
