// The one place that says whether a request may come in at all: from which address it comes, by which name it calls
// this server, and whether a page of ours sent it. Pure: no clock, no store.
//
// Why each check stands here:
// - Host: a stranger's page whose name is made to resolve to 127.0.0.1 (DNS rebinding) is same-origin to the browser.
//   Its Host header still gives it away.
// - Sec-Fetch-Site, or Origin where a browser leaves it out (plain HTTP beyond loopback): other sites' pages may send
//   requests that carry the session cookie. https://cheatsheetseries.owasp.org (Cross-Site Request Forgery Prevention)

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace lightwell::site {

struct DoorRules {
  // Names this server answers to besides localhost, *.localhost and IP addresses. Without port.
  std::vector<std::string> names;
  // Addresses or networks ("10.0.0.0/8", "::1") whose X-Forwarded-For and X-Forwarded-Proto are believed.
  std::vector<std::string> trusted_proxies;
  // Signing in over plain HTTP from beyond this machine.
  bool is_plain_http_allowed = false;
};

// Who knocks, with what a trusted proxy says of them.
struct Visitor {
  std::string address;       // of the client, without port
  std::string host;          // the Host header, lower case, with its port where it has one
  std::string host_name;     // without port, without brackets
  bool is_secure = false;    // TLS between the client and us, or the proxy
  bool is_loopback = false;  // the client sits on this machine

  // "https://photos.example.com": what the browser calls this server.
  std::string origin() const;
};

Visitor visitor_of(const http::Request& request, const DoorRules& rules);

// errors::unknown_host.
Result<void> check_host(const Visitor& visitor, const DoorRules& rules);
// For requests that change something. errors::cross_site.
Result<void> check_sent_by_our_page(const http::Headers& headers, const Visitor& visitor);
// For answers that belong to a person: other sites may not load them, not even as a picture. errors::cross_site.
Result<void> check_not_embedded(const http::Headers& headers);
// A passphrase or a cookie may not travel readably over a network. errors::plain_http_refused.
Result<void> check_confidential(const Visitor& visitor, const DoorRules& rules);

// A request that an AWS client signed, in a header or a presigned URL (of signature version 4, or of 2, which boto3
// makes unasked): the gate's.
bool is_signed(const http::Request& request);

bool is_loopback_name(std::string_view host_name);
bool is_ip_address(std::string_view text);
bool is_network(std::string_view text);  // "10.0.0.0/8", or one address
// Whether `address` lies in `network`: an address, or "address/prefix-length". False if either is malformed.
bool is_in_network(std::string_view address, std::string_view network);

}  // namespace lightwell::site
