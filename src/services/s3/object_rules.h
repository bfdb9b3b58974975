// What a client may say about an object: its key, its headers, and what this S3 has to refuse by name.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/s3/types.h"
#include "base/result.h"
#include "services/s3/errors.h"
#include "services/s3/object.h"
#include "services/s3/tag_rules.h"

namespace lightwell::s3 {

inline constexpr size_t kKeyBytesMax = 1024;
inline constexpr size_t kMetadataBytesMax = 2048;
inline constexpr uint64_t kPutBytesMax = 5ull << 30;  // of one PutObject, UploadPart or CopyObject

// Errors: KeyTooLongError, InvalidURI for bytes that are no UTF-8.
Result<void> check_key(const std::string& key);

// Errors: EntityTooLarge.
Result<void> check_put_size(std::optional<uint64_t> size);

// STANDARD where none is asked. Errors: InvalidStorageClass; NotImplemented for the archives, whose objects would
// have to be restored before they can be read.
Result<std::string> storage_class_of(const std::optional<std::string>& asked);

// Object ownership is BucketOwnerEnforced: only the ACLs that say what is the case anyway. Errors:
// AccessControlListNotSupported, InvalidArgument.
Result<void> check_canned_acl(const std::optional<std::string>& acl);
Result<void> refuse_grants(bool any_grant);

// Only what is at work anyway: AES256. Errors: NotImplemented, InvalidArgument.
Result<void> check_encryption(const std::optional<std::string>& algorithm);

// NotImplemented, naming the header.
Result<void> refuse_header(bool is_present, const char* header);

// A bucket here has no versions: only "null" names the object that is there. Errors: InvalidArgument.
Result<void> check_version_id(const std::optional<std::string>& version_id);

// Names in lower case. Errors: MetadataTooLarge.
Result<std::map<std::string, std::string>> user_metadata(
    const std::optional<std::map<std::string, std::string>>& metadata);

// Keys of the caller's own, to decrypt what this S3 never encrypts with them.
template <class Request>
Result<void> refuse_customer_keys(const Request& request) {
  return refuse_header(request.sse_customer_algorithm || request.sse_customer_key || request.sse_customer_key_md5,
                       "x-amz-server-side-encryption-customer-algorithm");
}

// What PutObject, CopyObject and CreateMultipartUpload have in common and must not be accepted and ignored.
template <class Request>
Result<void> refuse_unbuilt(const Request& request) {
  REQUIRE_OK(check_canned_acl(request.acl));
  REQUIRE_OK(refuse_grants(request.grant_full_control || request.grant_read || request.grant_read_acp ||
                           request.grant_write_acp));
  REQUIRE_OK(check_encryption(request.server_side_encryption));
  REQUIRE_OK(refuse_customer_keys(request));
  REQUIRE_OK(refuse_header(request.ssekms_key_id.has_value(), "x-amz-server-side-encryption-aws-kms-key-id"));
  REQUIRE_OK(refuse_header(request.ssekms_encryption_context.has_value(), "x-amz-server-side-encryption-context"));
  REQUIRE_OK(
      refuse_header(request.bucket_key_enabled.value_or(false), "x-amz-server-side-encryption-bucket-key-enabled"));
  REQUIRE_OK(refuse_header(request.website_redirect_location.has_value(), "x-amz-website-redirect-location"));
  if (request.object_lock_mode || request.object_lock_retain_until_date || request.object_lock_legal_hold_status) {
    return fail(errors::invalid_request, "Bucket is missing Object Lock Configuration");
  }
  return {};
}

// The headers of a new object as its request states them. Errors: MetadataTooLarge, InvalidArgument, InvalidTag.
template <class Request>
Result<ContentHeaders> content_headers(const Request& request) {
  ContentHeaders headers;
  headers.content_type = request.content_type.value_or("");
  if (headers.content_type.empty()) headers.content_type = "binary/octet-stream";
  headers.cache_control = request.cache_control;
  headers.content_disposition = request.content_disposition;
  headers.content_encoding = request.content_encoding;
  headers.content_language = request.content_language;
  headers.expires = request.expires;
  TRY(headers.metadata, user_metadata(request.metadata));
  if (request.tagging) {
    TRY(headers.tags, parse_tagging_header(*request.tagging));
  }
  return headers;
}

}  // namespace lightwell::s3
