// The pages of the web application, as the build puts them into the program (cmake/embed.py). In the library
// lightwell_pages; empty when configured with -DLIGHTWELL_PAGES=OFF.

#pragma once

#include <span>

#include "http/static_files.h"

namespace lightwell::site {

std::span<const http::StaticFile> embedded_pages();

}  // namespace lightwell::site
