#include "services/s3/object_rules.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace lightwell::s3 {
namespace {

constexpr std::array<std::string_view, 6> kStorageClasses = {"STANDARD",   "REDUCED_REDUNDANCY",  "STANDARD_IA",
                                                             "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR"};
constexpr std::array<std::string_view, 2> kArchives = {"GLACIER", "DEEP_ARCHIVE"};
constexpr std::array<std::string_view, 2> kTruthfulAcls = {"private", "bucket-owner-full-control"};
constexpr std::array<std::string_view, 5> kOtherAcls = {"public-read", "public-read-write", "authenticated-read",
                                                        "aws-exec-read", "bucket-owner-read"};

bool contains(const auto& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

Result<void> check_key(const std::string& key) {
  if (key.size() > kKeyBytesMax) {
    return fail(error(errors::key_too_long_error)
                    .with("Size", std::to_string(key.size()))
                    .with("MaxSizeAllowed", std::to_string(kKeyBytesMax)));
  }
  if (!is_utf8(key)) return fail(error(errors::invalid_uri).with("URI", percent_encode(key, Slash::keep)));
  return {};
}

Result<void> check_put_size(std::optional<uint64_t> size) {
  if (!size || *size <= kPutBytesMax) return {};
  return fail(error(errors::entity_too_large)
                  .with("ProposedSize", std::to_string(*size))
                  .with("MaxSizeAllowed", std::to_string(kPutBytesMax)));
}

Result<std::string> storage_class_of(const std::optional<std::string>& asked) {
  if (!asked) return "STANDARD";
  if (contains(kStorageClasses, *asked)) return *asked;
  if (contains(kArchives, *asked)) return fail(error(errors::not_implemented).with("Header", "x-amz-storage-class"));
  return fail(error(errors::invalid_storage_class).with("StorageClassRequested", *asked));
}

Result<void> check_canned_acl(const std::optional<std::string>& acl) {
  if (!acl || contains(kTruthfulAcls, *acl)) return {};
  if (contains(kOtherAcls, *acl)) return fail(errors::access_control_list_not_supported);
  return fail(error(errors::invalid_argument).with("ArgumentName", "x-amz-acl").with("ArgumentValue", *acl));
}

Result<void> refuse_grants(bool any_grant) {
  if (any_grant) return fail(errors::access_control_list_not_supported);
  return {};
}

Result<void> check_encryption(const std::optional<std::string>& algorithm) {
  if (!algorithm || *algorithm == "AES256") return {};
  if (algorithm->starts_with("aws:")) {
    return fail(error(errors::not_implemented).with("Header", "x-amz-server-side-encryption"));
  }
  return fail(error(errors::invalid_argument, "The encryption method specified is not supported")
                  .with("ArgumentName", "x-amz-server-side-encryption")
                  .with("ArgumentValue", *algorithm));
}

Result<void> refuse_header(bool is_present, const char* header) {
  if (!is_present) return {};
  return fail(error(errors::not_implemented, "A header you provided implies functionality that is not implemented")
                  .with("Header", header));
}

Result<void> check_version_id(const std::optional<std::string>& version_id) {
  if (!version_id || *version_id == "null") return {};
  return fail(error(errors::invalid_argument, "Invalid version id specified")
                  .with("ArgumentName", "versionId")
                  .with("ArgumentValue", *version_id));
}

Result<std::map<std::string, std::string>> user_metadata(
    const std::optional<std::map<std::string, std::string>>& metadata) {
  std::map<std::string, std::string> lower;
  if (!metadata) return lower;
  size_t size = 0;
  for (const auto& [name, value] : *metadata) {
    size += name.size() + value.size();
    lower.emplace(to_lower(name), value);
  }
  if (size > kMetadataBytesMax) {
    return fail(error(errors::metadata_too_large)
                    .with("Size", std::to_string(size))
                    .with("MaxSizeAllowed", std::to_string(kMetadataBytesMax)));
  }
  return lower;
}

}  // namespace lightwell::s3
