// Buckets, as the gate has to know them: whose they are, their policies, what they keep from the public.

#pragma once

#include "gate/resource_facts.h"
#include "services/s3/s3.h"

namespace lightwell::app {

class BucketFacts final : public gate::ResourceFacts {
 public:
  explicit BucketFacts(s3::S3Service& s3) : s3_(s3) {}
  // Errors: NoSuchBucket, which anybody may know.
  Task<Result<gate::ResourceFact>> find(const Call& call, std::string_view action, std::string arn) const override;

 private:
  s3::S3Service& s3_;
};

}  // namespace lightwell::app
