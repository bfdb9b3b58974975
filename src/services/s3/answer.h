// What answers about an object have in common.

#pragma once

#include <optional>
#include <string>

#include "base/call.h"
#include "services/s3/checksum_rules.h"
#include "services/s3/condition_rules.h"
#include "services/s3/errors.h"
#include "services/s3/object.h"
#include "services/s3/range_rules.h"

namespace lightwell::s3 {

// Objects lie on the owner's own disk; what S3 says of every new object is said here too.
inline constexpr const char* kEncryption = "AES256";

template <class Output>
void state_checksum(Output& output, const Checksum& checksum) {
  checksum_member(output, checksum.algorithm) = checksum.value;
  output.checksum_type = std::string(name_of(checksum.type));
}

// The headers of GetObject and HeadObject.
template <class Output>
void describe(Output& output, const Object& object, const ContentHeaders& headers) {
  output.accept_ranges = "bytes";
  output.last_modified = whole_seconds(object.modified_at);
  output.e_tag = quoted(object.etag);
  output.content_type = headers.content_type;
  output.cache_control = headers.cache_control;
  output.content_disposition = headers.content_disposition;
  output.content_encoding = headers.content_encoding;
  output.content_language = headers.content_language;
  output.expires = headers.expires;
  if (!headers.metadata.empty()) output.metadata = headers.metadata;
  output.server_side_encryption = kEncryption;
  if (object.storage_class != "STANDARD") output.storage_class = object.storage_class;
  if (!headers.tags.empty()) output.tag_count = int32_t(headers.tags.size());
}

template <class Request>
ReadConditions read_conditions(const Request& request) {
  return {request.if_match, request.if_none_match, request.if_modified_since, request.if_unmodified_since};
}

template <class Request>
ReadConditions source_conditions(const Request& request) {
  return {request.copy_source_if_match, request.copy_source_if_none_match, request.copy_source_if_modified_since,
          request.copy_source_if_unmodified_since};
}

// response-content-type and its kin: for those who sign, since anybody could make a link that says anything.
template <class Request, class Output>
Result<void> override_headers(const Call& call, const Request& request, Output& output) {
  const bool any = request.response_cache_control || request.response_content_disposition ||
                   request.response_content_encoding || request.response_content_language ||
                   request.response_content_type || request.response_expires;
  if (!any) return {};
  if (call.account.empty()) {
    return fail(errors::invalid_request,
                "Request specific response headers cannot be used for anonymous GET requests.");
  }
  const auto replace = [](auto& header, const std::optional<std::string>& value) {
    if (value) header = *value;
  };
  replace(output.cache_control, request.response_cache_control);
  replace(output.content_disposition, request.response_content_disposition);
  replace(output.content_encoding, request.response_content_encoding);
  replace(output.content_language, request.response_content_language);
  replace(output.content_type, request.response_content_type);
  if (request.response_expires) output.expires = http_date(*request.response_expires);
  return {};
}

}  // namespace lightwell::s3
