#include "http/head.h"

#include <array>
#include <cstring>

#include "base/text.h"

namespace lightwell::http {
namespace {

constexpr std::array<bool, 256> token_characters() {
  std::array<bool, 256> table{};
  for (int c = '0'; c <= '9'; ++c) table[size_t(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c) table[size_t(c)] = true;
  for (int c = 'A'; c <= 'Z'; ++c) table[size_t(c)] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~")) table[size_t(c)] = true;
  return table;
}
constexpr auto kTokenCharacters = token_characters();

bool is_value_character(char c) { return (uint8_t(c) >= 0x20 && c != 0x7f) || c == '\t'; }

// Takes one line off the front, without its CR LF.
std::string_view take_line(std::string_view& text) {
  const size_t end = text.find("\r\n");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
  return line;
}

std::expected<void, Refusal> parse_fields(std::string_view text, size_t fields_max, Headers& headers) {
  while (true) {
    const std::string_view line = take_line(text);
    if (line.empty()) return {};
    if (line.front() == ' ' || line.front() == '\t') return std::unexpected(Refusal{400, "A header line is folded."});
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::unexpected(Refusal{400, "A header line has no colon."});
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trim(line.substr(colon + 1));
    if (!is_token(name)) return std::unexpected(Refusal{400, "A header name is malformed."});
    if (!is_field_value(value)) return std::unexpected(Refusal{400, "A header value holds a control character."});
    if (headers.size() == fields_max) return std::unexpected(Refusal{431, "There are too many header fields."});
    headers.add(std::string(name), std::string(value));
  }
}

Parsed<int> parse_version(std::string_view version) {
  if (version == "HTTP/1.1") return 1;
  if (version == "HTTP/1.0") return 0;
  if (version.starts_with("HTTP/") && version.size() > 5 && version[5] >= '0' && version[5] <= '9') {
    return std::unexpected(Refusal{505, "Only HTTP/1.1 and HTTP/1.0 are spoken here."});
  }
  return std::unexpected(Refusal{400, "The request line is malformed."});
}

// A proxy's absolute form (http://host/path) becomes the plain one; its authority outranks the Host field.
Parsed<void> normalise_target(RequestHead& head) {
  if (head.target.starts_with('/')) return {};
  if (head.target == "*" && head.method == "OPTIONS") return {};
  if (head.method == "CONNECT") return std::unexpected(Refusal{501, "CONNECT is not served here."});
  const std::string_view target = head.target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!equals_ignore_case(target.substr(0, scheme.size()), scheme)) continue;
    const std::string_view rest = target.substr(scheme.size());
    const size_t end = std::min(rest.find_first_of("/?"), rest.size());
    if (end == 0) break;
    head.headers.set("Host", std::string(rest.substr(0, end)));
    const std::string_view path = rest.substr(end);
    head.target = path.starts_with('/') ? std::string(path) : "/" + std::string(path);
    return {};
  }
  return std::unexpected(Refusal{400, "The request target is malformed."});
}

Parsed<std::optional<uint64_t>> content_length(const Headers& headers) {
  const auto field = headers.find("Content-Length");
  if (!field) return std::nullopt;
  if (headers.count("Content-Length") > 1) return std::unexpected(Refusal{400, "Content-Length is given twice."});
  const auto length = parse_unsigned(*field);
  if (!length) return std::unexpected(Refusal{400, "Content-Length is not a number."});
  return length;
}

}  // namespace

bool is_token(std::string_view text) {
  for (const char c : text) {
    if (!kTokenCharacters[uint8_t(c)]) return false;
  }
  return !text.empty();
}

bool is_target(std::string_view target) {
  if (target.empty()) return false;
  for (const char c : target) {
    if (uint8_t(c) <= 0x20 || c == 0x7f) return false;
  }
  return true;
}

bool is_field_value(std::string_view text) {
  for (const char c : text) {
    if (!is_value_character(c)) return false;
  }
  return true;
}

