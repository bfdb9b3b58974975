#include "app/decisions/ruled_json.h"

#include <boost/json.hpp>

namespace lightwell::app {

namespace json = boost::json;

json::object json_of(const gate::Ruled& ruled) {
  return {{"at", to_micros(ruled.at)},  {"request", ruled.request_id},  {"principal", ruled.principal},
          {"key", ruled.access_key_id}, {"operation", ruled.operation}, {"action", ruled.action},
          {"resource", ruled.resource}, {"allowed", ruled.is_allowed},  {"reasons", ruled.reasons}};
}

std::optional<gate::Ruled> ruled_of_json(std::string_view text) {
  boost::system::error_code broken;
  const json::value value = json::parse(text, broken);
  if (broken) return std::nullopt;
  return ruled_of_json(value);
}

std::optional<gate::Ruled> ruled_of_json(const json::value& value) {
  if (!value.is_object()) return std::nullopt;
  const json::object& object = value.as_object();
  const auto text = [&](std::string_view name) -> std::string {
    const json::value* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
  };
  const json::value* at = object.if_contains("at");
  const json::value* allowed = object.if_contains("allowed");
  if (at == nullptr || !at->is_int64() || allowed == nullptr || !allowed->is_bool()) return std::nullopt;
  return gate::Ruled{.at = from_micros(at->as_int64()),
                     .request_id = text("request"),
                     .principal = text("principal"),
                     .access_key_id = text("key"),
                     .operation = text("operation"),
                     .action = text("action"),
                     .resource = text("resource"),
                     .is_allowed = allowed->as_bool(),
                     .reasons = text("reasons")};
}

}  // namespace lightwell::app
