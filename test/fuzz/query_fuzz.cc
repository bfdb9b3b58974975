// Form bodies of the query protocol and of EC2's: routed by Action, decoded, said again.

#include "api/probe_ec2/tables.h"
#include "api/probe_query/tables.h"
#include "stable.h"

namespace {

using namespace lightwell;

void try_with(const wire::ServiceModel& model, const wire::Router& router, std::string_view body) {
  const wire::RequestView request{.method = "POST", .path = "/", .body = body};
  static_cast<void>(router.find(request));
  for (const std::string_view name : {"MakeThing", "EchoThing"}) {
    const wire::Operation& operation = *model.find_operation(name);
    auto input = wire::decode_request(model, operation, request);
    if (input) wire_fuzz::check_stable(model, operation, *input);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  static const wire::Router query(api::probe_query::model()), ec2(api::probe_ec2::model());
  try_with(api::probe_query::model(), query, body);
  try_with(api::probe_ec2::model(), ec2, body);
  return 0;
}
