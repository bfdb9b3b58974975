// Opening a connection to an origin: its name, its addresses one after the other, TLS. Private to this room.

#pragma once

#include <memory>

#include "http/client.h"
#include "http/stream.h"
#include "http/tls.h"

namespace lightwell::http {

// On the loop's thread. The stream is watched by `deadlines`. Errors: errors::internal_error with the log's words.
Task<Result<std::unique_ptr<Stream>>> connect_to(Loop& loop, Deadlines& deadlines, Origin origin,
                                                 const ClientLimits& limits, ClientTls& tls);

}  // namespace lightwell::http
