// A service AWS has, built here or not: what it is called, and by what a request for it is known.

#pragma once

#include <cstdint>
#include <string_view>

namespace lightwell::wire {

enum class WireForm : uint8_t { json, query, ec2, rest_json, rest_xml, cbor };

struct KnownService {
  std::string_view name;           // Amazon DynamoDB
  std::string_view signing_name;   // dynamodb; several services may share one
  std::string_view target_prefix;  // DynamoDB_20120810; of RPC v2 paths too
  std::string_view api_version;    // 2012-08-10
  std::string_view xml_namespace;  // of query and EC2 answers
  WireForm form;                   // that AWS's own clients prefer
};

}  // namespace lightwell::wire
