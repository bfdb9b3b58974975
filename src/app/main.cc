// lightwell serve | import DIR | doctor | version

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "app/commands/commands.h"
#include "app/configuration.h"
#include "app/version.h"
#include "base/log.h"

namespace {

using lightwell::Result;
using lightwell::app::Configuration;

// Flags in the words of the configuration file; what was not given stays empty.
struct Flags {
  std::string file;
  std::map<std::string, std::string> settings;

  void add_to(CLI::App& command) {
    command.add_option("--config", file, "configuration file (TOML); DATA/lightwell.toml is read when it exists");
    add(command, "data", "DIR", "the folder that holds everything");
    add(command, "app", "HOST:PORT", "the photo library's door (127.0.0.1:8080)");
    add(command, "cloud", "HOST:PORT", "the AWS services' door (127.0.0.1:4566)");
    add(command, "auth", "MODE", "enforce, verify or off: what is asked of AWS requests (enforce)");
    add(command, "tls-certificate", "FILE", "certificate chain in PEM, for both doors");
    add(command, "tls-key", "FILE", "its private key");
    add(command, "log-level", "LEVEL", "debug, info, warning or error (info)");
    command.add_flag_callback(
        "--testing", [this] { settings["testing"] = "true"; },
        "for test suites: nothing is kept, any credentials are let in");
    command.add_flag_callback(
        "--allow-remote", [this] { settings["allow_remote"] = "true"; },
        "listen beyond loopback without TLS, behind a proxy that has it");
  }

 private:
  void add(CLI::App& command, const std::string& name, const std::string& value, const std::string& words) {
    command
        .add_option_function<std::string>(
            "--" + name,
            [this, name](const std::string& text) {
              std::string key = name;
              std::replace(key.begin(), key.end(), '-', '_');
              settings[key] = text;
            },
            words)
        ->type_name(value);
  }
};

std::optional<std::string> from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::filesystem::path default_data() {
  if (const auto home = from_environment("XDG_DATA_HOME")) return std::filesystem::path(*home) / "lightwell";
  if (const auto home = from_environment("HOME")) return std::filesystem::path(*home) / ".local/share/lightwell";
  return {};
}

Result<Configuration> configured(const Flags& flags) {
  const auto flag = [&](const std::string& name) -> std::optional<std::string> {
    const auto found = flags.settings.find(name);
    return found == flags.settings.end() ? std::nullopt : std::optional(found->second);
  };
  Configuration configuration;
  configuration.data = flag("data").value_or(from_environment("LIGHTWELL_DATA").value_or(default_data().string()));
  const auto beside_data = configuration.data / "lightwell.toml";
  if (!flags.file.empty()) {
    REQUIRE_OK(lightwell::app::read_file(configuration, flags.file));
  } else if (std::filesystem::exists(beside_data)) {
    REQUIRE_OK(lightwell::app::read_file(configuration, beside_data));
  }
  REQUIRE_OK(lightwell::app::read_environment(configuration, from_environment));
  REQUIRE_OK(lightwell::app::read_settings(configuration, flags.settings));
  REQUIRE_OK(lightwell::app::check(configuration));
  return configuration;
}

template <class Command>
int run(const Flags& flags, Command command) {
  const auto configuration = configured(flags);
  if (!configuration) {
    fmt::print(stderr, "lightwell: {}\n", configuration.error().message);
    return 2;
  }
  lightwell::log::set_level(lightwell::app::log_level(*configuration));
  return command(*configuration);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App program("Lightwell: a photo library, and the AWS services it is made of, in one program.");
  program.require_subcommand(1);
  program.set_version_flag("--version", "lightwell " + std::string(lightwell::app::kVersion));
  Flags flags;
  std::string folder;

  CLI::App* serve = program.add_subcommand("serve", "start the server and stay in the foreground");
  flags.add_to(*serve);
  CLI::App* import = program.add_subcommand("import", "bring every photo of a folder into the library");
  flags.add_to(*import);
  import->add_option("folder", folder, "the folder")->required()->type_name("DIR");
  CLI::App* doctor = program.add_subcommand("doctor", "tell what is missing, and how to install it");
  flags.add_to(*doctor);
  CLI::App* version = program.add_subcommand("version", "print the version");

  CLI11_PARSE(program, argc, argv);
  try {
    if (*serve) return run(flags, lightwell::app::serve);
    if (*import) return run(flags, [&](const Configuration& c) { return lightwell::app::import_folder(c, folder); });
    if (*doctor) return run(flags, lightwell::app::doctor);
    if (*version) return lightwell::app::print_version();
  } catch (const std::exception& thrown) {
    fmt::print(stderr, "lightwell: {}\n", thrown.what());
    return 70;  // EX_SOFTWARE
  }
  return 2;
}
