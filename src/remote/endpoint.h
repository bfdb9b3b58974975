// Where a remote service is, and how S3 buckets are named there.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/client.h"

namespace lightwell::remote {

enum class BucketStyle { path, host };

struct Endpoint {
  http::Origin origin;
  BucketStyle buckets = BucketStyle::path;  // S3 only

  // As the Host header says it: the port only where it is not the scheme's own.
  std::string authority() const;
};

// "https://s3.eu-west-1.amazonaws.com", "http://127.0.0.1:9000". Errors: errors::invalid_argument, with the text.
Result<Endpoint> parse_endpoint(std::string_view url, BucketStyle buckets = BucketStyle::path);

// https://s3.REGION.amazonaws.com with buckets in the host name, as AWS has it for each service.
Endpoint aws_endpoint(std::string_view endpoint_prefix, std::string_view region);

struct Target {
  http::Origin origin;
  std::string authority;
  std::string path;  // still percent-encoded
};
// Moves the bucket from the path to the host where the endpoint wants that, and the bucket's name allows it.
Target target_of(const Endpoint& endpoint, std::string_view path, bool is_s3);

}  // namespace lightwell::remote
