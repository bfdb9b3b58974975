#include "wire/sigv4/canonical.h"

#include <algorithm>

#include "base/text.h"

namespace lightwell::wire::sigv4 {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Nothing in it that would have to be encoded: what its signer signed is what came.
bool is_encoded_path(std::string_view path) {
  for (size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if (c == '%') {
      if (i + 2 >= path.size() || !is_hex(path[i + 1]) || !is_hex(path[i + 2])) return false;
      i += 2;
      continue;
    }
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                          c == '.' || c == '_' || c == '~' || c == '/';
    if (!is_plain) return false;
  }
  return true;
}

std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  for (const std::string_view segment : split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(segment);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string out;
  for (const std::string_view segment : kept) out.append("/").append(segment);
  if (out.empty() || path.ends_with('/')) out += '/';
  return out;
}

void append_header(std::string& out, std::string_view name, std::span<const Field> headers) {
  out.append(name).push_back(':');
  bool first = true;
  for (const Field& field : headers) {
    if (!equals_ignore_case(field.name, name)) continue;
    if (!first) out.push_back(',');
    out.append(canonical_value(field.value));
    first = false;
  }
  out.push_back('\n');
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::string> canonical_path(std::string_view path, PathRule rule) {
  if (path.empty()) return "/";
  if (rule == PathRule::normalised) return percent_encode(without_dot_segments(path), Slash::keep);
  if (is_encoded_path(path)) return std::string(path);
  const auto decoded = percent_decode(path);
  if (!decoded) return std::nullopt;
  return percent_encode(*decoded, Slash::keep);
}

std::optional<std::string> canonical_query(std::string_view query, Token token) {
  if (query.empty()) return "";
  struct Pair {
    std::string name;
    std::string value;
    auto operator<=>(const Pair&) const = default;
  };
  std::vector<Pair> pairs;
  for (const std::string_view part : split(query, '&')) {
    if (part.empty()) continue;
    const size_t equals = part.find('=');
    const auto name = percent_decode(part.substr(0, equals), true);
    const auto value = percent_decode(equals == part.npos ? "" : part.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    if (*name == "X-Amz-Signature") continue;
    if (token == Token::comes_after && *name == "X-Amz-Security-Token") continue;
    pairs.push_back({percent_encode(*name), percent_encode(*value)});
  }
  std::sort(pairs.begin(), pairs.end());
  std::string out;
  out.reserve(query.size() + pairs.size());
  for (const Pair& pair : pairs) {
    if (!out.empty()) out.push_back('&');
    out.append(pair.name).append("=").append(pair.value);
  }
  return out;
}

std::string canonical_value(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (const char c : value) {
    if (!is_blank(c)) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::optional<std::string> canonical_request(const Message& message, std::string_view signed_headers,
                                             std::string_view payload_hash, PathRule rule, Token token) {
  const auto path = canonical_path(message.path, rule);
  const auto query = canonical_query(message.query, token);
  if (!path || !query) return std::nullopt;
  std::string out;
  out.reserve(512 + path->size() + query->size() + 2 * signed_headers.size());
  out.append(message.method).append("\n").append(*path).append("\n").append(*query).append("\n");
  for (const std::string_view name : split(signed_headers, ';')) append_header(out, name, message.headers);
  out.append("\n").append(signed_headers).append("\n").append(payload_hash);
  return out;
}

}  // namespace lightwell::wire::sigv4
