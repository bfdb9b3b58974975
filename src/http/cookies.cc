#include "http/cookies.h"

#include <fmt/format.h>
#include <stdexcept>

#include "base/text.h"
#include "http/head.h"

namespace lightwell::http {
namespace {

std::string_view unquoted(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') return value.substr(1, value.size() - 2);
  return value;
}

std::string_view spell(SameSite same_site) {
  switch (same_site) {
    case SameSite::lax: return "Lax";
    case SameSite::strict: return "Strict";
    case SameSite::none: return "None";
  }
  return "Lax";
}

}  // namespace

std::optional<std::string_view> find_cookie(const Headers& headers, std::string_view name) {
  for (const Headers::Field& field : headers) {
    if (!equals_ignore_case(field.name, "Cookie")) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const size_t end = rest.find(';');
      const std::string_view pair = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      const size_t equals = pair.find('=');
      if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) continue;
      return unquoted(trim(pair.substr(equals + 1)));
    }
  }
  return {};
}

bool is_cookie_value(std::string_view value) {
  for (const char c : value) {
    if (uint8_t(c) <= 0x20 || uint8_t(c) >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\') return false;
  }
  return true;
}

std::string set_cookie(const Cookie& cookie) {
  const bool is_path = is_field_value(cookie.path) && !cookie.path.contains(';');
  if (!is_token(cookie.name) || !is_cookie_value(cookie.value) || !is_path) {
    throw std::invalid_argument("a cookie's name, value or path is malformed");
  }
  if (cookie.name.starts_with("__Host-") && (!cookie.is_secure || cookie.path != "/")) {
    throw std::invalid_argument("a __Host- cookie must be Secure and have the path /");
  }
  std::string field = cookie.name + "=" + cookie.value;
  if (!cookie.path.empty()) field += "; Path=" + cookie.path;
  if (cookie.max_age) field += fmt::format("; Max-Age={}", cookie.max_age->count());
  if (cookie.is_secure) field += "; Secure";
  if (cookie.is_http_only) field += "; HttpOnly";
  field.append("; SameSite=").append(spell(cookie.same_site));
  return field;
}

}  // namespace lightwell::http
