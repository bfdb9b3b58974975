// DeleteTags takes tags off key pairs: those it names, where a value is given only with that value; all, where it names
// none. A tag that is not there is no error.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html

#include <algorithm>

#include "services/ec2/ec2.h"
#include "services/ec2/key_pair_rules.h"
#include "services/ec2/key_pair_store.h"
#include "services/ec2/tagged_pairs.h"

namespace lightwell::ec2 {
namespace {

using Named = std::optional<std::vector<api::ec2::Tag>>;

bool is_meant(const Named& named, const std::string& key, const std::string& value) {
  if (!named || named->empty()) return true;
  return std::ranges::any_of(
      *named, [&](const api::ec2::Tag& tag) { return tag.key == key && (!tag.value || tag.value == value); });
}

Result<void> check_keys(const Named& named) {
  if (!named) return {};
  for (const api::ec2::Tag& tag : *named) {
    if (tag.key.value_or("").empty()) {
      return fail(errors::invalid_parameter_value, "Tag key cannot be null or empty.");
    }
  }
  return {};
}

}  // namespace

Task<Result<api::ec2::DeleteTagsOutput>> Ec2Service::delete_tags(const Call& call,
                                                                 api::ec2::DeleteTagsRequest& request) {
  CO_CHECK(check_resources(request.resources));
  CO_CHECK(check_keys(request.tags));
  CO_CHECK(co_await ask_about_tags(call, "ec2:DeleteTags", request.resources,
                                   request.tags.value_or(std::vector<api::ec2::Tag>{})));
  CO_CHECK(check_dry_run(request.dry_run));

  CO_CHECK(co_await database_.write([&](store::Transaction& transaction) -> Result<void> {
    TRY(const std::vector<KeyPair> pairs, tagged_pairs(transaction, call, request.resources));
    for (const KeyPair& pair : pairs) {
      for (const auto& [key, value] : pair.tags) {
        if (is_meant(request.tags, key, value)) REQUIRE_OK(delete_tag(transaction, pair.id, key));
      }
    }
    return {};
  }));
  co_return api::ec2::DeleteTagsOutput{};
}

}  // namespace lightwell::ec2
