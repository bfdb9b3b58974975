#include "gate/unreadable.h"

#include "base/log.h"
#include "gate/errors.h"
#include "gate/visit.h"
#include "http/server.h"

namespace lightwell::gate {
namespace {

constexpr wire::ServiceModel kAsS3{.name = "s3",
                                   .signing_name = "s3",
                                   .endpoint_prefix = "s3",
                                   .api_version = "",
                                   .protocol = wire::Protocol::rest_xml};

Error failure_of(int status) {
  switch (status) {
    case 408: return error(errors::request_timeout);
    case 413: return error(errors::entity_too_large);
    case 414:
    case 431:
      return error(errors::request_header_section_too_large)
          .with("MaxSizeAllowed", std::to_string(http::Limits{}.header_bytes_max));
    case 501:
      return error(errors::not_implemented, "A header you provided implies functionality that is not implemented.");
    default: return error(errors::bad_request, "An error occurred when parsing the HTTP request.");
  }
}

}  // namespace

http::Response unreadable_answer(int status, std::string_view why, std::string_view request_id) {
  const Error failure = failure_of(status);
  log::info("- - {} {} id={} {}", failure.kind->http_status, failure.kind->code, request_id, why);
  auto response = to_response(wire::encode_error(kAsS3, failure, {.request_id = request_id}));
  response.headers.set("x-amz-request-id", std::string(request_id));
  return response;
}

}  // namespace lightwell::gate
