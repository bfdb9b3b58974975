// why: what decided a request, and what would have allowed it; record: what a principal does, and the least policy
// that allows it.

#include <boost/json.hpp>

#include "app/commands/commands.h"
#include "app/control/control.h"
#include "app/decisions/denial_log.h"
#include "app/decisions/ruled_json.h"

namespace lightwell::app {
namespace {

namespace json = boost::json;

constexpr int kExitNotFound = 4;

int complain(std::string_view words) {
  fmt::print(stderr, "lightwell: {}\n", words);
  return 1;
}

Result<json::object> ask(const Configuration& configuration, const json::object& request) {
  TRY(const auto connection, ControlConnection::connect(configuration.data / "control"));
  REQUIRE_OK(connection->send({.text = json::serialize(request), .file = nullptr}));
  TRY(const ControlPacket answer, connection->receive());
  boost::system::error_code broken;
  json::value value = json::parse(answer.text, broken);
  if (broken || !value.is_object()) {
    return fail(lightwell::errors::internal_error, "The server gave no answer that can be read.");
  }
  if (const json::value* message = value.as_object().if_contains("message"); message && message->is_string()) {
    return fail(lightwell::errors::invalid_argument, std::string(message->as_string()));
  }
  return std::move(value.as_object());
}

struct Told {
  std::vector<gate::Ruled> decisions;
  bool by_server = true;
};

// From the server; from the log it keeps where none runs.
Result<Told> decisions_on(const Configuration& configuration, const std::string& request_id) {
  auto answer = ask(configuration, {{"do", "why"}, {"request", request_id}});
  if (!answer && answer.error().kind == &errors::no_server) {
    return Told{.decisions = DenialLog(configuration.data / kDenialsFolder).find(request_id), .by_server = false};
  }
  if (!answer) return std::unexpected(std::move(answer).error());
  Told found;
  const json::value* told = answer->if_contains("decisions");
  if (told == nullptr || !told->is_array()) return found;
  for (const json::value& one : told->as_array()) {
    if (auto ruled = ruled_of_json(one)) found.decisions.push_back(*std::move(ruled));
  }
  return found;
}

int know_nothing(const Configuration& configuration, const std::string& request_id, const Told& told) {
  fmt::print(stderr, "lightwell: nothing is known of the request {}. ", request_id);
  if (told.by_server) {
    fmt::print(stderr,
               "Denied requests are kept for a while, also of earlier runs; allowed ones are the last thousand or so "
               "since the server's start. What was refused before any policy was asked (a wrong signature, an ended "
               "session, input that cannot be read) is told by its answer and by the server's log alone.\n");
  } else {
    fmt::print(stderr,
               "No server is running on {}: only what was denied there can be told, and nothing of that id was.\n",
               configuration.data.string());
  }
  return kExitNotFound;
}

void print_decision(const gate::Ruled& ruled) {
  fmt::print("{}  {}\n", iso8601_millis(ruled.at), ruled.operation);
  fmt::print("  caller    {}{}\n", ruled.principal.empty() ? "nobody: the request is not signed" : ruled.principal,
             ruled.access_key_id.empty() ? "" : fmt::format(" (key {})", ruled.access_key_id));
  fmt::print("  asked for {} on {}\n", ruled.action, ruled.resource);
  fmt::print("  {}\n", ruled.is_allowed ? "allowed" : "denied");
  std::string_view rest = ruled.reasons;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    fmt::print("    {}\n", rest.substr(0, end));
    rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
  }
}

}  // namespace

int why(const Configuration& configuration, const std::string& request_id) {
  const auto found = decisions_on(configuration, request_id);
  if (!found) return complain(found.error().message);
  if (found->decisions.empty()) return know_nothing(configuration, request_id, *found);
  for (const gate::Ruled& ruled : found->decisions) print_decision(ruled);
  return 0;
}

int record(const Configuration& configuration, const std::string& verb, const std::string& principal) {
  const auto answer = ask(configuration, {{"do", "record"}, {"verb", verb}, {"principal", principal}});
  if (!answer && answer.error().kind == &errors::no_server) {
    return complain(fmt::format("no server is running on {}, and a recording lives as long as its server.",
                                configuration.data.string()));
  }
  if (!answer) return complain(answer.error().message);
  if (const json::value* policy = answer->if_contains("policy")) {
    fmt::print("{}\n", std::string_view(policy->as_string()));
    if (const json::value* full = answer->if_contains("full"); full != nullptr && full->is_bool() && full->as_bool()) {
      fmt::print(stderr, "lightwell: more was asked than is kept of a recording; the policy may lack some of it.\n");
    }
  } else if (const json::value* recordings = answer->if_contains("recordings")) {
    if (recordings->as_array().empty()) fmt::print("nothing is being recorded\n");
    for (const json::value& one : recordings->as_array()) {
      const json::object& recording = one.as_object();
      fmt::print("{}  {} asked{}{}\n", std::string_view(recording.at("principal").as_string()),
                 recording.at("asked").to_number<int64_t>(), recording.at("full").as_bool() ? ", and more" : "",
                 recording.at("stopped").as_bool() ? ", stopped" : "");
    }
  } else {
    fmt::print("{} {}{}\n", verb == "start" ? "recording" : "stopped recording", principal,
               verb == "start" ? ", until it is stopped or the server ends" : "");
  }
  return 0;
}

}  // namespace lightwell::app
