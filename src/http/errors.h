// What can go wrong while a body is on its way, which a door turns into its own protocol's errors; and on the way to a
// server.

#pragma once

#include "base/error.h"

namespace lightwell::http::errors {

inline constexpr ErrorKind incomplete_body{"IncompleteBody", 400, Fault::sender,
                                           "The connection ended before the whole body had come."};
inline constexpr ErrorKind malformed_body{"MalformedBody", 400, Fault::sender, "The chunked body is malformed."};
inline constexpr ErrorKind body_too_large{"BodyTooLarge", 413, Fault::sender, "The body is too large."};
inline constexpr ErrorKind body_timeout{"RequestTimeout", 408, Fault::sender,
                                        "The connection was not read from or written to in time."};

// Of the client.
inline constexpr ErrorKind untrusted_certificate{"UntrustedCertificate", 502, Fault::receiver,
                                                 "Nobody vouches for the server's certificate."};

}  // namespace lightwell::http::errors
