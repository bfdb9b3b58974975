// QR codes as PNG, for authenticator applications to scan.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lightwell::iam {

Result<std::string> qr_code_png(std::string_view text);

}  // namespace lightwell::iam
