// CBOR bodies: requests of the probe model, and answers as a client reads them.

#include "api/probe_cbor/tables.h"
#include "stable.h"

namespace {

using namespace lightwell;

void request(const wire::ServiceModel& model, std::string_view name, std::string_view body) {
  const wire::Operation& operation = *model.find_operation(name);
  auto input = wire::decode_request(model, operation, {.method = "POST", .path = "/", .body = body});
  if (input) wire_fuzz::check_stable(model, operation, *input);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto& model = api::probe_cbor::model();
  request(model, "MakeThing", body);
  request(model, "EchoThing", body);
  const wire::Operation& operation = *model.find_operation("DescribeThing");
  for (const int status : {200, 400}) {
    wire::Value output(*operation.output);
    const auto read = wire::decode_response(model, operation, {.status = status, .body = body}, output.data());
    if (read) wire::encode_response(model, operation, output, "id");
  }
  return 0;
}
