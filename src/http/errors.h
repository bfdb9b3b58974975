// What can go wrong while a body is on its way. A door turns these rows into its own protocol's errors.

#pragma once

#include "base/error.h"

namespace lightwell::http::errors {

inline constexpr ErrorKind incomplete_body{"IncompleteBody", 400, Fault::sender,
                                           "The connection ended before the whole body had come."};
inline constexpr ErrorKind malformed_body{"MalformedBody", 400, Fault::sender, "The chunked body is malformed."};
inline constexpr ErrorKind body_too_large{"BodyTooLarge", 413, Fault::sender, "The body is too large."};
inline constexpr ErrorKind body_timeout{"RequestTimeout", 408, Fault::sender,
                                        "The connection was not read from or written to in time."};

}  // namespace lightwell::http::errors
