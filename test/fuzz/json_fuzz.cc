// JSON bodies: requests of the probe model in JSON 1.0 and REST-JSON, and answers as a client reads them.

#include "api/probe_json/tables.h"
#include "api/probe_rest_json/tables.h"
#include "stable.h"

namespace {

using namespace lightwell;

void request(const wire::ServiceModel& model, std::string_view name, std::string_view path, std::string_view query,
             std::string_view body) {
  const wire::Operation& operation = *model.find_operation(name);
  auto input = wire::decode_request(model, operation, {.method = "POST", .path = path, .query = query, .body = body});
  if (input) wire_fuzz::check_stable(model, operation, *input);
}

void answer(const wire::ServiceModel& model, std::string_view name, int status, std::string_view body) {
  const wire::Operation& operation = *model.find_operation(name);
  wire::Value output(*operation.output);
  const auto read = wire::decode_response(model, operation, {.status = status, .body = body}, output.data());
  if (read) wire::encode_response(model, operation, output, "id");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto& json = api::probe_json::model();
  const auto& rest = api::probe_rest_json::model();
  request(json, "MakeThing", "/", "", body);
  request(json, "EchoThing", "/", "", body);
  request(rest, "MakeThing", "/things", "", body);
  request(rest, "EchoThing", "/echo/b/k", "mode=echo", body);
  for (const int status : {200, 400}) {
    answer(json, "DescribeThing", status, body);
    answer(rest, "DescribeThing", status, body);
  }
  return 0;
}
