#include "app/configuration.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

namespace lightwell::app {
namespace {

struct TomlFile {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / fmt::format("lightwell-configuration-{}.toml", ::getpid());
  explicit TomlFile(std::string_view text) { std::ofstream(path) << text; }
  ~TomlFile() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("the environment goes over the file") {
  const TomlFile file(
      "app = '127.0.0.1:1'\nauth = 'verify'\nloops = 3\n[[accounts]]\nid = '111122223333'\n"
      "access_key_id = 'AKIDEXAMPLE'\nsecret_access_key = 's'\n");
  Configuration c{.data = "/data"};
  REQUIRE(read_file(c, file.path));
  REQUIRE(read_environment(c, [](const std::string& name) {
    return name == "LIGHTWELL_APP" ? std::optional<std::string>("localhost:2") : std::nullopt;
  }));
  CHECK(c.app.text() == "localhost:2");
  CHECK(c.auth == AuthMode::verify);
  CHECK(c.loops == 3);
  REQUIRE(c.accounts.size() == 1);
  CHECK(c.accounts[0].id == "111122223333");
  CHECK(check(c));
}

TEST_CASE("a mistake in the file is told with its line") {
  Configuration c;
  const TomlFile unknown("app = '127.0.0.1:1'\ncolour = 'blue'\n");
  const auto refused = read_file(c, unknown.path);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("line 2: unknown setting 'colour'") != std::string::npos);
  const TomlFile broken("app = \n");
  CHECK_FALSE(read_file(c, broken.path));
}

TEST_CASE("another model may be put in place of a role's own; a role that does not exist is told") {
  using engines::vision::Role;
  Configuration c;
  const TomlFile file("models = '/srv/models'\nvision_children = 3\n[model_files]\nimage-labels = '/srv/mine.onnx'\n");
  REQUIRE(read_file(c, file.path));
  CHECK(c.models == "/srv/models");
  CHECK(c.vision_children == 3);
  CHECK(c.model_files.at(Role::image_labels) == "/srv/mine.onnx");
  const TomlFile wrong("[model_files]\nobjects = '/a'\ndreams = '/b'\n");
  const auto refused = read_file(c, wrong.path);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.contains("line 3"));
  CHECK(refused.error().message.contains("dreams"));
}

TEST_CASE("a proxy is trusted by its address or its network, not by a name") {
  Configuration c;
  const TomlFile good("trusted_proxies = ['127.0.0.1', '10.0.0.0/8']\n");
  REQUIRE(read_file(c, good.path));
  CHECK(c.trusted_proxies == std::vector<std::string>{"127.0.0.1", "10.0.0.0/8"});
  const TomlFile name("trusted_proxies = ['proxy.example.com']\n");
  CHECK_FALSE(read_file(c, name.path));
}

TEST_CASE("a door beyond loopback needs TLS or leave") {
  Configuration c{.data = "/data", .app = {"0.0.0.0", 8080}};
  CHECK_FALSE(check(c));
  c.allow_remote = true;
  CHECK(check(c));
  c.testing = true;
  CHECK_FALSE(check(c));
}

TEST_CASE("HOST:PORT is read, with IPv6 in brackets") {
  CHECK(parse_host_port("[::1]:80")->host == "::1");
  CHECK(parse_host_port("[::1]:80")->text() == "[::1]:80");
  CHECK_FALSE(parse_host_port("localhost"));
  CHECK_FALSE(parse_host_port("localhost:65536"));
  CHECK_FALSE(parse_host_port(":80"));
}

}  // namespace lightwell::app
