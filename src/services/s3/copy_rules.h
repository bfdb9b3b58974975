// Where a copy comes from, and which copies are no copies.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html

#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace lightwell::s3 {

struct CopySource {
  std::string bucket;
  std::string key;
  bool is_version = false;  // named by a version id

  std::string action() const { return is_version ? "s3:GetObjectVersion" : "s3:GetObject"; }  // that reads it
};

// x-amz-copy-source: "bucket/key" with or without a leading slash, URL-encoded or not, with ?versionId=null at most.
// Errors: InvalidArgument, NotImplemented for an access point's ARN.
Result<CopySource> parse_copy_source(const std::string& header);

enum class Directive { copy, replace };
// x-amz-metadata-directive, x-amz-tagging-directive. Errors: InvalidArgument, naming the header.
Result<Directive> parse_directive(const std::optional<std::string>& directive, const char* header);

}  // namespace lightwell::s3
