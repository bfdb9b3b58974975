#include "app/ports/iam_facts.h"

#include <algorithm>

namespace lightwell::app {
namespace {

// Lists are asked of the path below which they list: arn:aws:iam::ACCOUNT:user/crew/ is nobody's ARN.
bool is_of_path(std::string_view action) {
  constexpr std::string_view kLists[] = {"iam:ListUsers", "iam:ListGroups", "iam:ListRoles",
                                         "iam:ListInstanceProfiles"};
  return std::ranges::find(kLists, action) != std::end(kLists);
}

// arn:aws:iam::ACCOUNT:role/task/aws-service-role/SERVICE/ROLE/UUID becomes the ARN of the role.
std::string role_of_task(std::string arn) {
  constexpr std::string_view kTask = ":role/task/";
  const size_t at = arn.find(kTask);
  if (at == arn.npos) return arn;
  arn.erase(arn.rfind('/'));
  return arn.replace(at, std::min(kTask.size(), arn.size() - at), ":role/");
}

}  // namespace

Task<Result<gate::ResourceFact>> IamFacts::find(const Call& call, std::string_view action, std::string arn) const {
  if (is_of_path(action)) co_return gate::ResourceFact{.arn = std::move(arn)};
  if (action == "iam:GetServiceLinkedRoleDeletionStatus") {
    co_return gate::ResourceFact{.arn = role_of_task(std::move(arn))};
  }
  if (action == "iam:GetAccessKeyLastUsed") {
    CO_TRY(arn, co_await iam_.holder_of_key(call, arn.substr(arn.rfind('/') + 1)));
  }
  CO_TRY(auto known, co_await iam_.entity_facts(call, std::move(arn)));
  gate::ResourceFact fact{.arn = std::move(known.arn)};
  for (api::iam::Tag& tag : known.tags) fact.tags.push_back({std::move(tag.key), std::move(tag.value)});
  co_return fact;
}

}  // namespace lightwell::app
