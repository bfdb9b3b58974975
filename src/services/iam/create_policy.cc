// CreatePolicy makes a managed policy of the account; its first version is the default.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html

#include "services/iam/iam.h"
#include "services/iam/name_rules.h"
#include "services/iam/policy_answers.h"
#include "services/iam/tag_store.h"

namespace lightwell::iam {

Task<Result<api::iam::CreatePolicyResponse>> IamService::create_policy(const Call& call,
                                                                       api::iam::CreatePolicyRequest& request) {
  CO_CHECK(read_document(request.policy_document, policy::Kind::managed));
  if (counted_size(request.policy_document) > kManagedSizeMax) {
    co_return fail(over_quota("PolicySize", kManagedSizeMax));
  }
  const ManagedPolicy policy{.id = unique_id("ANPA", ids_),
                             .account = call.account,
                             .name = request.policy_name,
                             .path = request.path.value_or(kRootPath),
                             .description = request.description,
                             .created_at = call.now,
                             .updated_at = call.now};
  const auto made = co_await write([&](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(insert_policy(transaction, policy, request.policy_document));
    TRY(const int64_t count, count_policies(transaction, call.account));
    if (count > kPoliciesMax) return fail(over_quota("PoliciesPerAccount", kPoliciesMax));
    if (request.tags) REQUIRE_OK(put_tags(transaction, call.account, policy.id, *request.tags));
    return {};
  });
  if (!made && made.error().kind == &store::errors::unique_violation) {
    co_return fail(errors::entity_already_exists_exception,
                   "A policy called " + request.policy_name + " already exists. Duplicate names are not allowed.");
  }
  CO_CHECK(made);

  api::iam::CreatePolicyResponse response{.policy = shown(policy, Usage{})};
  if (request.tags && !request.tags->empty()) response.policy->tags = std::move(request.tags);
  co_return response;
}

}  // namespace lightwell::iam
