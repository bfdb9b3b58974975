// Where the picture of a face is cut out of its photo. Pure.

#pragma once

#include "photos/eyes/seen.h"

namespace lightwell::photos {

// A square in pixels around the box, with a little more than the face in it, moved inside the picture; as ratios.
Box crop_around(const Box& face, int width, int height);

}  // namespace lightwell::photos
