// A request under way to a verifier that knows one key; shared by the verifier's tests.

#pragma once

#include <doctest/doctest.h>

#include "base/text.h"
#include "gate/errors.h"
#include "gate/verifier.h"
#include "run/spawn.h"
#include "wire/sigv4/sign.h"

namespace lightwell::gate {
namespace sigv4 = wire::sigv4;

inline constexpr std::string_view kHash = sigv4::kEmptySha256;

struct VerifierFixture {
  DeclaredKeys keys;
  VerifierOptions options;
  Timestamp now = *parse_iso8601_basic("20130524T000000Z");
  sigv4::Signer signer = {.credentials = {.access_key_id = "AKIAIOSFODNN7EXAMPLE", .secret = "secret"}};
  std::string method = "GET", path = "/bucket/a%20key", query;
  std::vector<std::pair<std::string, std::string>> headers;
  Dialect dialect = Dialect::s3;
  std::string service = "s3";
  std::string body;
  std::string region;  // the host's

  VerifierFixture() {
    keys.add({.id = "AKIAIOSFODNN7EXAMPLE",
              .secret = "secret",
              .principal = {.account = "111122223333", .arn = root_arn("111122223333")}});
  }

  std::vector<sigv4::Field> fields() const {
    std::vector<sigv4::Field> out;
    for (const auto& [name, value] : headers) out.push_back({name, value});
    return out;
  }
  void sign(Timestamp at, std::string_view payload_hash = kHash) {
    headers.insert(headers.end(), {{"Host", "localhost:4566"}, {"X-Amz-Date", iso8601_basic(at)}});
    if (dialect == Dialect::s3) headers.emplace_back("x-amz-content-sha256", std::string(payload_hash));
    const auto list = fields();
    const sigv4::Message message = {.method = method, .path = path, .query = query, .headers = list};
    const std::string hash = dialect == Dialect::s3 ? std::string(payload_hash) : sha256_hex(body);
    headers.emplace_back("Authorization", sigv4::authorization_header(signer, message, hash, at));
  }
  void presign(Timestamp at, int64_t expires) {
    headers.emplace_back("Host", "localhost:4566");
    const std::string target = sigv4::presigned_target(
        signer, {.method = method, .host = "localhost:4566", .path = path, .expires = seconds(expires), .now = at});
    query = target.substr(target.find('?') + 1);
  }
  void replace(std::string_view name, std::string_view from, std::string_view to) {
    for (auto& [held, value] : headers) {
      if (!equals_ignore_case(held, name)) continue;
      const size_t at = value.find(from);
      REQUIRE(at != value.npos);
      value.replace(at, from.size(), to);
    }
  }
  Result<Caller> verify() const {
    const Verifier verifier(keys, options);
    const auto list = fields();
    return sync_wait(verifier.verify({.method = method,
                                      .path = path,
                                      .query = query,
                                      .headers = list,
                                      .body = std::string_view(body),
                                      .resource_path = path,
                                      .region = region},
                                     dialect, service, now));
  }
  Error refused() const {
    auto result = verify();
    REQUIRE_FALSE(result);
    return result.error();
  }
};

inline std::string detail(const Error& failure, std::string_view name) {
  for (const ErrorDetail& one : failure.details) {
    if (one.name == name) return one.value;
  }
  return "(none)";
}

}  // namespace lightwell::gate
