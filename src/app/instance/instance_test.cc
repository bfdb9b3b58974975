#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

#include "app/instance/describe.h"
#include "app/instance/instance_identity.h"
#include "app/instance/read_instance.h"
#include "run/spawn.h"

namespace lightwell::app {
namespace {

Host a_host() {
  return {.name = "darkroom",
          .machine_id = "0123456789abcdef0123456789abcdef",
          .system = "debian 12",
          .architecture = "x86_64",
          .memory_bytes = 3ull << 30,
          .booted_at = from_micros(1'700'000'000'000'000),
          .interfaces = {{.name = "eth0", .mac = "52:54:00:12:34:56", .ipv4s = {"10.1.2.3"}, .prefix_bits = 20}}};
}

Result<InstanceSettings> settings_of(std::string_view text) {
  InstanceSettings settings;
  REQUIRE_OK(read_instance(settings, toml::parse(text)));
  return settings;
}

}  // namespace

TEST_CASE("a machine says of itself what EC2 would say, and the same each time") {
  Configuration configuration;
  configuration.region = "eu-central-1";
  const metadata::Instance instance = describe_instance(configuration, a_host());
  CHECK(instance.id.size() == 19);
  CHECK(instance.id.starts_with("i-"));
  CHECK(instance.id == describe_instance(configuration, a_host()).id);
  CHECK_FALSE(instance.id.contains("01234567"));
  CHECK(instance.type == "t3.medium");
  CHECK(instance.zone == "eu-central-1a");
  CHECK(instance.local_ipv4 == "10.1.2.3");
  CHECK(instance.local_hostname == "ip-10-1-2-3.eu-central-1.compute.internal");
  REQUIRE(instance.interfaces.size() == 1);
  CHECK(instance.interfaces[0].mac == "52:54:00:12:34:56");
  CHECK(instance.interfaces[0].subnet_ipv4_block == "10.1.0.0/20");
  CHECK(instance.public_ipv4.empty());
  Host other = a_host();
  other.machine_id = "another";
  CHECK(instance.id != describe_instance(configuration, other).id);
}

TEST_CASE("a machine without a network has an interface of nobody's making") {
  Host host = a_host();
  host.interfaces.clear();
  const metadata::Instance instance = describe_instance({}, host);
  CHECK(instance.local_ipv4 == "127.0.0.1");
  REQUIRE(instance.interfaces.size() == 1);
  CHECK(instance.interfaces[0].mac.starts_with("02:"));
  CHECK(instance.interfaces[0].mac.size() == 17);
}

TEST_CASE("the configuration has the last word on the instance") {
  Configuration configuration;
  configuration.instance = *settings_of(R"(
id = "i-configured"
type = "m5.large"
public_ipv4 = "203.0.113.7"
local_ipv4 = "10.9.9.9"
mac = "02:AB:00:00:00:01"
user_data = "#!/bin/sh"
http_tokens = "required"
http_put_response_hop_limit = 2
tags = { Name = "darkroom" }
)");
  const metadata::Instance instance = describe_instance(configuration, a_host());
  CHECK(instance.id == "i-configured");
  CHECK(instance.type == "m5.large");
  CHECK(instance.interfaces[0].mac == "02:ab:00:00:00:01");
  CHECK(instance.interfaces[0].local_ipv4s == std::vector<std::string>{"10.9.9.9"});
  CHECK(instance.interfaces[0].public_ipv4s == std::vector<std::string>{"203.0.113.7"});
  CHECK(instance.user_data == "#!/bin/sh");
  CHECK(instance.tags.at("Name") == "darkroom");
  CHECK(configuration.instance.is_token_required);
  CHECK(configuration.instance.hops_max == 2);
}

TEST_CASE("what an instance cannot have is refused, naming the line") {
  for (const char* text : {"colour = \"red\"", "http_tokens = \"perhaps\"", "http_put_response_hop_limit = 0",
                           "http_put_response_hop_limit = 65", "tags = { \"a key\" = \"v\" }", "tags = { k = 1 }",
                           "id = 1", "public_key = \"ssh-ed25519 AAAA\"", "user_data_file = \"/nowhere\""}) {
    CAPTURE(text);
    const auto read = settings_of(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().message.starts_with("line "));
  }
  CHECK_FALSE(settings_of("user_data = \"" + std::string(16 * 1024 + 1, 'x') + "\""));
}

TEST_CASE("the identity key is made once, when it is asked for, and for its user's eyes") {
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("lightwell-identity-{}", ::getpid());
  std::filesystem::create_directories(folder);
  const auto file = folder / "instance-identity.pem";
  const metadata::Instance instance = describe_instance({}, a_host());
  const SystemClock clock;
  Pool pool("identity", 2, 8);
  const auto identity_of = [&](InstanceIdentity& of) { return sync_wait(of.identity()); };

  InstanceIdentity first(instance, file, pool, clock);
  REQUIRE(first.load());
  CHECK_FALSE(std::filesystem::exists(file));
  const auto made = identity_of(first);
  REQUIRE(made);
  CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::others_all) ==
        std::filesystem::perms::none);
  CHECK(identity_of(first)->signature == made->signature);

  InstanceIdentity second(instance, file, pool, clock);
  REQUIRE(second.load());
  CHECK(identity_of(second)->signature == made->signature);
  InstanceIdentity in_memory(instance, {}, pool, clock);
  REQUIRE(in_memory.load());
  CHECK(identity_of(in_memory)->signature != made->signature);

  std::ofstream(file) << "nothing";
  CHECK_FALSE(InstanceIdentity(instance, file, pool, clock).load());
  std::filesystem::remove_all(folder);
}

}  // namespace lightwell::app
