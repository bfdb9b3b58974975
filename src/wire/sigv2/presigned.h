// Presigned S3 URLs of signature version 2: boto3 still makes them where nobody asks for version 4.
//
// They name no region and no scope; whatever they sign is spelled out in one text under HMAC-SHA1.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html

#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/time.h"
#include "wire/sigv4/canonical.h"

namespace lightwell::wire::sigv2 {

struct Presigned {
  std::string access_key_id;
  std::string signature;     // base64
  std::string expires_text;  // as written
  Timestamp expires_at;
  std::string security_token;  // empty where there is none
};

enum class Problem { missing_parameters, expires_not_a_number };

// True where the query carries AWSAccessKeyId or a Signature of this version.
bool is_presigned(std::string_view query);
std::expected<Presigned, Problem> parse_presigned(std::string_view query);

// Whether a parameter of the query is signed as part of the resource.
bool is_subresource(std::string_view parameter);

// `resource_path`: percent-encoded, bucket first also where the host named it. The x-amz-* parameters of the query
// count as headers.
std::string string_to_sign(const sigv4::Message& message, std::string_view resource_path,
                           std::string_view expires_text);
std::string sign(std::string_view secret, std::string_view string_to_sign);  // base64

}  // namespace lightwell::wire::sigv2
