// What stands between a bucket and whoever comes for it: its owner, its policy, what it blocks. Asked for every
// request, so it is kept in memory once it was read.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "policy/evaluate.h"
#include "store/sql/database.h"

namespace lightwell::s3 {

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
struct AccessBlock {
  bool acls = false;     // BlockPublicAcls
  bool ignores = false;  // IgnorePublicAcls
  bool policy = false;   // BlockPublicPolicy
  bool buckets = false;  // RestrictPublicBuckets

  bool operator==(const AccessBlock&) const = default;
};

// What a new bucket has, since April 2023.
inline constexpr AccessBlock kAllBlocked{.acls = true, .ignores = true, .policy = true, .buckets = true};

struct BucketGuard {
  std::string account;
  std::shared_ptr<const std::vector<policy::Attached>> policies;  // null: none
  bool is_public = false;                                         // the policy is
  AccessBlock block = {};
};

class BucketGuards {
 public:
  explicit BucketGuards(store::Database& database) : database_(database) {}

  // Null where there is no such bucket.
  Task<Result<std::shared_ptr<const BucketGuard>>> find(std::string bucket);
  // After a commit that changed something of the bucket, before that is acknowledged.
  void forget(const std::string& bucket);
  void forget_all();

 private:
  static constexpr size_t kKeptMax = 10'000;

  store::Database& database_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const BucketGuard>, std::less<>> kept_;
  uint64_t changes_ = 0;  // so that what was read before a change is not kept after it
};

}  // namespace lightwell::s3
