// DeleteKeyPair forgets the public half of a pair. One that is not there is no error.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteKeyPair.html

#include "services/ec2/ec2.h"
#include "services/ec2/key_pair_demands.h"
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
  CO_TRY(auto pair, co_await database_.read([&](store::Reader& reader) {
    return find_key_pair(reader, call.account, call.region, name, id);
  }));
  if (permit_) CO_CHECK(co_await permit_(call, demand_of(call, "ec2:DeleteKeyPair", name.empty() ? id : name, pair)));
  CO_CHECK(check_dry_run(request.dry_run));
  if (!pair) co_return api::ec2::DeleteKeyPairResult{.return_ = true};
  CO_CHECK(co_await database_.write(
      [&](store::Transaction& transaction) { return ec2::delete_key_pair(transaction, pair->id); }));
  co_return api::ec2::DeleteKeyPairResult{.return_ = true, .key_pair_id = std::move(pair->id)};
}

}  // namespace lightwell::ec2
