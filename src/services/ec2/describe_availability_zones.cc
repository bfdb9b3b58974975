// DescribeAvailabilityZones tells of the zones of the call's region. There are no local and no Wavelength zones, so
// AllAvailabilityZones makes no difference.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html

#include <algorithm>

#include "services/ec2/ec2.h"
#include "services/ec2/key_pair_rules.h"
#include "services/ec2/regions.h"

namespace lightwell::ec2 {
namespace {

using api::ec2::AvailabilityZone;
using Texts = std::optional<std::vector<std::string>>;

constexpr std::string_view kFilters[] = {"group-long-name", "group-name",       "message",     "opt-in-status",
                                         "parent-zone-id",  "parent-zone-name", "region-name", "state",
                                         "zone-id",         "zone-name",        "zone-type"};

AvailabilityZone told(const Zone& zone) {
  const std::string region(zone.region->name);
  return {.opt_in_status = std::string(zone.region->opt_in_status()),
          .messages = std::vector<api::ec2::AvailabilityZoneMessage>{},
          .region_name = region,
          .zone_name = zone.name,
          .zone_id = zone.id,
          .group_name = region + "-zg-1",
          .network_border_group = region,
          .zone_type = "availability-zone",
          .state = std::string(api::ec2::values::availability_zone_state::available)};
}

bool fits(const AvailabilityZone& zone, const api::ec2::Filter& filter) {
  const std::string& name = *filter.name;
  const std::vector<std::string>& values = *filter.values;
  if (name == "group-name") return fits_one(values, *zone.group_name);
  if (name == "opt-in-status") return fits_one(values, *zone.opt_in_status);
  if (name == "region-name") return fits_one(values, *zone.region_name);
  if (name == "state") return fits_one(values, *zone.state);
  if (name == "zone-id") return fits_one(values, *zone.zone_id);
  if (name == "zone-name") return fits_one(values, *zone.zone_name);
  return name == "zone-type" && fits_one(values, *zone.zone_type);  // the others are of what no zone here has
}

bool holds(const Texts& list, const std::string& text) { return list && std::ranges::find(*list, text) != list->end(); }

Result<void> check_named(const Texts& named, const std::vector<Zone>& zones, std::string Zone::* member) {
  if (!named) return {};
  for (const std::string& one : *named) {
    if (std::ranges::find(zones, one, member) != zones.end()) continue;
    return fail(errors::invalid_parameter_value, fmt::format("Invalid availability zone: [{}]", one));
  }
  return {};
}

}  // namespace

Task<Result<api::ec2::DescribeAvailabilityZonesResult>> Ec2Service::describe_availability_zones(
    const Call& call, api::ec2::DescribeAvailabilityZonesRequest& request) {
  const Region* region = find_region(call.region);
  const std::vector<Zone> zones = region == nullptr ? std::vector<Zone>{} : zones_of(*region);
  CO_CHECK(check_named(request.zone_names, zones, &Zone::name));
  CO_CHECK(check_named(request.zone_ids, zones, &Zone::id));
  CO_CHECK(check_plain_filters(request.filters, kFilters));
  CO_CHECK(check_dry_run(request.dry_run));
  const bool names_some =
      (request.zone_names && !request.zone_names->empty()) || (request.zone_ids && !request.zone_ids->empty());
  std::vector<AvailabilityZone> answer;
  for (const Zone& zone : zones) {
    if (names_some && !holds(request.zone_names, zone.name) && !holds(request.zone_ids, zone.id)) continue;
    AvailabilityZone one = told(zone);
    const auto lets_through = [&](const api::ec2::Filter& filter) { return fits(one, filter); };
    if (!request.filters || std::ranges::all_of(*request.filters, lets_through)) answer.push_back(std::move(one));
  }
  co_return api::ec2::DescribeAvailabilityZonesResult{.availability_zones = std::move(answer)};
}

}  // namespace lightwell::ec2
