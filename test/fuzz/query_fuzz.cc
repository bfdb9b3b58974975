// Form bodies of the query protocol: routed by Action, decoded, said again.

#include "api/probe_query/tables.h"
#include "stable.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lightwell;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto& model = api::probe_query::model();
  static const wire::Router router(model);
  const wire::RequestView request{.method = "POST", .path = "/", .body = body};
  static_cast<void>(router.find(request));
  for (const std::string_view name : {"MakeThing", "EchoThing"}) {
    const wire::Operation& operation = *model.find_operation(name);
    auto input = wire::decode_request(model, operation, request);
    if (input) wire_fuzz::check_stable(model, operation, *input);
  }
  return 0;
}
