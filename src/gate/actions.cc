#include "gate/actions.h"

#include <array>

#include "base/text.h"
#include "wire/sigv4/authorization.h"

namespace lightwell::gate {
namespace {

struct Row {
  std::string_view operation, action;
};
// Only where the action is not named as the operation is.
constexpr std::array kRows = {
    Row{"CompleteMultipartUpload", "s3:PutObject"},
    Row{"CopyObject", "s3:PutObject"},
    Row{"CreateMultipartUpload", "s3:PutObject"},
    Row{"DeleteBucketCors", "s3:PutBucketCORS"},
    Row{"DeleteObjects", "s3:DeleteObject"},
    Row{"GetBucketCors", "s3:GetBucketCORS"},
    Row{"HeadBucket", "s3:ListBucket"},
    Row{"HeadObject", "s3:GetObject"},
    Row{"ListBuckets", "s3:ListAllMyBuckets"},
    Row{"ListMultipartUploads", "s3:ListBucketMultipartUploads"},
    Row{"ListObjectVersions", "s3:ListBucketVersions"},
    Row{"ListObjects", "s3:ListBucket"},
    Row{"ListObjectsV2", "s3:ListBucket"},
    Row{"ListParts", "s3:ListMultipartUploadParts"},
    Row{"PutBucketCors", "s3:PutBucketCORS"},
    Row{"UploadPart", "s3:PutObject"},
    Row{"UploadPartCopy", "s3:PutObject"},
};

std::string s3_arn(std::string_view bucket, std::string_view key) {
  if (bucket.empty()) return "*";
  std::string out = "arn:aws:s3:::" + std::string(bucket);
  if (!key.empty()) out.append("/").append(key);
  return out;
}

}  // namespace

std::string s3_action(std::string_view operation) {
  for (const Row& row : kRows) {
    if (row.operation == operation) return std::string(row.action);
  }
  return "s3:" + std::string(operation);
}

std::vector<Intent> s3_intents(std::string_view operation, const S3Target& target, std::string_view query,
                               std::string_view copy_source) {
  Intent main = {.action = s3_action(operation),
                 .resource = s3_arn(target.bucket, target.key),
                 .bucket = target.bucket,
                 .key = target.key};
  // A key held to a prefix may list within it.
  if (operation.starts_with("List") && main.key.empty()) {
    main.key = wire::sigv4::query_parameter(query, "prefix").value_or("");
  }
  std::vector<Intent> out = {std::move(main)};
  if (copy_source.empty()) return out;
  copy_source = copy_source.substr(0, copy_source.find('?'));
  if (copy_source.starts_with('/')) copy_source.remove_prefix(1);
  const std::string source = percent_decode(copy_source).value_or(std::string(copy_source));
  const size_t slash = source.find('/');
  Intent read = {.action = "s3:GetObject", .resource = "arn:aws:s3:::" + source, .bucket = source.substr(0, slash)};
  if (slash != source.npos) read.key = source.substr(slash + 1);
  out.push_back(std::move(read));
  return out;
}

Intent intent_of(const wire::ServiceModel& model, std::string_view operation) {
  return {.action = std::string(model.signing_name) + ":" + std::string(operation), .resource = "*"};
}

}  // namespace lightwell::gate
