#include "services/iam/managed_policies.h"

#include <doctest/doctest.h>

#include <set>

#include "base/text.h"
#include "services/iam/service_roles.h"

namespace lightwell::iam {
namespace {

TEST_CASE("Every policy of AWS can be read, found by its ARN, and told from the others") {
  std::set<std::string> ids;
  std::string before;
  for (const AwsPolicy& policy : aws_policies()) {
    CAPTURE(policy.name);
    CHECK(document_of(policy) != nullptr);
    CHECK(find_aws_policy(policy.arn) == &policy);
    CHECK(policy.version >= 1);
    CHECK(policy.created_at <= policy.updated_at);
    CHECK(ids.insert(policy.id).second);
    CHECK(to_lower(policy.name) > before);
    before = to_lower(policy.name);
  }
  CHECK(ids.size() > 150);
  CHECK(find_aws_policy("arn:aws:iam::aws:policy/NoSuchPolicy") == nullptr);
}

TEST_CASE("The policy of every service-linked role is there") {
  for (const char* service :
       {"elasticloadbalancing", "rds", "lambda", "autoscaling", "ops.apigateway", "ec2scheduled"}) {
    const ServiceRole* role = find_service_role(service + std::string(".amazonaws.com"));
    REQUIRE(role != nullptr);
    const std::string arn =
        "arn:aws:iam::aws:policy" + std::string(ServiceRole::policy_path) + std::string(role->policy);
    CAPTURE(arn);
    CHECK(find_aws_policy(arn) != nullptr);
    CHECK(policy::parse(trust_of_service(role->service), policy::Kind::trust));
  }
  CHECK(find_service_role("nothing.amazonaws.com") == nullptr);
}

}  // namespace
}  // namespace lightwell::iam
