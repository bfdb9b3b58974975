// The list's text as it lies in the program: one password a line, comments begin with "#!comment:".

#pragma once

#include "base/text.h"

namespace lightwell::engines {

Bytes embedded_password_list();

}  // namespace lightwell::engines
