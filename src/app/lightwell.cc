#include "app/lightwell.h"

#include <boost/json.hpp>
#include <thread>

#include "app/credentials_file.h"
#include "app/seal_key.h"
#include "app/version.h"
#include "base/log.h"
#include "gate/unreadable.h"
#include "site/embedded_pages.h"

namespace lightwell::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kSweepEvery = 1min;
constexpr auto kSaveDenialsEvery = 1s;
constexpr auto kResetPatience = 10s;
constexpr std::string_view kOwnPaths = "/_lightwell/";

std::vector<std::string> running_services() { return {"ec2", "iam", "s3", "rekognition", "sts"}; }

Result<AccessKey> root_key(const Configuration& configuration, const Stores& stores, Ids& ids) {
  if (!stores.folder) return make_access_key(configuration.account, ids);
  for (const Account& account : configuration.accounts) {
    if (account.id == configuration.account) return AccessKey{account.access_key_id, account.secret_access_key};
  }
  return load_or_make_credentials(stores.folder->credentials(), configuration.account, ids);
}

Result<Seal::Key> seal_key(const Stores& stores, Ids& ids) {
  if (stores.folder) return load_or_make_seal_key(stores.folder->seal_key(), ids);
  Seal::Key key;
  ids.fill(key);
  return key;
}

std::optional<http::TlsFiles> tls_of(const Configuration& configuration) {
  if (configuration.tls_certificate.empty()) return std::nullopt;
  return http::TlsFiles{configuration.tls_certificate.string(), configuration.tls_key.string()};
}

// A request's body, which comes as slowly as its client sends it.
class SceneBody final : public ByteSource {
 public:
  SceneBody(std::unique_ptr<ByteSource> body, std::shared_ptr<Interlude::Scene> scene)
      : body_(std::move(body)), scene_(std::move(scene)) {}

  Task<Result<Bytes>> read() override {
    scene_->step_aside();
    Result<Bytes> bytes = co_await body_->read();
    if (!scene_->step_back()) co_return fail(lightwell::errors::stopped, "The server was reset.");
    co_return bytes;
  }
  std::optional<uint64_t> length() const override { return body_->length(); }
  std::vector<std::string> trailer_names() const override { return body_->trailer_names(); }
  std::optional<std::string> trailer(std::string_view name) const override { return body_->trailer(name); }
  void interrupt() override { body_->interrupt(); }

 private:
  const std::unique_ptr<ByteSource> body_;
  const std::shared_ptr<Interlude::Scene> scene_;
};

Task<http::Response> play_scene(Interlude& interlude, const http::Handler& door, http::Request& request) {
  if (request.path().starts_with(kOwnPaths)) co_return co_await door(request);
  const auto scene = co_await interlude.enter();
  if (request.body) request.body = std::make_unique<SceneBody>(std::move(request.body), scene);
  http::Response response = co_await door(request);
  scene->leave();  // before the answer is sent: sending it writes nothing
  co_return response;
}

}  // namespace

Lightwell::Lightwell(const Configuration& configuration, Stores stores, AccessKey root, const Seal::Key& seal_key)
    : configuration_(configuration),
      loops_(configuration.loops != 0 ? configuration.loops : std::max(1u, std::thread::hardware_concurrency())),
      stores_(std::move(stores)),
      boot_log_(stores_.folder ? stores_.folder->boot_log() : std::filesystem::path{}, kVersion),
      seal_(seal_key),
      machines_(configuration_, stores_.folder ? stores_.folder->spool() : std::filesystem::path{}),
      cloud_(configuration_, stores_, machines_, root, seal_, loops_, clock_, ids_),
      instance_(configuration_, stores_.folder ? stores_.folder->instance_identity() : std::filesystem::path{},
                cloud_.iam(), cloud_.sts(), cloud_.ec2(), *stores_.pool, clock_, ids_),
      desk_(cloud_.decisions(), stores_.folder ? stores_.folder->denials() : std::filesystem::path{}),
      studio_(configuration_, stores_, machines_, cloud_.s3(), cloud_.rekognition(), cloud_.uploader(), clock_, ids_,
              interlude_),
      probes_(probes()),
      site_(site_parts(), site_options()) {
  boot_log_.begin("stores");
  boot_log_.say(stores_.folder ? "data folder: " + configuration_.data.string() : "testing: nothing is kept");
  add_gate_routes(cloud_.cloud_door());
}

Lightwell::~Lightwell() { stop(0ms); }

