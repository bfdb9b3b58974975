// Whether this build carries a sanitizer whose runtime needs more than the sandbox gives: terabytes of address space,
// files of /proc, processes of its own. Such a build has no limit of address space and no filter of system calls.

#pragma once

namespace lightwell::engines {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
inline constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
inline constexpr bool kSanitized = false;
#endif

// ThreadSanitizer writes a file before the program begins, and is told by the environment to leave libraries alone that
// were built without it.
#if defined(__SANITIZE_THREAD__)
inline constexpr bool kThreadSanitized = true;
#elif defined(__has_feature)
inline constexpr bool kThreadSanitized = __has_feature(thread_sanitizer);
#else
inline constexpr bool kThreadSanitized = false;
#endif

}  // namespace lightwell::engines
