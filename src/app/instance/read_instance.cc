#include "app/instance/read_instance.h"

#include <fstream>
#include <sstream>

#include "app/configuration.h"
#include "base/text.h"

namespace lightwell::app {
namespace {

// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
constexpr size_t kUserDataMax = 16 * 1024;
constexpr int kHopsMax = 64;
constexpr size_t kTagsMax = 50;

std::unexpected<Error> refuse(const toml::node& node, std::string words) {
  return fail(errors::bad_configuration, fmt::format("line {}: {}", node.source().begin.line, words));
}

// Tags in the metadata cannot hold what a path cannot.
bool is_tag_key(std::string_view key) {
  return !key.empty() && key != "." && key != ".." && key != "_index" && key.find_first_of(" /") == key.npos;
}

Result<void> read_tags(InstanceSettings& settings, const toml::table& table) {
  for (const auto& [key, node] : table) {
    const auto value = node.value_exact<std::string>();
    if (!value || !is_tag_key(key.str())) {
      return refuse(node, fmt::format("a tag has a text, and a key without spaces and slashes, not '{}'", key.str()));
    }
    settings.tags.insert_or_assign(std::string(key.str()), *value);
  }
  if (settings.tags.size() > kTagsMax) return refuse(table, fmt::format("an instance has at most {} tags", kTagsMax));
  return {};
}

Result<void> read_user_data(InstanceSettings& settings, const toml::node& node, const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) return refuse(node, fmt::format("user_data_file '{}' cannot be read", file));
  settings.user_data = text.str();
  return {};
}

Result<void> read_text(InstanceSettings& settings, std::string_view key, const toml::node& node,
                       const std::string& text) {
  const std::map<std::string_view, std::string InstanceSettings::*> members = {
      {"id", &InstanceSettings::id},
      {"image_id", &InstanceSettings::image_id},
      {"type", &InstanceSettings::type},
      {"zone", &InstanceSettings::zone},
      {"profile", &InstanceSettings::profile},
      {"mac", &InstanceSettings::mac},
      {"local_ipv4", &InstanceSettings::local_ipv4},
      {"local_hostname", &InstanceSettings::local_hostname},
      {"public_ipv4", &InstanceSettings::public_ipv4},
      {"public_hostname", &InstanceSettings::public_hostname},
      {"vpc_id", &InstanceSettings::vpc_id},
      {"subnet_id", &InstanceSettings::subnet_id},
      {"key_name", &InstanceSettings::key_name},
      {"public_key", &InstanceSettings::public_key}};
  if (key == "user_data") return settings.user_data = text, Result<void>{};
  if (key == "user_data_file") return read_user_data(settings, node, text);
  if (key == "http_tokens") {
    if (text != "optional" && text != "required") {
      return refuse(node, fmt::format("http_tokens is optional or required, not '{}'", text));
    }
    settings.is_token_required = text == "required";
    return {};
  }
  const auto member = members.find(key);
  if (member == members.end()) return refuse(node, fmt::format("an instance has no text '{}'", key));
  settings.*member->second = text;
  return {};
}

}  // namespace

Result<void> read_instance(InstanceSettings& settings, const toml::table& table) {
  for (const auto& [key, node] : table) {
    if (key.str() == "tags" && node.is_table()) {
      REQUIRE_OK(read_tags(settings, *node.as_table()));
    } else if (const auto text = node.value_exact<std::string>()) {
      REQUIRE_OK(read_text(settings, key.str(), node, *text));
    } else if (const auto hops = node.value_exact<int64_t>(); hops && key.str() == "http_put_response_hop_limit") {
      if (*hops < 1 || *hops > kHopsMax) {
        return refuse(node, fmt::format("http_put_response_hop_limit is a number from 1 to {}", kHopsMax));
      }
      settings.hops_max = int(*hops);
    } else {
      return refuse(node, fmt::format("[instance] cannot hold '{}'", key.str()));
    }
  }
  if (settings.user_data && settings.user_data->size() > kUserDataMax) {
    return refuse(table, fmt::format("user data has at most {} bytes", kUserDataMax));
  }
  if (settings.key_name.empty() && !settings.public_key.empty()) {
    return refuse(table, "public_key needs a key_name");
  }
  return {};
}

}  // namespace lightwell::app
