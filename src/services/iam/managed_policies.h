// AWS's own managed policies, arn:aws:iam::aws:policy/…: every account has them and none can change them.
//
// Each has its default version alone, as AWS answers it today. What they say comes with the build
// (models/iam-managed.toml).

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "policy/document.h"

namespace lightwell::iam {

struct AwsPolicy {
  std::string name;
  std::string path;
  std::string arn;
  std::string id;       // ANPA…; made of the name, since the build's source has none
  int64_t version = 1;  // of its default
  Timestamp created_at;
  Timestamp updated_at;
  std::string_view document;
};

// By name, without regard to case.
const std::vector<AwsPolicy>& aws_policies();
const AwsPolicy* find_aws_policy(std::string_view arn);  // null: AWS has none of that ARN, or it was not chosen
// Compiled once, at first use.
std::shared_ptr<const policy::Document> document_of(const AwsPolicy& policy);

}  // namespace lightwell::iam
