// The session cookie: an opaque token under one of two names.
//
// Over TLS it is `__Host-lightwell`, Secure: no other host and no plain connection can set or read it. Over plain HTTP
// it is `lightwell` without Secure, because Safari drops Secure cookies of http://localhost
// (docs/decisions/0006-session-cookie.md). Each connection reads only the name that belongs to it.

#pragma once

#include <optional>
#include <string>

#include "http/message.h"
#include "photos/owners/owners.h"
#include "site/visit.h"

namespace lightwell::site {

// The token the browser sent, if it sent one that can be a token.
std::optional<std::string> session_token(const Visit& visit);
void set_session_cookie(http::Response& response, const Visit& visit, const photos::SignedIn& who);
void clear_session_cookie(http::Response& response, const Visit& visit);

}  // namespace lightwell::site
