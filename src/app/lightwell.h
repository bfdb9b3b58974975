// Lightwell, put together: stores, services, the application, and the doors in front of them. Every object is made
// here, by constructor; what stands above in the class is made first and ends last.

#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "app/boot/boot_log.h"
#include "app/cloud.h"
#include "app/configuration.h"
#include "app/control/control.h"
#include "app/decisions/decision_desk.h"
#include "app/instance/instance_door.h"
#include "app/machines.h"
#include "app/stores.h"
#include "app/studio.h"
#include "base/ids.h"
#include "base/seal.h"
#include "base/time.h"
#include "http/server.h"
#include "run/interlude.h"
#include "run/loop.h"
#include "run/spawn.h"
#include "site/site.h"

namespace lightwell::app {

class Lightwell {
 public:
  // Opens the stores, brings their tables up to date and goes on with what an earlier process left undone. No door is
  // open yet.
  static Result<std::unique_ptr<Lightwell>> open(const Configuration& configuration);
  ~Lightwell();  // stops

  // Opens both doors and the control socket.
  Result<void> open_doors();
  // No new requests; those under way have `grace` to end; then everything else ends in order.
  void stop(std::chrono::milliseconds grace = std::chrono::seconds(10));

  std::string app_url() const;
  std::string cloud_url() const;
  std::string metadata_url() const { return instance_.url(); }  // empty: there is no metadata service
  // The one-time token of the first-run link, while there is no owner.
  Result<std::optional<std::string>> setup_token();
  // Answers a request of the control socket, or of a command line in this process.
  std::string answer_control(ControlPacket request);

 private:
  Lightwell(const Configuration& configuration, Stores stores, AccessKey root, const Seal::Key& seal_key);
  Result<void> start();
  site::Parts site_parts();
  site::Options site_options() const;
  void add_gate_routes(gate::Gate& gate);
  std::vector<site::Probe> probes();
  Task<http::Response> health();
  Task<http::Response> answer_reset();
  Task<Result<void>> reset();
  Task<Result<void>> empty_everything();
  // The door for --testing: a request is a scene, so that a reset finds none half-played.
  http::Handler staged(http::Handler door);
  Result<std::unique_ptr<http::Server>> open_door(std::string_view name, const HostPort& door, http::Handler handler,
                                                  http::Unreadable unreadable);
  Task<void> sweep_for_ever();
  Task<void> save_denials_for_ever();
  std::string url_of(const HostPort& door, const http::Server& server) const;

  const Configuration configuration_;
  const SystemClock clock_;
  RandomIds ids_;
  Interlude interlude_;  // resets, in --testing
  Loops loops_;          // outlives the stores, whose threads resume on it whoever waited for them
  Stores stores_;
  BootLog boot_log_;
  const Seal seal_;
  Machines machines_;
  Cloud cloud_;
  InstanceDoor instance_;
  DecisionDesk desk_;
  Studio studio_;
  const std::vector<site::Probe> probes_;
  site::Site site_;
  std::stop_source stopping_;
  TaskGroup periodic_;
  std::unique_ptr<http::Server> cloud_server_;
  std::unique_ptr<http::Server> app_server_;
  std::unique_ptr<ControlServer> control_;
  bool is_stopped_ = false;
};

}  // namespace lightwell::app
