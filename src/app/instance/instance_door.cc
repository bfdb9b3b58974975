#include "app/instance/instance_door.h"

#include "app/instance/describe.h"
#include "base/log.h"

namespace lightwell::app {
namespace {

constexpr size_t kHeaderBytesMax = 16 * 1024;
constexpr size_t kConnectionsMax = 256;

const HostPort kLinkLocal{"169.254.169.254", 80};
const HostPort kLoopback{"127.0.0.1", 1338};

}  // namespace

InstanceDoor::InstanceDoor(const Configuration& configuration, std::filesystem::path identity_file,
                           iam::IamService& iam, sts::StsService& sts, api::ec2::Ec2& ec2, Pool& pool,
                           const Clock& clock, Ids& ids)
    : configuration_(configuration),
      clock_(clock),
      ids_(ids),
      instance_(describe_instance(configuration, read_host(clock.now()))),
      identity_(instance_, std::move(identity_file), pool, clock),
      role_(iam, sts, clock, configuration.account, configuration.instance.profile, instance_.id),
      key_(configuration, ec2, clock) {}

Result<void> InstanceDoor::prepare() {
  if (configuration_.is_metadata_off) return {};
  REQUIRE_OK(identity_.load());
  service_ = std::make_unique<metadata::Metadata>(
      instance_, metadata::Sources{.identity = identity_, .roles = role_, .keys = key_}, clock_, ids_,
      metadata::Options{.is_token_required = configuration_.instance.is_token_required,
                        .host_names = configuration_.host_names});
  return {};
}

Result<std::unique_ptr<http::Server>> InstanceDoor::listen(Loops& loops, const HostPort& at) {
  return http::listen(loops, {.host = at.host, .port = at.port}, service_->handler(),
                      {.header_bytes_max = kHeaderBytesMax,
                       .body_bytes_max = 0,
                       .connections_max = kConnectionsMax,
                       .hops_max = configuration_.instance.hops_max});
}

Result<void> InstanceDoor::open(Loops& loops) {
  if (configuration_.is_metadata_off) return {};
  key_.check(loops.at(0));
  if (configuration_.metadata) {
    TRY(server_, listen(loops, *configuration_.metadata));
    bound_ = {configuration_.metadata->host, server_->port()};
    return {};
  }
  for (const HostPort& at : {kLinkLocal, kLoopback}) {
    auto opened = listen(loops, at);
    if (!opened) continue;
    server_ = std::move(*opened);
    bound_ = at;
    return {};
  }
  log::warning("{} is taken: there is no metadata service. --metadata HOST:PORT says where else.", kLoopback.text());
  return {};
}

void InstanceDoor::stop(std::chrono::milliseconds grace) {
  if (server_) server_->stop(grace);
}

std::string InstanceDoor::url() const {
  if (!server_) return {};
  return "http://" + (bound_.port == 80 ? bound_.host : bound_.text());
}

site::InstanceFacts InstanceDoor::facts() const {
  site::InstanceFacts out;
  const auto add = [&](std::string name, const std::string& value) {
    if (!value.empty()) out.facts.emplace_back(std::move(name), value);
  };
  add("instance-id", instance_.id);
  add("instance-type", instance_.type);
  add("ami-id", instance_.image_id);
  add("architecture", instance_.architecture);
  add("account", instance_.account);
  add("placement/region", instance_.region);
  add("placement/availability-zone", instance_.zone);
  add("local-hostname", instance_.local_hostname);
  add("local-ipv4", instance_.local_ipv4);
  add("public-hostname", instance_.public_hostname);
  add("public-ipv4", instance_.public_ipv4);
  if (!instance_.interfaces.empty()) {
    const metadata::Interface& primary = instance_.interfaces.front();
    add("mac", primary.mac);
    add("vpc-id", primary.vpc_id);
    add("subnet-id", primary.subnet_id);
  }
  for (const auto& tag : instance_.tags) out.tags.push_back(tag);
  out.launched_at = instance_.pending_time;
  out.metadata_url = url();
  out.is_token_required = configuration_.instance.is_token_required;
  out.profile = configuration_.instance.profile;
  return out;
}

}  // namespace lightwell::app
