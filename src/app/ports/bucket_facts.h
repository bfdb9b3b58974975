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
  // The tags of an object, for the actions that AWS lists s3:ExistingObjectTag for.
  std::string_view late_key() const override { return "s3:existingobjecttag/"; }
  Task<Result<gate::ContextKeys>> late_keys(const Call& call, std::string_view action, std::string arn) const override;

 private:
  s3::S3Service& s3_;
};

}  // namespace lightwell::app
