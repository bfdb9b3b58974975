#include "http/reply_head.h"

#include <fmt/format.h>
#include <ctime>
#include <iterator>

#include "base/text.h"
#include "base/time.h"
#include "http/head.h"

namespace lightwell::http {
namespace {

// The Date line, written anew once a second.
std::string_view date_line() {
  thread_local std::time_t written_for = 0;
  thread_local std::string line;
  const std::time_t now = std::time(nullptr);
  if (now != written_for) {
    written_for = now;
    line = "Date: " + http_date(from_micros(int64_t(now) * 1'000'000)) + "\r\n";
  }
  return line;
}

// Fields that the connection writes itself.
bool is_ours(std::string_view name) {
  return equals_ignore_case(name, "Content-Length") || equals_ignore_case(name, "Transfer-Encoding") ||
         equals_ignore_case(name, "Connection") || equals_ignore_case(name, "Keep-Alive");
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

ReplyPlan plan_reply(const Response& response, std::string_view method, bool http_1_0, bool keep_alive) {
  using Framing = ReplyPlan::Framing;
  ReplyPlan plan{.keep_alive = keep_alive, .http_1_0 = http_1_0};
  if (lists_token(response.headers, "Connection", "close")) plan.keep_alive = false;
  if (response.status == 204 || response.status == 304 || method == "HEAD") {
    plan.sends_body = false;
    if (response.status != 204) plan.length = response.content_length;
    if (method == "HEAD" && response.status >= 200 && response.status != 204 && response.status != 304 &&
        !plan.length) {
      plan.length = payload_length(response.body);
    }
    return plan;
  }
  plan.length = payload_length(response.body);
  plan.framing = plan.length ? Framing::length : http_1_0 ? Framing::until_close : Framing::chunked;
  if (plan.framing == Framing::until_close) plan.keep_alive = false;
  return plan;
}

bool is_sendable(const Response& response) {
  if (response.status < 200 || response.status > 599) return false;
  for (const Headers::Field& field : response.headers) {
    if (!is_token(field.name) || !is_field_value(field.value)) return false;
  }
  return true;
}

void write_reply_head(std::string& out, const Response& response, const ReplyPlan& plan) {
  out.append("HTTP/1.1 ");
  fmt::format_to(std::back_inserter(out), "{} {}\r\n", response.status, reason_phrase(response.status));
  bool has_date = false;
  bool has_server = false;
  for (const Headers::Field& field : response.headers) {
    if (is_ours(field.name)) continue;
    has_date = has_date || equals_ignore_case(field.name, "Date");
    has_server = has_server || equals_ignore_case(field.name, "Server");
    append_field(out, field.name, field.value);
  }
  if (!has_date) out.append(date_line());
  if (!has_server) out.append("Server: lightwell\r\n");
  if (plan.length) fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", *plan.length);
  if (plan.framing == ReplyPlan::Framing::chunked) out.append("Transfer-Encoding: chunked\r\n");
  if (!plan.keep_alive) {
    out.append("Connection: close\r\n");
  } else if (plan.http_1_0) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
}

}  // namespace lightwell::http
