// The engine's side of the conversation with the server.

#pragma once

#include "engines/image/child/look.h"

namespace lightwell::engines::image {

// Says that it is ready, then answers one request after the other by `look` until the socket closes;
// answers the exit code.
int serve(int socket, bool locked, Look<ImageReport> (*look)(Bytes original, uint64_t pixels_max) = look_at);

}  // namespace lightwell::engines::image