Result<std::unique_ptr<Lightwell>> Lightwell::open(const Configuration& configuration) {
  TRY(Stores stores, Stores::open(configuration));
  RandomIds ids;
  TRY(AccessKey root, root_key(configuration, stores, ids));
  TRY(const Seal::Key seal, seal_key(stores, ids));
  auto made = std::unique_ptr<Lightwell>(new Lightwell(configuration, std::move(stores), std::move(root), seal));
  REQUIRE_OK(made->start());
  return made;
}

Result<void> Lightwell::start() {
  boot_log_.begin("services");
  // The library's tables were altered most, and SQLite reads every table anew for each alteration: they come first.
  REQUIRE_OK(studio_.migrate());
  REQUIRE_OK(cloud_.migrate(clock_.now()));
  REQUIRE_OK(instance_.prepare());
  boot_log_.begin("library");
  Loop& loop = loops_.at(0);
  REQUIRE_OK(sync_wait(loop, studio_.start(loop, clock_.now())));
  periodic_.spawn(loop, sweep_for_ever());
  periodic_.spawn(loop, save_denials_for_ever());
  return {};
}

Task<void> Lightwell::sweep_for_ever() {
  // The first round follows the start at once: what a killed process left over goes now.
  if (const auto orphans = co_await cloud_.s3().recover(); orphans && *orphans > 0) {
    log::info("removed {} files that a killed process left", *orphans);
  }
  do {
    if (const auto swept = co_await cloud_.s3().sweep(); !swept) {
      log::warning("sweeping blobs: {}", swept.error().log_words);
    }
    if (const auto swept = co_await cloud_.iam().sweep(); !swept) {
      log::warning("writing when keys were last used: {}", swept.error().log_words);
    }
    if (const auto swept = co_await cloud_.sts().sweep(clock_.now()); !swept) {
      log::warning("changing the keys of sessions: {}", swept.error().log_words);
    }
    if (const auto swept = co_await cloud_.rekognition().sweep(clock_.now()); !swept) {
      log::warning("sweeping collections of faces: {}", swept.error().log_words);
    }
    co_await studio_.sweep(clock_.now());
  } while (co_await loops_.at(0).sleep(kSweepEvery, stopping_.get_token()));
}

Task<void> Lightwell::save_denials_for_ever() {
  const auto save = [this]() -> Result<void> {
    desk_.save();
    return {};
  };
  while (co_await loops_.at(0).sleep(kSaveDenialsEvery, stopping_.get_token())) {
    if (const auto saved = co_await stores_.pool->run(save); !saved) log::warning("denials: the pool is busy");
  }
  desk_.save();
}

site::Parts Lightwell::site_parts() {
  return {.owners = studio_.owners,
          .uploads = studio_.uploads,
          .library = studio_.library,
          .labels = studio_.labels,
          .people = studio_.people,
          .likeness = studio_.likeness,
          .processing = studio_.processing,
          .analysis = studio_.analysis,
          .events = studio_.events,
          .search = studio_.search,
          .timer = loops_.at(0),
          .ids = ids_,
          .clock = clock_,
          .pages = http::StaticFiles(site::embedded_pages()),
          .stores = probes_,
          .signed_requests = [this](http::Request& request) { return cloud_.app_door().answer(request); },
          .instance = [this] { return instance_.facts(); }};
}

site::Options Lightwell::site_options() const {
  return {.version = std::string(kVersion),
          .services = running_services(),
          .rules = {.names = configuration_.host_names,
                    .trusted_proxies = configuration_.trusted_proxies,
                    .is_plain_http_allowed = configuration_.allow_remote}};
}

void Lightwell::add_gate_routes(gate::Gate& gate) {
  gate.add_route("GET", "/_lightwell/health", [this](http::Request&) { return health(); });
  if (!configuration_.testing) return;
  gate.add_route("POST", "/_lightwell/reset", [this](http::Request&) { return answer_reset(); });
}

std::vector<site::Probe> Lightwell::probes() {
  return {{.name = "database", .ask = [this] { return stores_.database->ping(); }},
          {.name = "blobs", .ask = [this] { return stores_.blobs->ping(); }}};
}

Task<http::Response> Lightwell::health() {
  const auto answers = co_await site::ask_stores(loops_.at(0), probes_);
  const bool is_well = site::are_well(answers);
  boost::json::object stores;
  for (const site::ProbeAnswer& answer : answers) stores[answer.name] = site::to_text(answer.state);
  boost::json::array services;
  for (const std::string& name : running_services()) services.emplace_back(name);
  const boost::json::object body = {{"status", is_well ? "ok" : "unavailable"},
                                    {"version", kVersion},
                                    {"stores", std::move(stores)},
                                    {"services", std::move(services)},
                                    {"models", machines_.models()}};
  http::Response response{.status = is_well ? 200 : 503, .body = boost::json::serialize(body)};
  response.headers.add("Content-Type", "application/json");
  response.headers.add("Cache-Control", "no-store");
  co_return response;
}

