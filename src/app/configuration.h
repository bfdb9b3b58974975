// What an operator may say: a TOML file, then the environment (LIGHTWELL_*), then flags, the later over the earlier.

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/instance/instance_settings.h"
#include "base/log.h"
#include "base/result.h"
#include "engines/vision/role.h"

namespace lightwell::app {

namespace errors {
inline constexpr ErrorKind bad_configuration{"BadConfiguration", 400, Fault::sender, "The configuration is not valid."};
}  // namespace errors

// How far the gate goes with a request. DESIGN: signatures are verified and IAM is enforced unless told otherwise.
enum class AuthMode { enforce, verify, off };

struct HostPort {
  std::string host;
  uint16_t port = 0;

  std::string text() const;
  bool is_loopback() const;
};
// "127.0.0.1:8080", "localhost:0", "[::1]:8080".
std::optional<HostPort> parse_host_port(std::string_view);

// An account with fixed keys, for fleets and for test suites.
struct Account {
  std::string id;            // 12 digits
  std::string display_name;  // as S3 shows its owner
  std::string canonical_id;  // 64 hex digits; derived from the id when empty
  std::string access_key_id;
  std::string secret_access_key;
};

struct Configuration {
  std::filesystem::path data;
  HostPort app{"127.0.0.1", 8080};
  HostPort cloud{"127.0.0.1", 4566};
  // The EC2 metadata service. None: 169.254.169.254:80 where this machine has that address and we may listen there,
  // else 127.0.0.1:1338 where that is free.
  std::optional<HostPort> metadata;
  bool is_metadata_off = false;
  InstanceSettings instance;  // [instance]: what it tells
  AuthMode auth = AuthMode::enforce;
  bool testing = false;
  bool allow_remote = false;  // listen beyond loopback without TLS
  std::filesystem::path tls_certificate;
  std::filesystem::path tls_key;
  std::string account = "000000000000";
  std::string region = "us-east-1";
  std::vector<Account> accounts;
  std::vector<std::string> host_names;  // names the app door is reached by, besides loopback ones
  // Addresses or networks ("127.0.0.1", "10.0.0.0/8") whose X-Forwarded-For and X-Forwarded-Proto are believed.
  std::vector<std::string> trusted_proxies;
  std::string log_level = "info";
  size_t loops = 0;           // 0: one a core
  size_t image_children = 0;  // 0: one a core
  size_t vision_children = 0;
  std::filesystem::path models;  // the folder of models; empty: beside the program, or the package's
  // [model_files]: another file in place of the one a role has, as objects = "/srv/models/objects.onnx".
  std::map<engines::vision::Role, std::filesystem::path> model_files;
};

// Lays the file over `configuration`; an unknown key or a wrong type is errors::bad_configuration, naming the line.
Result<void> read_file(Configuration& configuration, const std::filesystem::path& file);
// Lays LIGHTWELL_DATA, LIGHTWELL_APP, LIGHTWELL_CLOUD, LIGHTWELL_AUTH, LIGHTWELL_LOG... over it. `find` is getenv.
Result<void> read_environment(Configuration& configuration,
                              const std::function<std::optional<std::string>(const std::string&)>& find);
// Lays settings given by their name in the file over it: the flags.
Result<void> read_settings(Configuration& configuration, const std::map<std::string, std::string>& settings);
log::Level log_level(const Configuration& configuration);
// What cannot be right together: doors beyond loopback without TLS or leave, a malformed account, half a key pair.
Result<void> check(const Configuration& configuration);

}  // namespace lightwell::app
