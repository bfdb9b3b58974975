#include "remote/endpoint.h"

#include "base/text.h"

namespace lightwell::remote {
namespace {

uint16_t default_port(bool is_secure) { return is_secure ? 443 : 80; }

std::string authority_of(const http::Origin& origin) {
  if (origin.port == default_port(origin.is_secure)) return origin.host;
  return origin.host + ":" + std::to_string(origin.port);
}

// A name that may stand in a host: the others stay in the path. Dots break the certificate's wildcard.
bool is_host_label(std::string_view bucket, bool is_secure) {
  if (bucket.size() < 3 || bucket.size() > 63) return false;
  for (const char c : bucket) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || (c == '.' && !is_secure);
    if (!fits) return false;
  }
  return true;
}

}  // namespace

std::string Endpoint::authority() const { return authority_of(origin); }

Result<Endpoint> parse_endpoint(std::string_view url, BucketStyle buckets) {
  const auto refuse = [&] {
    return fail(errors::invalid_argument,
                "Not an endpoint (http://HOST[:PORT] or https://HOST[:PORT]): " + std::string(url));
  };
  Endpoint out;
  out.buckets = buckets;
  std::string_view rest = url;
  if (rest.starts_with("https://")) {
    out.origin.is_secure = true;
  } else if (!rest.starts_with("http://")) {
    return refuse();
  }
  rest.remove_prefix(out.origin.is_secure ? 8 : 7);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.empty() || rest.find_first_of("/?#@ ") != rest.npos) return refuse();
  const size_t bracket = rest.rfind(']');
  const size_t colon = rest.find(':', bracket == rest.npos ? 0 : bracket);
  out.origin.host = rest.substr(0, colon);
  out.origin.port = default_port(out.origin.is_secure);
  if (colon != rest.npos) {
    const auto port = parse_unsigned(rest.substr(colon + 1));
    if (!port || *port == 0 || *port > 65535) return refuse();
    out.origin.port = uint16_t(*port);
  }
  if (out.origin.host.empty()) return refuse();
  return out;
}

Endpoint aws_endpoint(std::string_view endpoint_prefix, std::string_view region) {
  return {.origin = {.is_secure = true,
                     .host = std::string(endpoint_prefix) + "." + std::string(region) + ".amazonaws.com",
                     .port = 443},
          .buckets = BucketStyle::host};
}

Target target_of(const Endpoint& endpoint, std::string_view path, bool is_s3) {
  Target out = {.origin = endpoint.origin, .authority = endpoint.authority(), .path = std::string(path)};
  if (!is_s3 || endpoint.buckets == BucketStyle::path || !path.starts_with('/')) return out;
  const std::string_view rest = path.substr(1);
  const std::string_view bucket = rest.substr(0, rest.find('/'));
  if (!is_host_label(bucket, endpoint.origin.is_secure)) return out;
  out.origin.host = std::string(bucket) + "." + out.origin.host;
  out.authority = authority_of(out.origin);
  const std::string_view key = rest.substr(bucket.size());
  out.path = key.empty() ? "/" : std::string(key);
  return out;
}

}  // namespace lightwell::remote
