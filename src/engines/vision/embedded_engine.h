// The vision engine's program as it lies inside this one.

#pragma once

#include "base/text.h"

namespace lightwell::engines {

Bytes embedded_vision_engine();

}  // namespace lightwell::engines
