#include "gate/addressing.h"

#include <algorithm>

#include "base/text.h"

namespace lightwell::gate {
namespace {

// Without its port, and without the dot that may end it.
std::string_view name_of(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  host = host.substr(0, host.find(':'));
  if (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

bool is_address(std::string_view host) {
  return host.starts_with('[') || host.find_first_not_of("0123456789.") == host.npos;
}

// Where ".s3." or ".s3-REGION." or ".s3express-" begins; the bucket is what stands before.
size_t service_label(std::string_view host) {
  for (size_t dot = host.find('.'); dot != host.npos; dot = host.find('.', dot + 1)) {
    const std::string_view rest = host.substr(dot + 1);
    if (rest.starts_with("s3.") || rest == "s3") return dot;
    if (rest.starts_with("s3-") && rest.find('.') != rest.npos) return dot;
  }
  return host.npos;
}

bool starts_with_service(std::string_view host) {
  return host.starts_with("s3.") || host.starts_with("s3-") || host == "s3";
}

// eu-west-1, us-gov-east-1
bool is_region(std::string_view text) {
  const size_t last = text.rfind('-');
  if (last == text.npos || last < 4 || text[2] != '-') return false;
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == last + 1 && parse_unsigned(text.substr(last + 1));
}

std::string_view take_label(std::string_view& rest) {
  const std::string_view label = rest.substr(0, rest.find('.'));
  rest.remove_prefix(std::min(rest.size(), label.size() + 1));
  return label;
}

}  // namespace

std::string_view region_of_host(std::string_view host, std::string_view service) {
  std::string_view rest = name_of(host);
  if (is_address(rest)) return {};
  const bool is_s3 = service == "s3";
  if (is_s3 && !starts_with_service(rest)) {
    const size_t at = service_label(rest);
    if (at == rest.npos) return {};
    rest.remove_prefix(at + 1);
  }
  const std::string_view first = take_label(rest);
  if (is_s3 && first.starts_with("s3-") && is_region(first.substr(3))) return first.substr(3);
  if (first != service) return {};
  std::string_view region = take_label(rest);
  if (region == "dualstack") region = take_label(rest);
  return is_region(region) ? region : std::string_view();
}

std::string_view bucket_of_host(std::string_view host) {
  host = name_of(host);
  if (is_address(host)) return {};
  if (starts_with_service(host)) return {};
  if (const size_t at = service_label(host); at != host.npos) return host.substr(0, at);
  constexpr std::string_view kLocal = ".localhost";
  if (host.size() > kLocal.size() && equals_ignore_case(host.substr(host.size() - kLocal.size()), kLocal)) {
    return host.substr(0, host.size() - kLocal.size());
  }
  return {};
}

std::optional<S3Target> s3_target(std::string_view host, std::string_view path) {
  if (path.empty()) path = "/";
  S3Target out;
  const std::string_view named = bucket_of_host(host);
  out.raw_path = named.empty() ? std::string(path) : "/" + std::string(named) + std::string(path);
  const std::string_view rest = std::string_view(out.raw_path).substr(1);
  const size_t slash = rest.find('/');
  const auto bucket = percent_decode(rest.substr(0, slash));
  const auto key = percent_decode(slash == rest.npos ? "" : rest.substr(slash + 1));
  if (!bucket || !key) return std::nullopt;
  out.bucket = *bucket;
  out.key = *key;
  return out;
}

}  // namespace lightwell::gate
