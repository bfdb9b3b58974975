// DeleteKeyPair forgets the public half of a pair. One that is not there is no error.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html

#include "services/ec2/ec2.h"
#include "services/ec2/key_pair_store.h"

namespace lightwell::ec2 {

Task<Result<api::ec2::DeleteKeyPairResult>> Ec2Service::delete_key_pair(const Call& call,
                                                                        api::ec2::DeleteKeyPairRequest& request) {
  const std::string name = request.key_name.value_or(""), id = request.key_pair_id.value_or("");
  if (name.empty() && id.empty()) {
    co_return fail(errors::missing_parameter, "The request must contain the parameter KeyName or KeyPairId");
  }
  if (!name.empty() && !id.empty()) {
    co_return fail(errors::invalid_parameter_combination,
                   "The parameters KeyName and KeyPairId cannot be used together");
  }
  CO_CHECK(check_dry_run(request.dry_run));
  CO_TRY(auto deleted, co_await database_.write([&](store::Transaction& transaction) {
    return ec2::delete_key_pair(transaction, call.account, call.region, name, id);
  }));
  co_return api::ec2::DeleteKeyPairResult{.return_ = true, .key_pair_id = std::move(deleted)};
}

}  // namespace lightwell::ec2
