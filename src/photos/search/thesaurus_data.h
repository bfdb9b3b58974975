// The thesaurus as the build puts it into the program: a line a phrase, in order of their bytes:
// PHRASE <tab> SHARE LABEL <tab> SHARE LABEL ...

#pragma once

#include "base/text.h"

namespace lightwell::photos {

Bytes embedded_thesaurus();

}  // namespace lightwell::photos
