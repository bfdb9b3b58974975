#include "app/configuration.h"

#include <toml++/toml.h>

#include <map>

#include "app/instance/read_instance.h"
#include "base/text.h"
#include "site/front_door.h"

namespace lightwell::app {
namespace {

std::unexpected<Error> refuse(std::string words) { return fail(errors::bad_configuration, std::move(words)); }

Result<void> set_auth(Configuration& c, std::string_view text) {
  static const std::map<std::string_view, AuthMode> modes = {
      {"enforce", AuthMode::enforce}, {"verify", AuthMode::verify}, {"off", AuthMode::off}};
  const auto found = modes.find(text);
  if (found == modes.end()) return refuse(fmt::format("auth is 'enforce', 'verify' or 'off', not '{}'", text));
  c.auth = found->second;
  return {};
}

Result<void> set_door(HostPort& door, std::string_view name, std::string_view text) {
  const auto parsed = parse_host_port(text);
  if (!parsed) return refuse(fmt::format("{} is HOST:PORT, not '{}'", name, text));
  door = *parsed;
  return {};
}

// "auto", "off" or HOST:PORT.
Result<void> set_metadata(Configuration& c, std::string_view text) {
  c.is_metadata_off = text == "off";
  c.metadata.reset();
  if (text == "off" || text == "auto") return {};
  return set_door(c.metadata.emplace(), "metadata", text);
}

Result<void> set_flag(bool& flag, std::string_view name, std::string_view text) {
  if (text != "true" && text != "false" && text != "1" && text != "0") {
    return refuse(fmt::format("{} is true or false, not '{}'", name, text));
  }
  flag = text == "true" || text == "1";
  return {};
}

// The settings that are one word, by the name they have in the file; LIGHTWELL_NAME in the environment.
Result<void> set(Configuration& c, std::string_view name, std::string_view text) {
  if (name == "data") return c.data = text, Result<void>{};
  if (name == "app") return set_door(c.app, name, text);
  if (name == "cloud") return set_door(c.cloud, name, text);
  if (name == "metadata") return set_metadata(c, text);
  if (name == "auth") return set_auth(c, text);
  if (name == "testing") return set_flag(c.testing, name, text);
  if (name == "allow_remote") return set_flag(c.allow_remote, name, text);
  if (name == "tls_certificate") return c.tls_certificate = text, Result<void>{};
  if (name == "tls_key") return c.tls_key = text, Result<void>{};
  if (name == "account") return c.account = text, Result<void>{};
  if (name == "region") return c.region = text, Result<void>{};
  if (name == "log_level") return c.log_level = text, Result<void>{};
  if (name == "models") return c.models = text, Result<void>{};
  if (name == "loops" || name == "image_children" || name == "vision_children") {
    const auto number = parse_unsigned(text);
    if (!number || *number > 1024) return refuse(fmt::format("{} is a number from 0 to 1024, not '{}'", name, text));
    (name == "loops" ? c.loops : name == "image_children" ? c.image_children : c.vision_children) = size_t(*number);
    return {};
  }
  return refuse(fmt::format("unknown setting '{}'", name));
}

constexpr std::string_view kNames[] = {
    "data",    "app",    "cloud",     "auth",  "testing",        "allow_remote",    "tls_certificate", "tls_key",
    "account", "region", "log_level", "loops", "image_children", "vision_children", "models",          "metadata"};

Result<Account> read_account(const toml::table& table) {
  Account account;
  const std::map<std::string_view, std::string*> members = {{"id", &account.id},
                                                            {"display_name", &account.display_name},
                                                            {"canonical_id", &account.canonical_id},
                                                            {"access_key_id", &account.access_key_id},
                                                            {"secret_access_key", &account.secret_access_key}};
  for (const auto& [key, node] : table) {
    const auto member = members.find(key.str());
    const auto text = node.value_exact<std::string>();
    if (member == members.end() || !text) {
      return refuse(fmt::format("line {}: an account has no text '{}'", node.source().begin.line, key.str()));
    }
    *member->second = *text;
  }
  return account;
}

Result<void> read_list(Configuration& c, std::string_view key, const toml::array& list) {
  for (const toml::node& item : list) {
    if (key == "accounts" && item.is_table()) {
      TRY(Account account, read_account(*item.as_table()));
      c.accounts.push_back(std::move(account));
    } else if (key == "host_names" && item.is_string()) {
      c.host_names.push_back(item.as_string()->get());
    } else if (key == "trusted_proxies" && item.is_string()) {
      c.trusted_proxies.push_back(item.as_string()->get());
      if (!site::is_network(c.trusted_proxies.back())) {
        return refuse(fmt::format("line {}: '{}' is no address and no network such as 10.0.0.0/8",
                                  item.source().begin.line, c.trusted_proxies.back()));
      }
    } else {
      return refuse(fmt::format("line {}: '{}' cannot hold this", item.source().begin.line, key));
    }
  }
  return {};
}

Result<void> read_model_files(Configuration& c, const toml::table& table) {
  for (const auto& [key, node] : table) {
    const auto role = engines::vision::role_named(key.str());
    const auto file = node.value_exact<std::string>();
    if (!role || !file) {
      return refuse(
          fmt::format("line {}: model_files has no role '{}' with a file", node.source().begin.line, key.str()));
    }
    c.model_files[*role] = *file;
  }
  return {};
}

std::optional<log::Level> parse_level(std::string_view text) {
  static const std::map<std::string_view, log::Level> levels = {{"debug", log::Level::debug},
                                                                {"info", log::Level::info},
                                                                {"warning", log::Level::warning},
                                                                {"error", log::Level::error}};
  const auto found = levels.find(text);
  return found == levels.end() ? std::nullopt : std::optional(found->second);
}

// Where EC2 has the service: an address of the machine's own that no other reaches.
bool is_metadata_address(std::string_view host) { return host == "169.254.169.254" || host == "fd00:ec2::254"; }

bool is_account_id(std::string_view id) { return id.size() == 12 && id.find_first_not_of("0123456789") == id.npos; }

}  // namespace

std::string HostPort::text() const {
  return host.find(':') == host.npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

bool HostPort::is_loopback() const { return host == "localhost" || host == "::1" || host.starts_with("127."); }

std::optional<HostPort> parse_host_port(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto port = parse_unsigned(text.substr(colon + 1));
  if (host.empty() || !port || *port > 65535) return std::nullopt;
  return HostPort{std::string(host), uint16_t(*port)};
}

Result<void> read_file(Configuration& configuration, const std::filesystem::path& file) {
  try {
    const toml::table table = toml::parse_file(file.string());
    for (const auto& [key, node] : table) {
      if (const toml::array* list = node.as_array()) {
        REQUIRE_OK(read_list(configuration, key.str(), *list));
        continue;
      }
      if (key.str() == "model_files" && node.is_table()) {
        REQUIRE_OK(read_model_files(configuration, *node.as_table()));
        continue;
      }
      if (key.str() == "instance" && node.is_table()) {
        REQUIRE_OK(read_instance(configuration.instance, *node.as_table()));
        continue;
      }
      std::string text;
      if (node.is_string()) {
        text = node.as_string()->get();
      } else if (node.is_boolean()) {
        text = node.as_boolean()->get() ? "true" : "false";
      } else if (node.is_integer()) {
        text = std::to_string(node.as_integer()->get());
      }
      if (auto done = set(configuration, key.str(), text); !done) {
        return refuse(fmt::format("{}, line {}: {}", file.string(), node.source().begin.line, done.error().message));
      }
    }
  } catch (const toml::parse_error& broken) {
    return refuse(fmt::format("{}, line {}: {}", file.string(), broken.source().begin.line, broken.description()));
  }
  return {};
}

Result<void> read_environment(Configuration& configuration,
                              const std::function<std::optional<std::string>(const std::string&)>& find) {
  for (const std::string_view name : kNames) {
    std::string variable = "LIGHTWELL_";
    for (const char c : name) variable += c >= 'a' && c <= 'z' ? char(c - 32) : c;
    const auto value = find(variable);
    if (!value) continue;
    if (auto done = set(configuration, name, *value); !done) {
      return refuse(fmt::format("{}: {}", variable, done.error().message));
    }
  }
  return {};
}

Result<void> read_settings(Configuration& configuration, const std::map<std::string, std::string>& settings) {
  for (const auto& [name, text] : settings) REQUIRE_OK(set(configuration, name, text));
  return {};
}

log::Level log_level(const Configuration& configuration) { return *parse_level(configuration.log_level); }

Result<void> check(const Configuration& c) {
  if (!parse_level(c.log_level)) {
    return refuse(fmt::format("log_level is debug, info, warning or error, not '{}'", c.log_level));
  }
  if (c.data.empty() && !c.testing) return refuse("a data folder is needed: --data DIR");
  if (!is_account_id(c.account)) return refuse(fmt::format("an account is 12 digits, not '{}'", c.account));
  if (c.tls_certificate.empty() != c.tls_key.empty()) return refuse("tls_certificate and tls_key go together");
  for (const Account& account : c.accounts) {
    if (!is_account_id(account.id)) return refuse(fmt::format("an account is 12 digits, not '{}'", account.id));
    if (account.access_key_id.empty() || account.secret_access_key.empty()) {
      return refuse(fmt::format("account {} needs access_key_id and secret_access_key", account.id));
    }
  }
  if (c.metadata && !c.metadata->is_loopback() && !is_metadata_address(c.metadata->host) && !c.allow_remote) {
    return refuse(
        fmt::format("{}: the metadata service gives the instance's credentials to whoever asks. It listens on loopback "
                    "or 169.254.169.254; elsewhere only with --allow-remote.",
                    c.metadata->text()));
  }
  const bool is_secure = !c.tls_certificate.empty();
  for (const HostPort& door : {c.app, c.cloud}) {
    if (!door.is_loopback() && !is_secure && !c.allow_remote) {
      return refuse(
          fmt::format("{} can be reached from other machines, and without TLS everyone between can read along. "
                      "Give --tls-certificate and --tls-key, or --allow-remote behind a proxy that has them.",
                      door.text()));
    }
  }
  if (c.testing && (!c.app.is_loopback() || !c.cloud.is_loopback())) {
    return refuse("--testing lets everyone in: its doors stay on loopback");
  }
  return {};
}

}  // namespace lightwell::app
