// Writing an answer's head. What the connection knows better than a handler (length, framing, keep-alive) is decided
// here, and nothing a handler was fed can add a line of its own.

#pragma once

#include <optional>
#include <string>

#include "http/message.h"

namespace lightwell::http {

struct ReplyPlan {
  enum class Framing { none, length, chunked, until_close };
  Framing framing = Framing::none;
  std::optional<uint64_t> length;  // stated as Content-Length; with `none` for HEAD and 304
  bool keep_alive = true;
  bool http_1_0 = false;
  bool sends_body = true;
};

// How this answer will leave.
ReplyPlan plan_reply(const Response&, std::string_view method, bool http_1_0, bool keep_alive);

// Whether status and fields may be sent: names are tokens, values hold no control characters.
bool is_sendable(const Response&);

// Appends status line, fields, Date and Server, and the empty line.
void write_reply_head(std::string& out, const Response&, const ReplyPlan&);

}  // namespace lightwell::http
