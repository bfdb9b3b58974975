// Which bucket and which key a request means: the bucket may stand in the host (virtual-host style) or lead the path.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lightwell::gate {

struct S3Target {
  std::string bucket;    // empty: the account
  std::string key;       // decoded; empty: the bucket
  std::string raw_path;  // "/bucket/key" still percent-encoded, as path style writes it
};

// `host`: the Host field, with or without a port. `path`: still encoded. Nothing where the encoding is broken.
// BUCKET.s3.localhost, BUCKET.s3.REGION.anything, BUCKET.s3-REGION.anything, BUCKET.s3.anything name a bucket, and so
// does BUCKET.localhost; an address, "localhost", "s3.*" and any other host mean path style.
std::optional<S3Target> s3_target(std::string_view host, std::string_view path);

// The bucket a host names, or "".
std::string_view bucket_of_host(std::string_view host);

// The region a host names: SERVICE.REGION.anything, of S3 also BUCKET.s3.REGION.anything and BUCKET.s3-REGION.anything;
// else "". `service`: as its endpoints begin.
std::string_view region_of_host(std::string_view host, std::string_view service);

}  // namespace lightwell::gate
