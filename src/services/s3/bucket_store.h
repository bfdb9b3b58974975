// The rows of buckets.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/s3/types.h"
#include "base/call.h"
#include "services/s3/object.h"
#include "store/sql/database.h"

namespace lightwell::s3 {

Result<std::optional<Bucket>> find_bucket(store::Reader& reader, const std::string& name);

// The bucket, if the caller's account owns it. Errors: NoSuchBucket, AccessDenied.
Result<Bucket> open_bucket(store::Reader& reader, const Call& call, const std::string& name,
                           const std::optional<std::string>& expected_owner);

Result<int64_t> count_buckets(store::Reader& reader, const std::string& account);
// A name that is taken: store::errors::unique_violation.
Result<void> insert_bucket(store::Transaction& transaction, const Bucket& bucket);
// A bucket that holds objects: store::errors::constraint_violation. Its uploads must be gone before.
Result<void> delete_bucket(store::Transaction& transaction, int64_t id);

struct BucketQuery {
  std::string account;
  std::string prefix;
  std::string from;                   // first name that may be listed
  std::optional<std::string> region;  // of this region alone
  size_t max = 0;
};
Result<std::vector<Bucket>> list_buckets(store::Reader& reader, const BucketQuery& query);

Result<void> replace_cors_rules(store::Transaction& transaction, int64_t bucket,
                                const std::vector<api::s3::CORSRule>& rules);
Result<std::vector<api::s3::CORSRule>> read_cors_rules(store::Reader& reader, int64_t bucket);

}  // namespace lightwell::s3
