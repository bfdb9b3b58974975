#include <csignal>
#include <cstdio>

#include "app/commands/commands.h"
#include "app/lightwell.h"
#include "app/version.h"
#include "base/log.h"

namespace lightwell::app {
namespace {

// Signals are taken by one waiting thread, never by a handler.
sigset_t ending_signals() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGTERM);
  ::sigaddset(&set, SIGINT);
  return set;
}

void warn_of_open_doors(const Configuration& configuration) {
  if (configuration.auth == AuthMode::off && !configuration.testing) {
    log::warning("auth = off: whoever reaches the cloud door may read and delete everything, your photos too");
  } else if (configuration.auth == AuthMode::verify) {
    log::warning("auth = verify: signatures are checked, and no policy is asked");
  }
}

int complain(const Error& failure) {
  fmt::print(stderr, "lightwell: {}\n", failure.message);
  if (!failure.log_words.empty()) fmt::print(stderr, "           {}\n", failure.log_words);
  return 1;
}

// Scripts read the first word of each line.
void print_addresses(const Configuration& configuration, const Lightwell& lightwell,
                     const std::optional<std::string>& setup_token) {
  fmt::print("app    {}\ncloud  {}\n", lightwell.app_url(), lightwell.cloud_url());
  if (!lightwell.metadata_url().empty()) fmt::print("metadata {}\n", lightwell.metadata_url());
  if (!configuration.testing) {
    fmt::print("keys   AWS_SHARED_CREDENTIALS_FILE={} AWS_ENDPOINT_URL={} AWS_DEFAULT_REGION={}\n",
               (configuration.data / "credentials").string(), lightwell.cloud_url(), configuration.region);
  }
  if (setup_token) fmt::print("setup  {}/#/setup?token={}\n", lightwell.app_url(), *setup_token);
  fmt::print("ready\n");
  std::fflush(stdout);
}

}  // namespace

int serve(const Configuration& configuration) {
  const sigset_t signals = ending_signals();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread starts, so that all of them inherit it
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);  // a file at its size limit is an error of one write, not the end of the server

  auto opened = Lightwell::open(configuration);
  if (!opened) return complain(opened.error());
  Lightwell& lightwell = **opened;
  if (const auto doors = lightwell.open_doors(); !doors) return complain(doors.error());
  const auto token = lightwell.setup_token();
  if (!token) return complain(token.error());
  warn_of_open_doors(configuration);
  print_addresses(configuration, lightwell, *token);

  int signal = 0;
  ::sigwait(&signals, &signal);
  log::info("stopping: requests under way are finished");
  lightwell.stop();
  return 0;
}

int print_version() {
  fmt::print("lightwell {}\n", kVersion);
  return 0;
}

}  // namespace lightwell::app
