// The table of AWS's managed policies as the build puts it into the program (cmake/managed_policies.py).
//
// For each policy, by name without regard to case: a line of fields parted by tabs (name, path, default version, when
// it was made and when changed as seconds since 1970, bytes of the document), the document, and a line's end.

#pragma once

#include "base/text.h"

namespace lightwell::services {

Bytes embedded_managed_policies();

}  // namespace lightwell::services
