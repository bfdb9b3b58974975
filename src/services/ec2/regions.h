// The regions of AWS and their availability zones.
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lightwell::ec2 {

struct Region {
  std::string_view name;
  bool is_opt_in;            // launched after 20 March 2019: an account opts in first. Here each has
  std::string_view zone_id;  // "use1", of "use1-az1"
  // "abc": their letters. AWS deals them anew to each account; here "a" is number 1, as the metadata service has it.
  std::string_view zones;

  std::string endpoint() const { return "ec2." + std::string(name) + ".amazonaws.com"; }
  std::string_view opt_in_status() const { return is_opt_in ? "opted-in" : "opt-in-not-required"; }
};

struct Zone {
  std::string name;      // us-east-1a
  std::string id;        // use1-az1
  const Region* region;  // of the table
};

// Those of the partition aws, by name.
std::span<const Region> regions();
const Region* find_region(std::string_view name);
std::vector<Zone> zones_of(const Region& region);

}  // namespace lightwell::ec2
