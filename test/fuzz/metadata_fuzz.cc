// Requests to the metadata service: a method, a target, then fields, a line each. Whatever is asked, an answer can be
// sent; credentials leave only by the path of the role; and where tokens are required, only with one that was given.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/head.h"
#include "metadata/metadata.h"
#include "run/spawn.h"

namespace {

using namespace lightwell;
using namespace lightwell::metadata;

constexpr std::string_view kSecret = "a-secret-that-nobody-guesses";
constexpr std::string_view kTokenField = "X-aws-ec2-metadata-token";
constexpr size_t kFieldsMax = 50;

void require(bool holds) {
  if (!holds) std::abort();
}

class TheRole final : public RoleSource {
 public:
  Task<std::optional<Profile>> profile() override {
    co_return Profile{.arn = "arn:aws:iam::000000000000:instance-profile/p", .id = "AIPA", .role = "developer"};
  }
  Task<Result<RoleCredentials>> credentials(std::string role) override {
    require(role == "developer");
    co_return RoleCredentials{.access_key_id = "ASIA", .secret_access_key = std::string(kSecret), .token = "token"};
  }
};

class TheKey final : public KeySource {
 public:
  Task<std::optional<PublicKey>> public_key() override { co_return PublicKey{.name = "me", .openssh = "ssh-rsa A"}; }
};

class TheIdentity final : public IdentitySource {
 public:
  Task<Result<Identity>> identity() override { co_return Identity{.document = "{}", .signature = "s", .pkcs7 = "p"}; }
};

std::string_view cut_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

Instance an_instance() {
  Instance instance;
  instance.id = "i-0123456789abcdef0";
  instance.region = instance.zone = "us-east-1";
  instance.interfaces = {{.mac = "02:00:00:00:00:01", .id = "eni-1", .vpc_id = "vpc-1"}};
  instance.tags = {{"Name", "darkroom"}};
  instance.user_data = "#!/bin/sh";
  return instance;
}

http::Request request_of(std::string_view text) {
  http::Request request;
  request.method = cut_line(text);
  request.target = cut_line(text);
  while (!text.empty() && request.headers.size() < kFieldsMax) {
    const std::string_view line = cut_line(text);
    const size_t colon = std::min(line.find(':'), line.size());
    request.headers.add(std::string(line.substr(0, colon)), std::string(line.substr(std::min(colon + 1, line.size()))));
  }
  return request;
}

void check(Metadata& service, http::Request& request, bool needs_token) {
  const auto response = sync_wait(service.answer(request));
  require(response.status >= 200 && response.status < 500);
  for (const auto& field : response.headers) require(http::is_field_value(field.value));
  const auto* body = std::get_if<std::string>(&response.body);
  require(body != nullptr);
  if (body->contains(kSecret)) {
    require(request.path().contains("security-credentials") && request.method != "PUT" && !needs_token);
  }
  if (response.status == 200 && needs_token) require(request.method == "PUT" || request.headers.find(kTokenField));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static TheRole role;
  static TheKey key;
  static FakeClock clock;
  static RandomIds ids;
  static TheIdentity identity;
  static const Sources sources = {.identity = identity, .roles = role, .keys = key};
  static Metadata open(an_instance(), sources, clock, ids);
  static Metadata strict(an_instance(), sources, clock, ids, {.is_token_required = true});
  http::Request request = request_of({reinterpret_cast<const char*>(data), size});
  check(open, request, false);
  check(strict, request, true);
  return 0;
}
