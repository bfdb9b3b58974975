#include "app/instance/describe.h"

#include <arpa/inet.h>

#include "base/digest.h"
#include "base/text.h"

namespace lightwell::app {
namespace {

constexpr uint64_t kGib = 1ull << 30;

// "i-" and 17 hex digits that tell nothing of what they are made of.
std::string made_id(const Host& host, std::string_view kind, std::string_view of) {
  const std::string key = "lightwell " + (host.machine_id.empty() ? host.name : host.machine_id);
  const Sha256 made = hmac_sha256(as_bytes(key), as_bytes(std::string(kind) + std::string(of)));
  return std::string(kind) + "-" + to_hex(made).substr(0, 17);
}

// A MAC address of nobody's making, for a machine without an interface.
std::string made_mac(const Host& host) {
  const std::string hex = made_id(host, "mac", "").substr(4, 10);
  std::string out = "02";
  for (size_t at = 0; at < hex.size(); at += 2) out.append(":").append(hex, at, 2);
  return out;
}

std::string block_of(const std::string& ipv4, int prefix_bits) {
  in_addr address = {};
  if (inet_pton(AF_INET, ipv4.c_str(), &address) != 1 || prefix_bits < 0 || prefix_bits > 32) return {};
  const uint32_t mask = prefix_bits == 0 ? 0 : ~uint32_t(0) << (32 - prefix_bits);
  address.s_addr = htonl(ntohl(address.s_addr) & mask);
  char text[INET_ADDRSTRLEN] = {};
  return fmt::format("{}/{}", inet_ntop(AF_INET, &address, text, sizeof text), prefix_bits);
}

// "ip-10-0-0-5.ec2.internal", or with the region elsewhere, as EC2 names its machines.
std::string internal_name(std::string ipv4, const std::string& region) {
  for (char& c : ipv4) c = c == '.' ? '-' : c;
  return region == "us-east-1" ? fmt::format("ip-{}.ec2.internal", ipv4)
                               : fmt::format("ip-{}.{}.compute.internal", ipv4, region);
}

std::string either(const std::string& configured, const std::string& otherwise) {
  return configured.empty() ? otherwise : configured;
}

std::vector<metadata::Interface> interfaces_of(const Configuration& configuration, const Host& host,
                                               const metadata::Instance& instance) {
  const InstanceSettings& settings = configuration.instance;
  std::vector<HostInterface> given = host.interfaces;
  if (given.empty()) given.push_back({.name = "none", .mac = made_mac(host)});
  if (!settings.mac.empty()) given.front().mac = to_lower(settings.mac);
  if (given.front().ipv4s.empty() || !settings.local_ipv4.empty()) given.front().ipv4s = {instance.local_ipv4};
  std::vector<metadata::Interface> all;
  for (const HostInterface& one : given) {
    const bool is_primary = all.empty();
    const std::string block = one.ipv4s.empty() ? "" : block_of(one.ipv4s.front(), one.prefix_bits);
    all.push_back({.mac = one.mac,
                   .device_number = int(all.size()),
                   .id = made_id(host, "eni", one.mac),
                   .local_ipv4s = one.ipv4s,
                   .ipv6s = one.ipv6s,
                   .local_hostname = is_primary          ? instance.local_hostname
                                     : one.ipv4s.empty() ? std::string()
                                                         : internal_name(one.ipv4s.front(), instance.region),
                   .subnet_id = either(is_primary ? settings.subnet_id : "", made_id(host, "subnet", block)),
                   .subnet_ipv4_block = block,
                   .vpc_id = either(settings.vpc_id, made_id(host, "vpc", "")),
                   .vpc_ipv4_block = block});
    if (is_primary && !instance.public_ipv4.empty()) all.back().public_ipv4s = {instance.public_ipv4};
    if (is_primary) all.back().public_hostname = instance.public_hostname;
  }
  return all;
}

}  // namespace

std::string instance_type(uint64_t memory_bytes, bool is_arm) {
  constexpr std::pair<uint64_t, std::string_view> kSizes[] = {{kGib / 2, "nano"},  {kGib, "micro"},
                                                              {2 * kGib, "small"}, {4 * kGib, "medium"},
                                                              {8 * kGib, "large"}, {16 * kGib, "xlarge"}};
  for (const auto& [memory, size] : kSizes) {
    if (memory_bytes <= memory) return fmt::format("{}.{}", is_arm ? "t4g" : "t3", size);
  }
  return is_arm ? "t4g.2xlarge" : "t3.2xlarge";
}

metadata::Instance describe_instance(const Configuration& configuration, const Host& host) {
  const InstanceSettings& settings = configuration.instance;
  const bool is_arm = host.architecture == "aarch64";
  const bool has_address = !host.interfaces.empty() && !host.interfaces.front().ipv4s.empty();
  const std::string address = has_address ? host.interfaces.front().ipv4s.front() : "127.0.0.1";
  metadata::Instance out;
  out.id = either(settings.id, made_id(host, "i", ""));
  out.image_id = either(settings.image_id, made_id(host, "ami", host.system));
  out.type = either(settings.type, instance_type(host.memory_bytes, is_arm));
  out.architecture = is_arm ? "arm64" : host.architecture;
  out.account = configuration.account;
  out.region = configuration.region;
  out.zone = either(settings.zone, configuration.region + "a");
  out.reservation_id = made_id(host, "r", "");
  out.local_ipv4 = either(settings.local_ipv4, address);
  out.local_hostname = either(settings.local_hostname, internal_name(out.local_ipv4, out.region));
  out.public_ipv4 = settings.public_ipv4;
  out.public_hostname = settings.public_hostname;
  out.interfaces = interfaces_of(configuration, host, out);
  out.security_group_ids = {made_id(host, "sg", "default")};
  out.tags = settings.tags;
  out.user_data = settings.user_data;
  out.pending_time = host.booted_at;
  return out;
}

}  // namespace lightwell::app
