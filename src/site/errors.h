// What the app door answers by itself, before the application is asked: codes for programs, words for people.

#pragma once

#include "base/error.h"

namespace lightwell::site::errors {

// Who may.
inline constexpr ErrorKind cross_site{"CrossSite", 403, Fault::sender,
                                      "This request came from another site and was not carried out."};
inline constexpr ErrorKind unknown_host{
    "UnknownHost", 421, Fault::sender,
    "This server does not answer to that name. Add the name to its configuration if it should."};
inline constexpr ErrorKind plain_http_refused{
    "SecureConnectionRequired", 403, Fault::sender,
    "Signing in over a network needs HTTPS. Use an https:// address, or open Lightwell on its own machine."};
inline constexpr ErrorKind setup_needed{
    "SetupNeeded", 409, Fault::sender,
    "This library has no owner yet. Open the first-run link that the server printed when it started."};

// The request itself.
inline constexpr ErrorKind not_found{"NotFound", 404, Fault::sender, "There is nothing at this address."};
inline constexpr ErrorKind method_not_allowed{"MethodNotAllowed", 405, Fault::sender,
                                              "This address does not take that method."};
inline constexpr ErrorKind not_json{"NotJson", 415, Fault::sender, "The body must be application/json."};
inline constexpr ErrorKind media_type_refused{"MediaTypeRefused", 415, Fault::sender,
                                              "This address does not take a body of that type."};
inline constexpr ErrorKind body_too_large{"BodyTooLarge", 413, Fault::sender, "The body is too large."};
inline constexpr ErrorKind malformed_json{"MalformedJson", 400, Fault::sender, "The body is not well-formed JSON."};
// Carries the detail Field: "files[0].size".
inline constexpr ErrorKind invalid_field{"InvalidField", 400, Fault::sender, "A field has a value it cannot have."};
inline constexpr ErrorKind precondition_failed{"PreconditionFailed", 412, Fault::sender,
                                               "The file is not the one that was asked for."};
inline constexpr ErrorKind range_not_satisfiable{"RangeNotSatisfiable", 416, Fault::sender,
                                                 "The file does not have the bytes that were asked for."};
inline constexpr ErrorKind preview_failed{"PreviewFailed", 404, Fault::sender,
                                          "This photo could not be read, so it has no preview."};
inline constexpr ErrorKind too_many_streams{"TooManyStreams", 429, Fault::sender,
                                            "Too many pages are open. Close one and load this one again."};

}  // namespace lightwell::site::errors
