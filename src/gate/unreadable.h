// A request whose head cannot be read. Nobody can tell which service it means, so it is answered as S3 answers it.

#pragma once

#include <string_view>

#include "http/message.h"

namespace lightwell::gate {

// `status`, `why`: what the server found.
http::Response unreadable_answer(int status, std::string_view why, std::string_view request_id);

}  // namespace lightwell::gate
