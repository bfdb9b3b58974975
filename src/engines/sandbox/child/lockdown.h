// The filter of system calls that an engine puts on itself once its libraries are loaded.

#pragma once

namespace lightwell::engines {

// After this every thread of the process may compute, use memory, talk over the descriptors it has and take new ones
// from its socket. Opening anything by name answers EACCES, which libraries survive; a network socket, a new program or
// process, and whatever else is not named ends the process at once. Answers false where the filter could not be set.
bool lock_down();

}  // namespace lightwell::engines
