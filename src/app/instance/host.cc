#include "app/instance/host.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
#include <memory>

#include "base/text.h"

namespace lightwell::app {
namespace {

constexpr size_t kInterfacesMax = 16;

std::string first_line(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return std::string(trim(line));
}

// ID and VERSION_ID of /etc/os-release.
std::string system_name() {
  std::ifstream in("/etc/os-release");
  std::string id, version;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("ID=")) id = line.substr(3);
    if (line.starts_with("VERSION_ID=")) version = line.substr(11);
  }
  return id + " " + version;
}

template <class Address>
std::string text_of(int family, const Address& address) {
  char text[INET6_ADDRSTRLEN] = {};
  return inet_ntop(family, &address, text, sizeof text) != nullptr ? std::string(text) : std::string();
}

HostInterface& interface_named(std::vector<HostInterface>& all, const std::string& name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const HostInterface& one) { return one.name == name; });
  if (found != all.end()) return *found;
  return all.emplace_back(HostInterface{.name = name, .mac = first_line("/sys/class/net/" + name + "/address")});
}

void add_address(HostInterface& to, const ifaddrs& entry) {
  if (entry.ifa_addr->sa_family == AF_INET) {
    sockaddr_in address = {}, mask = {};
    std::memcpy(&address, entry.ifa_addr, sizeof address);
    if (entry.ifa_netmask != nullptr) std::memcpy(&mask, entry.ifa_netmask, sizeof mask);
    if (to.ipv4s.empty()) to.prefix_bits = std::popcount(uint32_t(mask.sin_addr.s_addr));
    to.ipv4s.push_back(text_of(AF_INET, address.sin_addr));
  } else if (entry.ifa_addr->sa_family == AF_INET6) {
    sockaddr_in6 address = {};
    std::memcpy(&address, entry.ifa_addr, sizeof address);
    if (!IN6_IS_ADDR_LINKLOCAL(&address.sin6_addr)) to.ipv6s.push_back(text_of(AF_INET6, address.sin6_addr));
  }
}

std::vector<HostInterface> read_interfaces() {
  ifaddrs* first = nullptr;
  if (getifaddrs(&first) != 0) return {};
  const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> list(first, freeifaddrs);
  std::vector<HostInterface> all;
  for (const ifaddrs* entry = first; entry != nullptr; entry = entry->ifa_next) {
    const bool counts = entry->ifa_addr != nullptr && (entry->ifa_flags & IFF_UP) != 0 &&
                        (entry->ifa_flags & IFF_LOOPBACK) == 0 && all.size() < kInterfacesMax;
    if (counts) add_address(interface_named(all, entry->ifa_name), *entry);
  }
  // One that has an IPv4 address first: an instance's primary interface has one.
  std::stable_partition(all.begin(), all.end(), [](const HostInterface& one) { return !one.ipv4s.empty(); });
  std::erase_if(all, [](const HostInterface& one) { return one.mac.empty() || one.mac == "00:00:00:00:00:00"; });
  return all;
}

}  // namespace

Host read_host(Timestamp now) {
  Host host;
  char name[256] = {};
  if (gethostname(name, sizeof name - 1) == 0) host.name = name;
  host.machine_id = first_line("/etc/machine-id");
  host.system = system_name();
  utsname kernel = {};
  if (uname(&kernel) == 0) host.architecture = kernel.machine;
  struct sysinfo info = {};
  host.booted_at = now;
  if (sysinfo(&info) == 0) {
    host.memory_bytes = uint64_t(info.totalram) * info.mem_unit;
    host.booted_at = now - seconds(info.uptime);
  }
  host.interfaces = read_interfaces();
  return host;
}

}  // namespace lightwell::app
