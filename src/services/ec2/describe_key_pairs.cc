// DescribeKeyPairs tells of the caller's key pairs in a region: all, those named, those that filters let through.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeKeyPairs.html

#include <algorithm>

#include "services/ec2/ec2.h"
#include "services/ec2/key_pair_rules.h"
#include "services/ec2/key_pair_store.h"

namespace lightwell::ec2 {
namespace {

using Texts = std::optional<std::vector<std::string>>;

bool holds(const Texts& list, const std::string& text) {
  return list && std::find(list->begin(), list->end(), text) != list->end();
}

// Whoever is named must be there.
Result<void> check_named(const std::vector<KeyPair>& pairs, const Texts& named, std::string KeyPair::* member,
                         std::string_view what) {
  if (!named) return {};
  for (const std::string& one : *named) {
    const bool is_there =
        std::any_of(pairs.begin(), pairs.end(), [&](const KeyPair& pair) { return pair.*member == one; });
    if (is_there) continue;
    return fail(errors::invalid_key_pair_not_found, fmt::format("The key pair {}'{}' does not exist", what, one));
  }
  return {};
}

api::ec2::KeyPairInfo info_of(KeyPair pair, bool with_public_key) {
  api::ec2::KeyPairInfo info = {.key_pair_id = std::move(pair.id),
                                .key_type = std::move(pair.type),
                                .tags = tag_list(pair.tags),
                                .create_time = pair.made_at,
                                .key_name = std::move(pair.name),
                                .key_fingerprint = std::move(pair.fingerprint)};
  if (with_public_key) info.public_key = std::move(pair.public_key);
  return info;
}

}  // namespace

Task<Result<api::ec2::DescribeKeyPairsResult>> Ec2Service::describe_key_pairs(
    const Call& call, api::ec2::DescribeKeyPairsRequest& request) {
  CO_CHECK(check_filters(request.filters));
  CO_CHECK(check_dry_run(request.dry_run));
  CO_TRY(auto pairs, co_await database_.read([account = call.account, region = call.region](store::Reader& reader) {
    return list_key_pairs(reader, account, region);
  }));
  CO_CHECK(check_named(pairs, request.key_names, &KeyPair::name, ""));
  CO_CHECK(check_named(pairs, request.key_pair_ids, &KeyPair::id, "ID "));

  const bool names_some =
      (request.key_names && !request.key_names->empty()) || (request.key_pair_ids && !request.key_pair_ids->empty());
  std::vector<api::ec2::KeyPairInfo> told;
  for (KeyPair& pair : pairs) {
    const bool is_named = holds(request.key_names, pair.name) || holds(request.key_pair_ids, pair.id);
    if ((names_some && !is_named) || !fits(pair, request.filters)) continue;
    told.push_back(info_of(std::move(pair), request.include_public_key.value_or(false)));
  }
  co_return api::ec2::DescribeKeyPairsResult{.key_pairs = std::move(told)};
}

}  // namespace lightwell::ec2