Task<http::Response> Lightwell::answer_reset() {
  const auto done = co_await reset();
  if (!done) log::error("reset: {} {}", done.error().message, done.error().log_words);
  co_return http::Response{.status = done ? 204 : 500};
}

Task<Result<void>> Lightwell::reset() {
  co_return co_await interlude_.play(loops_.at(0), kResetPatience, [this] { return empty_everything(); });
}

Task<Result<void>> Lightwell::empty_everything() {
  cloud_.decisions().clear();
  CO_CHECK(co_await cloud_.iam().reset());
  CO_CHECK(co_await cloud_.sts().reset(clock_.now()));
  CO_CHECK(co_await cloud_.ec2().reset());
  instance_.reset();
  CO_CHECK(co_await cloud_.s3().reset());
  CO_CHECK(co_await cloud_.rekognition().reset());
  co_return co_await studio_.reset();
}

http::Handler Lightwell::staged(http::Handler door) {
  if (!configuration_.testing) return door;
  return [this, door = std::move(door)](http::Request& request) { return play_scene(interlude_, door, request); };
}

// Tells which door it is and how to have it elsewhere.
Result<std::unique_ptr<http::Server>> Lightwell::open_door(std::string_view name, const HostPort& door,
                                                           http::Handler handler, http::Unreadable unreadable) {
  auto server = http::listen(loops_, {.host = door.host, .port = door.port}, staged(std::move(handler)), {},
                             tls_of(configuration_), std::move(unreadable));
  if (server) return server;
  Error failure = std::move(server).error();
  failure.message += fmt::format(" (the {} door). Choose another address with --{} HOST:PORT.", name, name);
  return std::unexpected(std::move(failure));
}

Result<void> Lightwell::open_doors() {
  boot_log_.begin("doors");
  TRY(cloud_server_,
      open_door(
          "cloud", configuration_.cloud, [this](http::Request& request) { return cloud_.cloud_door().answer(request); },
          [this](int status, std::string_view why) {
            return gate::unreadable_answer(status, why, ids_.request_id());
          }));
  TRY(app_server_, open_door("app", configuration_.app, site_.handler(), http::plain_response));
  REQUIRE_OK(instance_.open(loops_));
  if (stores_.folder) {
    TRY(control_, serve_control(stores_.folder->control(),
                                [this](ControlPacket request) { return answer_control(std::move(request)); }));
  }
  boot_log_.say("app       " + app_url());
  boot_log_.say("cloud     " + cloud_url());
  boot_log_.say("metadata  " + (metadata_url().empty() ? std::string("off") : metadata_url()));
  boot_log_.finish();
  return {};
}

void Lightwell::stop(std::chrono::milliseconds grace) {
  if (std::exchange(is_stopped_, true)) return;
  boot_log_.begin("stop");
  control_.reset();
  studio_.events.stop();
  site_.stop();
  std::thread app_door([&] {
    if (app_server_) app_server_->stop(grace);
  });
  instance_.stop(grace);
  if (cloud_server_) cloud_server_->stop(grace);
  app_door.join();
  stopping_.request_stop();
  studio_.stop();
  machines_.stop();
  periodic_.wait();
  if (const auto swept = sync_wait(loops_.at(0), cloud_.iam().sweep()); !swept) {
    log::warning("writing when keys were last used: {}", swept.error().log_words);
  }
  cloud_.rekognition().stop();
  app_server_.reset();
  cloud_server_.reset();
  boot_log_.finish();
}

std::string Lightwell::url_of(const HostPort& door, const http::Server& server) const {
  const HostPort bound{door.host == "0.0.0.0" ? "localhost" : door.host, server.port()};
  return (configuration_.tls_certificate.empty() ? "http://" : "https://") + bound.text();
}

std::string Lightwell::app_url() const { return url_of(configuration_.app, *app_server_); }
std::string Lightwell::cloud_url() const { return url_of(configuration_.cloud, *cloud_server_); }

Result<std::optional<std::string>> Lightwell::setup_token() {
  return sync_wait(loops_.at(0), studio_.owners.open_setup(clock_.now()));
}

}  // namespace lightwell::app
