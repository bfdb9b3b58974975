// EC2, embedded: key pairs and their tags, and the names of regions and zones. One operation lives in one file of its
// name.

#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "api/ec2/handlers.h"
#include "base/ids.h"
#include "run/pool.h"
#include "services/ec2/errors.h"
#include "services/ec2/key_pair.h"
#include "store/sql/database.h"

namespace lightwell::ec2 {

// What the service asks leave for itself, once it knows what the request means.
struct Demand {
  std::string action;                                          // ec2:DeleteKeyPair
  std::string arn;                                             // arn:aws:ec2:REGION:ACCOUNT:key-pair/NAME
  Tags tags = {};                                              // of what is there
  std::vector<std::pair<std::string, std::string>> keys = {};  // ec2:KeyPairType; a name may stand several times
};
// Errors: UnauthorizedOperation. Empty: everybody may.
using Permit = std::function<Task<Result<void>>(const Call& call, Demand demand)>;

class Ec2Service final : public api::ec2::Ec2 {
 public:
  // Everything given must outlive the service and its last task. `pool` is for making keys.
  Ec2Service(store::Database& database, Pool& pool, Ids& ids, Permit permit = {})
      : database_(database), pool_(pool), ids_(ids), permit_(std::move(permit)) {}

  // Brings the tables up to date. Blocks; before anything else.
  Result<void> migrate();
  // Empties everything. For --testing alone.
  Task<Result<void>> reset();

#define OPERATION(method, Input, Output) \
  Task<Result<api::ec2::Output>> method(const Call& call, api::ec2::Input& request) override
  OPERATION(create_key_pair, CreateKeyPairRequest, KeyPair);
  OPERATION(create_tags, CreateTagsRequest, CreateTagsOutput);
  OPERATION(delete_key_pair, DeleteKeyPairRequest, DeleteKeyPairResult);
  OPERATION(delete_tags, DeleteTagsRequest, DeleteTagsOutput);
  OPERATION(describe_availability_zones, DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResult);
  OPERATION(describe_key_pairs, DescribeKeyPairsRequest, DescribeKeyPairsResult);
  OPERATION(describe_regions, DescribeRegionsRequest, DescribeRegionsResult);
  OPERATION(describe_tags, DescribeTagsRequest, DescribeTagsResult);
  OPERATION(import_key_pair, ImportKeyPairRequest, ImportKeyPairResult);
#undef OPERATION

 private:
  // Errors: InvalidKeyPair.Duplicate, KeyPairLimitExceeded.
  Task<Result<void>> store(KeyPair pair);
  // Whether the tags of these pairs may be changed: all, or the first that may not be says why. The ids must have been
  // checked. `tags`: those of the request. Errors: UnauthorizedOperation.
  Task<Result<void>> ask_about_tags(const Call& call, std::string action, const std::vector<std::string>& ids,
                                    const std::vector<api::ec2::Tag>& tags);

  store::Database& database_;
  Pool& pool_;
  Ids& ids_;
  const Permit permit_;
};

// With DryRun: DryRunOperation, where the operation would have been carried out.
Result<void> check_dry_run(const std::optional<bool>& is_dry_run);

}  // namespace lightwell::ec2
