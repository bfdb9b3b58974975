// Cookies, read and set. https://www.rfc-editor.org/rfc/rfc6265

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace lightwell::http {

// The value of the first cookie of that name, without quotes.
std::optional<std::string_view> find_cookie(const Headers&, std::string_view name);

enum class SameSite { lax, strict, none };

struct Cookie {
  std::string name;
  std::string value;
  std::string path = "/";
  std::optional<std::chrono::seconds> max_age;  // none: until the browser closes; 0 removes the cookie
  bool is_secure = true;
  bool is_http_only = true;
  SameSite same_site = SameSite::lax;
};

// Whether a cookie may carry this value as it is: no space, quote, comma, semicolon, backslash or control character.
bool is_cookie_value(std::string_view);

// The Set-Cookie field. Name and value must be fit for it (is_token, is_cookie_value), and a name with the prefix
// __Host- demands Secure and the path "/": anything else is a mistake of the program and throws std::invalid_argument.
std::string set_cookie(const Cookie&);

}  // namespace lightwell::http
