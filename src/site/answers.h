// The forms of answers: JSON, nothing, and the one form of every error.

#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "http/message.h"
#include "site/front_door.h"
#include "site/json_writer.h"

namespace lightwell::site {

http::Response json_answer(int status, JsonWriter body);
http::Response json_answer(JsonWriter body);
http::Response empty_answer(int status = 204);

// {"error":{"code","message","details"?},"request_id"} with the status and the Retry-After that fit the error.
http::Response error_answer(const Error& error, std::string_view request_id);

enum class Kind { page, data };
// The policy of a stored file: it can do nothing, wherever it is shown.
void forbid_active_content(http::Response& response);

// The headers that every answer carries, where the handler has not set its own: the content policy (OWASP ASVS 5.0,
// 3.4), no sniffing, no framing, no referrer, and who may keep a copy.
void dress(http::Response& response, Kind kind, const Visitor& visitor);
// For answers of the gate on this origin: a stored file may not act as a page of ours.
void dress_signed(http::Response& response);

}  // namespace lightwell::site
