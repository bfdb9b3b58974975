// The image engine's program as it lies inside this one. A program of its own, so that the server does not load the
// hundred libraries that decode pictures; inside, so that there is one file to install.

#pragma once

#include "base/text.h"

namespace lightwell::engines {

Bytes embedded_image_engine();

}  // namespace lightwell::engines