bool lists_token(const Headers& headers, std::string_view name, std::string_view token) {
  for (const Headers::Field& field : headers) {
    if (!equals_ignore_case(field.name, name)) continue;
    std::string_view rest = field.value;
    while (true) {
      const size_t comma = rest.find(',');
      if (equals_ignore_case(trim(rest.substr(0, comma)), token)) return true;
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return false;
}

Parsed<size_t> HeadScanner::scan(std::string_view buffer, size_t bytes_max) {
  while (seen_ < buffer.size()) {
    const void* found = std::memchr(buffer.data() + seen_, '\n', buffer.size() - seen_);
    if (found == nullptr) {
      seen_ = buffer.size();
      break;
    }
    const size_t line_end = size_t(static_cast<const char*>(found) - buffer.data());
    if (line_end == line_begin_ || buffer[line_end - 1] != '\r') {
      return std::unexpected(Refusal{400, "A line ends without a carriage return."});
    }
    const bool empty = line_end - line_begin_ == 1;
    seen_ = line_begin_ = line_end + 1;
    if (seen_ > bytes_max) break;
    if (empty && started_) return seen_;
    started_ = started_ || !empty;
  }
  if (seen_ <= bytes_max) return 0;
  if (!started_) return std::unexpected(Refusal{414, "The request line is too long."});
  return std::unexpected(Refusal{431, "The header is too large."});
}

Parsed<RequestHead> parse_request_head(std::string_view head, size_t fields_max) {
  while (head.starts_with("\r\n")) head.remove_prefix(2);
  const std::string_view line = take_line(head);
  const size_t first = line.find(' ');
  const size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return std::unexpected(Refusal{400, "The request line is malformed."});
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const auto version = parse_version(line.substr(last + 1));
  if (!version) return std::unexpected(version.error());
  if (!is_token(method) || !is_target(target)) return std::unexpected(Refusal{400, "The request line is malformed."});

  RequestHead parsed{.method = std::string(method), .target = std::string(target), .minor_version = *version};
  if (const auto fields = parse_fields(head, fields_max, parsed.headers); !fields) {
    return std::unexpected(fields.error());
  }
  const size_t hosts = parsed.headers.count("Host");
  if (hosts > 1 || (hosts == 0 && *version == 1)) {
    return std::unexpected(Refusal{400, "The request must name one Host."});
  }
  if (const auto normal = normalise_target(parsed); !normal) return std::unexpected(normal.error());
  return parsed;
}

Parsed<ResponseHead> parse_response_head(std::string_view head, size_t fields_max) {
  while (head.starts_with("\r\n")) head.remove_prefix(2);
  const std::string_view line = take_line(head);
  const auto version = parse_version(line.substr(0, 8));
  const auto status = line.size() >= 12 && line[8] == ' ' ? parse_unsigned(line.substr(9, 3)) : std::nullopt;
  const bool ends_well = line.size() == 12 || (line.size() > 12 && line[12] == ' ');
  if (!version || !status || *status < 100 || !ends_well || !is_field_value(line)) {
    return std::unexpected(Refusal{502, "The status line is malformed."});
  }
  ResponseHead parsed{.status = int(*status), .minor_version = *version};
  if (const auto fields = parse_fields(head, fields_max, parsed.headers); !fields) {
    return std::unexpected(fields.error());
  }
  return parsed;
}

Parsed<BodyFraming> request_framing(const RequestHead& head) {
  const auto length = content_length(head.headers);
  if (!length) return std::unexpected(length.error());
  if (const auto coding = head.headers.find("Transfer-Encoding")) {
    if (*length) return std::unexpected(Refusal{400, "Content-Length and Transfer-Encoding exclude each other."});
    if (head.minor_version == 0) return std::unexpected(Refusal{400, "HTTP/1.0 knows no Transfer-Encoding."});
    if (head.headers.count("Transfer-Encoding") > 1 || !equals_ignore_case(*coding, "chunked")) {
      return std::unexpected(Refusal{501, "The only Transfer-Encoding understood is chunked."});
    }
    return BodyFraming{.kind = BodyFraming::Kind::chunked};
  }
  if (!*length) return BodyFraming{};
  return BodyFraming{.kind = BodyFraming::Kind::length, .length = **length};
}

Parsed<BodyFraming> response_framing(const ResponseHead& head, std::string_view request_method) {
  const bool bodiless = request_method == "HEAD" || head.status < 200 || head.status == 204 || head.status == 304;
  if (bodiless) return BodyFraming{};
  const auto length = content_length(head.headers);
  if (!length) return std::unexpected(Refusal{502, length.error().why});
  if (const auto coding = head.headers.find("Transfer-Encoding")) {
    if (*length || head.headers.count("Transfer-Encoding") > 1 || !equals_ignore_case(*coding, "chunked")) {
      return std::unexpected(Refusal{502, "The answer's Transfer-Encoding is not understood."});
    }
    return BodyFraming{.kind = BodyFraming::Kind::chunked};
  }
  if (!*length) return BodyFraming{.kind = BodyFraming::Kind::until_close};
  return BodyFraming{.kind = BodyFraming::Kind::length, .length = **length};
}

bool keeps_alive(const Headers& headers, int minor_version) {
  if (minor_version == 0) return lists_token(headers, "Connection", "keep-alive");
  return !lists_token(headers, "Connection", "close");
}

}  // namespace lightwell::http
