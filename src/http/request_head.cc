#include "http/request_head.h"

#include <fmt/format.h>

#include "base/text.h"
#include "http/head.h"

namespace lightwell::http {
namespace {

// Fields that the client writes itself.
bool is_ours(std::string_view name) {
  for (const std::string_view ours : {"Content-Length", "Transfer-Encoding", "Connection", "Expect", "Keep-Alive"}) {
    if (equals_ignore_case(name, ours)) return true;
  }
  return false;
}

std::string host_of(const Origin& origin) {
  const bool is_v6 = origin.host.contains(':');
  std::string host = is_v6 ? "[" + origin.host + "]" : origin.host;
  if (origin.port != (origin.is_secure ? 443 : 80)) host += fmt::format(":{}", origin.port);
  return host;
}

}  // namespace

bool is_sendable(const Request& request) {
  if (!is_token(request.method) || !is_target(request.target)) return false;
  for (const Headers::Field& field : request.headers) {
    if (!is_token(field.name) || !is_field_value(field.value)) return false;
  }
  return true;
}

void write_request_head(std::string& out, const Origin& origin, const Request& request,
                        std::optional<uint64_t> body_bytes) {
  out.append(request.method).append(" ").append(request.target).append(" HTTP/1.1\r\n");
  if (!request.headers.find("Host")) out.append("Host: ").append(host_of(origin)).append("\r\n");
  for (const Headers::Field& field : request.headers) {
    if (!is_ours(field.name)) out.append(field.name).append(": ").append(field.value).append("\r\n");
  }
  const bool usually_has_body = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (!body_bytes) {
    out.append("Transfer-Encoding: chunked\r\n");
  } else if (*body_bytes > 0 || usually_has_body) {
    out.append(fmt::format("Content-Length: {}\r\n", *body_bytes));
  }
  out.append("\r\n");
}

}  // namespace lightwell::http
