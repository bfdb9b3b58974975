// Writing a request's head.

#pragma once

#include <optional>
#include <string>

#include "http/client.h"

namespace lightwell::http {

// Whether method, target and fields may be sent.
bool is_sendable(const Request&);

// Appends request line, Host, fields, framing and the empty line. `body_bytes`: none for a chunked body.
void write_request_head(std::string& out, const Origin&, const Request&, std::optional<uint64_t> body_bytes);

}  // namespace lightwell::http
