// libvips, brought up for one job: a single thread, no cache, no temporary files, and only the loaders that are tested
// against hostile files.

#pragma once

namespace lightwell::engines::image {

// Before the filter of system calls: loads libraries and the plug-in for HEIC, and runs each part once so that nothing
// is left to be loaded later. Ends the process with words on standard error when libvips cannot start.
void prepare_vips(const char* program);

}  // namespace lightwell::engines::image
