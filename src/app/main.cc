// lightwell serve | import DIR | doctor | models [list | add ...] | why ID | record VERB | logs | version

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

  // What every command needs that opens the library.
  void add_library_to(CLI::App& command) {
    command.add_option("--config", file, "configuration file (TOML); DATA/lightwell.toml is read when it exists");
    add(command, "data", "DIR", "the folder that holds everything (~/.local/share/lightwell)");
    add(command, "models", "DIR", "the folder of vision models (beside the program)");
    add(command, "log-level", "LEVEL", "debug, info, warning or error (info)");
  }

  void add_doors_to(CLI::App& command) {
    add(command, "app", "HOST:PORT", "the photo library's door (127.0.0.1:8080)");
    add(command, "cloud", "HOST:PORT", "the AWS services' door (127.0.0.1:4566)");
    add(command, "metadata", "HOST:PORT",
        "the EC2 metadata service's door, or off (169.254.169.254:80 where that can be had, else 127.0.0.1:1338)");
  }

  void add_server_to(CLI::App& command) {
    add(command, "auth", "MODE", "enforce, verify or off: what is asked of AWS requests (enforce)");
    add(command, "tls-certificate", "FILE", "certificate chain in PEM, for both doors");
    add(command, "tls-key", "FILE", "its private key");
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

constexpr int kExitUsage = 2;

std::string names_of_commands(const CLI::App& program) {
  std::string names;
  for (const CLI::App* command : program.get_subcommands({})) {
    names += (names.empty() ? "" : ", ") + command->get_name();
  }
  return names;
}

// What was typed cannot be carried out: says what is wrong with it, and how to learn more.
int refuse_usage(const CLI::App& program, std::string_view what) {
  fmt::print(stderr, "lightwell: {}\nThe commands are {}. `lightwell COMMAND --help` tells of one.\n", what,
             names_of_commands(program));
  return kExitUsage;
}

// The first word, where it is no command.
std::optional<std::string> unknown_command(const CLI::App& program, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return std::nullopt;
  for (const CLI::App* command : program.get_subcommands({})) {
    if (command->get_name() == argv[1]) return std::nullopt;
  }
  return argv[1];
}

template <class Command>
int run(const Flags& flags, Command command) {
  const auto configuration = configured(flags);
  if (!configuration) {
    fmt::print(stderr, "lightwell: {}\n", configuration.error().message);
    return kExitUsage;
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
  flags.add_library_to(*serve);
  flags.add_doors_to(*serve);
  flags.add_server_to(*serve);
  CLI::App* import = program.add_subcommand("import", "bring every photo of a folder into the library");
  flags.add_library_to(*import);
  import->add_option("folder", folder, "the folder")->required()->type_name("DIR");
  CLI::App* doctor = program.add_subcommand("doctor", "tell what is missing, and how to install it");
  flags.add_library_to(*doctor);
  flags.add_doors_to(*doctor);
  CLI::App* models = program.add_subcommand("models", "tell which vision models there are, or add some");
  flags.add_library_to(*models);
  std::vector<std::string> model_words;
  models->add_subcommand("list", "the same as `lightwell models` alone")->fallthrough();
  CLI::App* add = models->add_subcommand("add", "use a pair of CLIP's or SigLIP's kind (ONNX) for search by meaning");
  add->add_option("models", model_words,
                  "clip-image=FILE clip-text=FILE, and tokenizer=FILE (or vocabulary=FILE merges=FILE); "
                  "normalise=half for SigLIP")
      ->required();
  add->fallthrough();  // --data belongs to `models`, and is written behind it all
  CLI::App* why = program.add_subcommand("why", "tell what decided a request, and what it lacked");
  flags.add_library_to(*why);
  std::string request_id;
  why->add_option("request", request_id, "the request's id, as its answer and the log name it")
      ->required()
      ->type_name("REQUEST-ID");
  CLI::App* record = program.add_subcommand("record", "record what a principal does, and print the policy for it");
  flags.add_library_to(*record);
  std::string verb, principal;
  record->add_option("verb", verb, "start, stop, list, or policy: the least that allows what was recorded")
      ->required()
      ->check(CLI::IsMember({"start", "stop", "list", "policy"}));
  record->add_option("--principal", principal, "arn:aws:iam::ACCOUNT:user/NAME, a role's or the root's")
      ->type_name("ARN");
  CLI::App* logs = program.add_subcommand("logs", "show what the server did when it started and stopped");
  flags.add_library_to(*logs);
  size_t log_lines = 0;
  logs->add_option("-n,--lines", log_lines, "the last so many lines (all)")->type_name("N");
  CLI::App* version = program.add_subcommand("version", "print the version");

  if (const auto unknown = unknown_command(program, argc, argv)) {
    return refuse_usage(program, fmt::format("there is no command '{}'.", *unknown));
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& end) {
    if (end.get_exit_code() == int(CLI::ExitCodes::Success)) return program.exit(end);  // --help, --version
    return refuse_usage(program, end.what());
  }
  try {
    if (*serve) return run(flags, lightwell::app::serve);
    if (*import) return run(flags, [&](const Configuration& c) { return lightwell::app::import_folder(c, folder); });
    if (*doctor) return run(flags, lightwell::app::doctor);
    if (*add) return run(flags, [&](const Configuration& c) { return lightwell::app::add_models(c, model_words); });
    if (*models) return run(flags, lightwell::app::list_models);
    if (*why) return run(flags, [&](const Configuration& c) { return lightwell::app::why(c, request_id); });
    if (*record) return run(flags, [&](const Configuration& c) { return lightwell::app::record(c, verb, principal); });
    if (*logs) return run(flags, [&](const Configuration& c) { return lightwell::app::show_logs(c, log_lines); });
    if (*version) return lightwell::app::print_version();
  } catch (const std::exception& thrown) {
    fmt::print(stderr, "lightwell: {}\n", thrown.what());
    return 70;  // EX_SOFTWARE
  }
  return kExitUsage;
}
