#include "app/lightwell.h"

#include <boost/json.hpp>
#include <thread>

#include "app/credentials_file.h"
#include "app/version.h"
#include "base/log.h"
#include "site/embedded_pages.h"

namespace lightwell::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kSweepEvery = 1min;

std::vector<std::string> running_services() { return {"s3", "rekognition"}; }

Result<AccessKey> root_key(const Configuration& configuration, const Stores& stores, Ids& ids) {
  if (!stores.folder) return make_access_key(ids);
  for (const Account& account : configuration.accounts) {
    if (account.id == configuration.account) return AccessKey{account.access_key_id, account.secret_access_key};
  }
  return load_or_make_credentials(stores.folder->credentials(), ids);
}

std::optional<http::TlsFiles> tls_of(const Configuration& configuration) {
  if (configuration.tls_certificate.empty()) return std::nullopt;
  return http::TlsFiles{configuration.tls_certificate.string(), configuration.tls_key.string()};
}

}  // namespace

Lightwell::Lightwell(const Configuration& configuration, Stores stores, AccessKey root)
    : configuration_(configuration),
      loops_(configuration.loops != 0 ? configuration.loops : std::max(1u, std::thread::hardware_concurrency())),
      stores_(std::move(stores)),
      machines_(configuration_, stores_.folder ? stores_.folder->spool() : std::filesystem::path{}),
      cloud_(configuration_, stores_, machines_, root, clock_, ids_),
      studio_(configuration_, stores_, machines_, cloud_.s3(), cloud_.uploader(), clock_, ids_),
      probes_(probes()),
      site_(site_parts(), site_options()) {
  add_gate_routes(cloud_.cloud_door());
}

Lightwell::~Lightwell() { stop(0ms); }

Result<std::unique_ptr<Lightwell>> Lightwell::open(const Configuration& configuration) {
  TRY(Stores stores, Stores::open(configuration));
  RandomIds ids;
  TRY(AccessKey root, root_key(configuration, stores, ids));
  auto made = std::unique_ptr<Lightwell>(new Lightwell(configuration, std::move(stores), std::move(root)));
  REQUIRE_OK(made->start());
  return made;
}

Result<void> Lightwell::start() {
  REQUIRE_OK(cloud_.migrate());
  REQUIRE_OK(studio_.migrate());
  Loop& loop = loops_.at(0);
  REQUIRE_OK(sync_wait(loop, studio_.start(loop, clock_.now())));
  periodic_.spawn(loop, sweep_for_ever());
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
    if (const auto swept = co_await cloud_.rekognition().sweep(clock_.now()); !swept) {
      log::warning("sweeping collections of faces: {}", swept.error().log_words);
    }
    co_await studio_.sweep(clock_.now());
  } while (co_await loops_.at(0).sleep(kSweepEvery, stopping_.get_token()));
}

site::Parts Lightwell::site_parts() {
  return {.owners = studio_.owners,
          .uploads = studio_.uploads,
          .library = studio_.library,
          .processing = studio_.processing,
          .events = studio_.events,
          .timer = loops_.at(0),
          .ids = ids_,
          .clock = clock_,
          .pages = http::StaticFiles(site::embedded_pages()),
          .stores = probes_,
          .signed_requests = [this](http::Request& request) { return cloud_.app_door().answer(request); }};
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
  CO_CHECK(co_await cloud_.s3().reset());
  CO_CHECK(co_await cloud_.rekognition().reset());
  co_return co_await studio_.reset();
}

Result<void> Lightwell::open_doors() {
  const auto tls = tls_of(configuration_);
  const auto address = [](const HostPort& door) { return http::Address{.host = door.host, .port = door.port}; };
  TRY(cloud_server_, http::listen(
                         loops_, address(configuration_.cloud),
                         [this](http::Request& request) { return cloud_.cloud_door().answer(request); }, {}, tls));
  TRY(app_server_, http::listen(loops_, address(configuration_.app), site_.handler(), {}, tls));
  if (stores_.folder) {
    TRY(control_, serve_control(stores_.folder->control(),
                                [this](ControlPacket request) { return answer_control(std::move(request)); }));
  }
  return {};
}

void Lightwell::stop(std::chrono::milliseconds grace) {
  if (std::exchange(is_stopped_, true)) return;
  control_.reset();
  studio_.events.stop();
  site_.stop();
  std::thread app_door([&] {
    if (app_server_) app_server_->stop(grace);
  });
  if (cloud_server_) cloud_server_->stop(grace);
  app_door.join();
  stopping_.request_stop();
  studio_.stop();
  machines_.stop();
  periodic_.wait();
  cloud_.rekognition().stop();
  app_server_.reset();
  cloud_server_.reset();
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
