#include "services/ec2/regions.h"

#include <fmt/format.h>

#include <algorithm>

namespace lightwell::ec2 {
namespace {

constexpr Region kRegions[] = {
    {"af-south-1", true, "afs1", "abc"},        {"ap-east-1", true, "ape1", "abc"},
    {"ap-east-2", true, "ape2", "abc"},         {"ap-northeast-1", false, "apne1", "acd"},
    {"ap-northeast-2", false, "apne2", "abcd"}, {"ap-northeast-3", false, "apne3", "abc"},
    {"ap-south-1", false, "aps1", "abc"},       {"ap-south-2", true, "aps2", "abc"},
    {"ap-southeast-1", false, "apse1", "abc"},  {"ap-southeast-2", false, "apse2", "abc"},
    {"ap-southeast-3", true, "apse3", "abc"},   {"ap-southeast-4", true, "apse4", "abc"},
    {"ap-southeast-5", true, "apse5", "abc"},   {"ap-southeast-6", true, "apse6", "abc"},
    {"ap-southeast-7", true, "apse7", "abc"},   {"ca-central-1", false, "cac1", "abd"},
    {"ca-west-1", true, "caw1", "abc"},         {"eu-central-1", false, "euc1", "abc"},
    {"eu-central-2", true, "euc2", "abc"},      {"eu-north-1", false, "eun1", "abc"},
    {"eu-south-1", true, "eus1", "abc"},        {"eu-south-2", true, "eus2", "abc"},
    {"eu-west-1", false, "euw1", "abc"},        {"eu-west-2", false, "euw2", "abc"},
    {"eu-west-3", false, "euw3", "abc"},        {"il-central-1", true, "ilc1", "abc"},
    {"me-central-1", true, "mec1", "abc"},      {"me-south-1", true, "mes1", "abc"},
    {"mx-central-1", true, "mxc1", "abc"},      {"sa-east-1", false, "sae1", "abc"},
    {"us-east-1", false, "use1", "abcdef"},     {"us-east-2", false, "use2", "abc"},
    {"us-west-1", false, "usw1", "ac"},         {"us-west-2", false, "usw2", "abcd"},
};

}  // namespace

std::span<const Region> regions() { return kRegions; }

const Region* find_region(std::string_view name) {
  const auto found = std::ranges::find(kRegions, name, &Region::name);
  return found == std::end(kRegions) ? nullptr : found;
}

std::vector<Zone> zones_of(const Region& region) {
  std::vector<Zone> zones;
  for (const char letter : region.zones) {
    zones.push_back({.name = std::string(region.name) + letter,
                     .id = fmt::format("{}-az{}", region.zone_id, letter - 'a' + 1),
                     .region = &region});
  }
  return zones;
}

}  // namespace lightwell::ec2
