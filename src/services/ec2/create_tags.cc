// CreateTags tags key pairs: all of those it names, or none.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html

#include "services/ec2/ec2.h"
#include "services/ec2/key_pair_rules.h"
#include "services/ec2/key_pair_store.h"
#include "services/ec2/tagged_pairs.h"

namespace lightwell::ec2 {

Task<Result<api::ec2::CreateTagsOutput>> Ec2Service::create_tags(const Call& call,
                                                                 api::ec2::CreateTagsRequest& request) {
  CO_CHECK(check_resources(request.resources));
  if (request.tags.empty()) {
    co_return fail(errors::missing_parameter, "The request must contain the parameter tagSet");
  }
  CO_TRY(const Tags tags, checked_tags(request.tags));
  CO_CHECK(co_await ask_about_tags(call, "ec2:CreateTags", request.resources, request.tags));
  CO_CHECK(check_dry_run(request.dry_run));

  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(std::vector<KeyPair> pairs, tagged_pairs(transaction, call, request.resources));
    for (KeyPair& pair : pairs) {
      for (const auto& [key, value] : tags) {
        REQUIRE_OK(put_tag(transaction, pair.id, key, value));
        pair.tags.insert_or_assign(key, value);
      }
      if (pair.tags.size() > kTagsMax) return fail(errors::tag_limit_exceeded);
    }
    return {};
  }));
  co_return api::ec2::CreateTagsOutput{};
}

}  // namespace lightwell::ec2
