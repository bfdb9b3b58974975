// DescribeRegions tells of the regions there are: each is open to every account, so AllRegions makes no difference.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html

#include <algorithm>

#include "services/ec2/ec2.h"
#include "services/ec2/key_pair_rules.h"
#include "services/ec2/regions.h"

namespace lightwell::ec2 {
namespace {

constexpr std::string_view kFilters[] = {"endpoint", "opt-in-status", "region-name"};

bool fits(const Region& region, const api::ec2::Filter& filter) {
  const std::vector<std::string>& values = *filter.values;
  if (*filter.name == "endpoint") return fits_one(values, region.endpoint());
  if (*filter.name == "opt-in-status") return fits_one(values, region.opt_in_status());
  return fits_one(values, region.name);
}

Result<void> check_named(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (find_region(name) == nullptr) {
      return fail(errors::invalid_parameter_value, fmt::format("Invalid region: [{}]", name));
    }
  }
  return {};
}

}  // namespace

Task<Result<api::ec2::DescribeRegionsResult>> Ec2Service::describe_regions(const Call&,
                                                                           api::ec2::DescribeRegionsRequest& request) {
  const auto named = std::move(request.region_names).value_or(std::vector<std::string>{});
  CO_CHECK(check_named(named));
  CO_CHECK(check_plain_filters(request.filters, kFilters));
  CO_CHECK(check_dry_run(request.dry_run));
  std::vector<api::ec2::Region> told;
  for (const Region& region : regions()) {
    if (!named.empty() && std::ranges::find(named, region.name) == named.end()) continue;
    const auto lets_through = [&](const api::ec2::Filter& filter) { return fits(region, filter); };
    if (request.filters && !std::ranges::all_of(*request.filters, lets_through)) continue;
    told.push_back({.opt_in_status = std::string(region.opt_in_status()),
                    .region_name = std::string(region.name),
                    .endpoint = region.endpoint()});
  }
  co_return api::ec2::DescribeRegionsResult{.regions = std::move(told)};
}

}  // namespace lightwell::ec2
