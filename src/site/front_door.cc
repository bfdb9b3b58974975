#include "site/front_door.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

#include "base/text.h"
#include "site/errors.h"

namespace lightwell::site {
namespace {

struct IpAddress {
  std::array<uint8_t, 16> bytes{};
  int bits = 0;  // 32 or 128
};

std::optional<IpAddress> parse_ip(std::string_view text) {
  const std::string terminated(text);
  IpAddress address;
  if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) {
    address.bits = 32;
    return address;
  }
  if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) != 1) return std::nullopt;
  address.bits = 128;
  // An IPv4 client of a dual-stack socket: ::ffff:192.0.2.1.
  constexpr std::array<uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::memcmp(address.bytes.data(), mapped.data(), mapped.size()) == 0) {
    std::copy_n(address.bytes.begin() + 12, 4, address.bytes.begin());
    address.bits = 32;
  }
  return address;
}

bool is_loopback_address(std::string_view address) {
  return is_in_network(address, "127.0.0.0/8") || is_in_network(address, "::1");
}

bool is_trusted(std::string_view address, const DoorRules& rules) {
  return std::ranges::any_of(rules.trusted_proxies,
                             [&](const std::string& network) { return is_in_network(address, network); });
}

// The right-most address of X-Forwarded-For that is no proxy of ours: what stands left of it, the client wrote.
std::string forwarded_address(const http::Request& request, const DoorRules& rules) {
  std::string_view chain = request.headers.get("X-Forwarded-For");
  std::string address = request.peer_address;
  while (!chain.empty() && is_trusted(address, rules)) {
    const size_t comma = chain.rfind(',');
    const std::string_view next = trim(comma == chain.npos ? chain : chain.substr(comma + 1));
    if (!is_ip_address(next)) break;
    address = next;
    chain = comma == chain.npos ? std::string_view{} : chain.substr(0, comma);
  }
  return address;
}

std::string name_in(std::string_view host) {
  if (host.starts_with('[')) {
    const size_t end = host.find(']');
    return std::string(end == host.npos ? host : host.substr(1, end - 1));
  }
  return std::string(host.substr(0, host.find(':')));
}

// "photos.example.com:443" and "photos.example.com" are one host over https.
std::string_view without_default_port(std::string_view host, bool is_https) {
  const std::string_view port = is_https ? ":443" : ":80";
  if (host.ends_with(port)) host.remove_suffix(port.size());
  return host;
}

bool is_our_origin(std::string_view origin, const Visitor& visitor) {
  const bool is_https = origin.starts_with("https://");
  if (!is_https && !origin.starts_with("http://")) return false;  // also "null"
  if (visitor.is_secure && !is_https) return false;
  const std::string host = to_lower(origin.substr(is_https ? 8 : 7));
  return without_default_port(host, is_https) == without_default_port(visitor.host, is_https);
}

}  // namespace

bool is_ip_address(std::string_view text) { return parse_ip(text).has_value(); }

bool is_network(std::string_view text) { return is_in_network(text.substr(0, text.find('/')), text); }

bool is_in_network(std::string_view address, std::string_view network) {
  const size_t slash = network.find('/');
  const auto ip = parse_ip(address);
  const auto base = parse_ip(network.substr(0, slash));
  if (!ip || !base || ip->bits != base->bits) return false;
  size_t prefix = size_t(base->bits);
  if (slash != network.npos) {
    const auto stated = parse_unsigned(network.substr(slash + 1));
    if (!stated || *stated > prefix) return false;
    prefix = *stated;
  }
  for (size_t bit = 0; bit < prefix; ++bit) {
    const int mask = 0x80 >> (bit % 8);
    if ((ip->bytes[bit / 8] & mask) != (base->bytes[bit / 8] & mask)) return false;
  }
  return true;
}

bool is_loopback_name(std::string_view name) {
  return name == "localhost" || name.ends_with(".localhost") || is_loopback_address(name);
}

std::string Visitor::origin() const { return (is_secure ? "https://" : "http://") + host; }

Visitor visitor_of(const http::Request& request, const DoorRules& rules) {
  Visitor visitor;
  visitor.host = to_lower(request.headers.get("Host"));
  visitor.host_name = name_in(visitor.host);
  visitor.address = forwarded_address(request, rules);
  visitor.is_loopback = is_loopback_address(visitor.address);
  visitor.is_secure = request.is_secure || (is_trusted(request.peer_address, rules) &&
                                            equals_ignore_case(request.headers.get("X-Forwarded-Proto"), "https"));
  return visitor;
}

Result<void> check_host(const Visitor& visitor, const DoorRules& rules) {
  const std::string& name = visitor.host_name;
  if (is_loopback_name(name) || is_ip_address(name)) return {};
  if (std::ranges::any_of(rules.names, [&](const auto& ours) { return equals_ignore_case(ours, name); })) return {};
  return fail(error(errors::unknown_host).log("Host: " + visitor.host));
}

Result<void> check_sent_by_our_page(const http::Headers& headers, const Visitor& visitor) {
  if (const auto site = headers.find("Sec-Fetch-Site")) {
    if (*site == "same-origin" || *site == "none") return {};
    return fail(errors::cross_site);
  }
  if (const auto origin = headers.find("Origin")) {
    if (is_our_origin(*origin, visitor)) return {};
    return fail(errors::cross_site);
  }
  return fail(errors::cross_site,
              "This request does not say where it comes from. Programs send the header Sec-Fetch-Site: same-origin.");
}

Result<void> check_not_embedded(const http::Headers& headers) {
  const std::string_view site = headers.get("Sec-Fetch-Site", "none");
  if (site == "same-origin" || site == "none") return {};
  return fail(errors::cross_site);
}

Result<void> check_confidential(const Visitor& visitor, const DoorRules& rules) {
  if (visitor.is_secure || visitor.is_loopback || rules.is_plain_http_allowed) return {};
  return fail(errors::plain_http_refused);
}

bool is_signed(const http::Request& request) {
  if (request.headers.get("Authorization").starts_with("AWS4-HMAC-SHA256")) return true;
  std::string_view query = request.query();
  while (!query.empty()) {
    const size_t end = query.find('&');
    const std::string_view parameter = query.substr(0, end);
    if (parameter.starts_with("X-Amz-Algorithm=") || parameter.starts_with("AWSAccessKeyId=")) return true;
    query = end == query.npos ? std::string_view{} : query.substr(end + 1);
  }
  return false;
}

}  // namespace lightwell::site
