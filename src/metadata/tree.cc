#include "metadata/tree.h"

#include <fmt/format.h>

#include <algorithm>

namespace lightwell::metadata {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += (out.empty() ? "" : "\n") + line;
  return out;
}

void add_interface(Tree& tree, const Instance& instance, const Interface& one) {
  const std::string folder = "network/interfaces/macs/" + one.mac + "/";
  const auto add = [&](std::string_view name, std::string value) {
    if (!value.empty()) tree.add(folder + std::string(name), std::move(value));
  };
  add("device-number", std::to_string(one.device_number));
  add("interface-id", one.id);
  add("ipv6s", joined(one.ipv6s));
  add("local-hostname", one.local_hostname);
  add("local-ipv4s", joined(one.local_ipv4s));
  add("mac", one.mac);
  add("owner-id", instance.account);
  add("public-hostname", one.public_hostname);
  add("public-ipv4s", joined(one.public_ipv4s));
  add("security-group-ids", joined(instance.security_group_ids));
  add("security-groups", joined(instance.security_groups));
  add("subnet-id", one.subnet_id);
  add("subnet-ipv4-cidr-block", one.subnet_ipv4_block);
  add("vpc-id", one.vpc_id);
  add("vpc-ipv4-cidr-block", one.vpc_ipv4_block);
  add("vpc-ipv4-cidr-blocks", one.vpc_ipv4_block);
  if (!one.public_ipv4s.empty() && !one.local_ipv4s.empty()) {
    add("ipv4-associations/" + one.public_ipv4s.front(), one.local_ipv4s.front());
  }
}

// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
struct Partition {
  std::string_view name = "aws";
  std::string_view domain = "amazonaws.com";
};
Partition partition_of(std::string_view region) {
  if (region.starts_with("cn-")) return {.name = "aws-cn", .domain = "amazonaws.com.cn"};
  if (region.starts_with("us-gov-")) return {.name = "aws-us-gov"};
  return {};
}

}  // namespace

std::string zone_id(const std::string& region, const std::string& zone) {
  // us-east-1 -> use1, ap-southeast-2 -> apse2
  std::string out;
  size_t start = 0;
  for (size_t part = 0; start <= region.size(); ++part) {
    const size_t end = std::min(region.find('-', start), region.size());
    const std::string_view word = std::string_view(region).substr(start, end - start);
    if (part == 0 || (!word.empty() && word.front() >= '0' && word.front() <= '9')) {
      out += word;
    } else {
      for (const std::string_view direction : {"north", "south", "east", "west", "central"}) {
        if (word.contains(direction)) out += direction.front();
      }
    }
    start = end + 1;
  }
  const char letter = zone.empty() ? 'a' : zone.back();
  return fmt::format("{}-az{}", out, letter >= 'a' && letter <= 'z' ? letter - 'a' + 1 : 1);
}

void Tree::add(std::string path, std::string value) { leaves_.insert_or_assign(std::move(path), std::move(value)); }

std::optional<Tree::Found> Tree::find(std::string_view path) const {
  if (const auto leaf = leaves_.find(path); leaf != leaves_.end()) {
    return Found{.is_elsewhere = !leaf->second, .text = leaf->second.value_or("")};
  }
  const std::string folder = path.empty() ? std::string() : std::string(path) + "/";
  std::vector<std::string> names;
  for (auto at = leaves_.lower_bound(folder); at != leaves_.end() && at->first.starts_with(folder); ++at) {
    const std::string_view rest = std::string_view(at->first).substr(folder.size());
    const size_t slash = rest.find('/');
    std::string name(rest.substr(0, slash == rest.npos ? slash : slash + 1));
    if (names.empty() || names.back() != name) names.push_back(std::move(name));
  }
  if (names.empty()) return std::nullopt;
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return Found{.text = joined(names)};
}

Tree metadata_tree(const Instance& instance) {
  Tree tree;
  const auto add = [&](std::string path, std::string value) {
    if (!value.empty()) tree.add(std::move(path), std::move(value));
  };
  add("ami-id", instance.image_id);
  add("ami-launch-index", "0");
  add("ami-manifest-path", "(unknown)");
  add("block-device-mapping/ami", "/dev/xvda");
  add("block-device-mapping/root", "/dev/xvda");
  add("hostname", instance.local_hostname);
  add("instance-action", "none");
  add("instance-id", instance.id);
  add("instance-life-cycle", "on-demand");
  add("instance-type", instance.type);
  add("local-hostname", instance.local_hostname);
  add("local-ipv4", instance.local_ipv4);
  if (!instance.interfaces.empty()) {
    const Interface& primary = instance.interfaces.front();
    add("ipv6", primary.ipv6s.empty() ? std::string() : primary.ipv6s.front());
    add("mac", primary.mac);
  }
  for (const Interface& one : instance.interfaces) add_interface(tree, instance, one);
  add("placement/availability-zone", instance.zone);
  add("placement/availability-zone-id", zone_id(instance.region, instance.zone));
  add("placement/region", instance.region);
  add("profile", "default-hvm");
  add("public-hostname", instance.public_hostname);
  add("public-ipv4", instance.public_ipv4);
  add("reservation-id", instance.reservation_id);
  add("security-groups", joined(instance.security_groups));
  const Partition partition = partition_of(instance.region);
  add("services/domain", std::string(partition.domain));
  add("services/partition", std::string(partition.name));
  for (const auto& [key, value] : instance.tags) tree.add("tags/instance/" + key, value);
  return tree;
}

}  // namespace lightwell::metadata
