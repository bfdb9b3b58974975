#include "site/session_cookie.h"

#include <algorithm>
#include <chrono>

#include "http/cookies.h"

namespace lightwell::site {
namespace {

constexpr size_t kTokenCharactersMax = 128;

http::Cookie cookie_for(const Visit& visit, std::string value, std::chrono::seconds life) {
  const bool is_secure = visit.visitor.is_secure;
  return {.name = is_secure ? "__Host-lightwell" : "lightwell",
          .value = std::move(value),
          .max_age = life,
          .is_secure = is_secure};
}

void add(http::Response& response, const http::Cookie& cookie) {
  response.headers.add("Set-Cookie", http::set_cookie(cookie));
}

}  // namespace

std::optional<std::string> session_token(const Visit& visit) {
  const auto value = http::find_cookie(visit.request.headers, cookie_for(visit, "", {}).name);
  if (!value || value->empty() || value->size() > kTokenCharactersMax) return std::nullopt;
  return std::string(*value);
}

void set_session_cookie(http::Response& response, const Visit& visit, const photos::SignedIn& who) {
  const auto left = std::chrono::duration_cast<std::chrono::seconds>(who.expires_at - visit.now);
  add(response, cookie_for(visit, who.token, std::max(left, std::chrono::seconds(0))));
}

void clear_session_cookie(http::Response& response, const Visit& visit) { add(response, cookie_for(visit, "", {})); }

}  // namespace lightwell::site
