// Which service a request means: X-Amz-Target names it, or the path of CBOR, or the scope of its signature, or the
// action of a form that nobody signed; else it is S3.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/message.h"
#include "wire/model.h"

namespace lightwell::gate {

// Index into `models`; nothing when the request names a service that is not among them.
struct Choice {
  std::optional<size_t> index;
  std::string named = {};  // the service the request names, for the answer
};
// `form`: the beginning of a form that nobody signed, or with a signature that cannot be read, whose Action and Version
// then tell.
Choice choose_service(const http::Request& request, std::span<const wire::ServiceModel* const> models,
                      std::string_view form = {});
// Whether the body has to be looked at before the service is known.
bool may_be_unsigned_form(const http::Request& request);

// Whether a request is for the gate at all, on a door that serves pages too: it is signed, or names a target.
bool is_aws_request(const http::Request& request);

// The service of the credential scope, in the header or in a presigned query; "" where there is none.
std::string scope_service(const http::Request& request);

}  // namespace lightwell::gate
