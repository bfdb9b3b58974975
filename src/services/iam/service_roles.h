// The service-linked roles that can be made: of the services Lightwell answers, and of what runs beside them.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html

#pragma once

#include <string>
#include <string_view>

namespace lightwell::iam {

struct ServiceRole {
  std::string_view service;  // elasticloadbalancing.amazonaws.com
  std::string_view role;     // AWSServiceRoleForElasticLoadBalancing
  std::string_view policy;   // AWS's own, under /aws-service-role/
  bool takes_suffix = false;

  static constexpr std::string_view policy_path = "/aws-service-role/";
};

const ServiceRole* find_service_role(std::string_view service);  // null: AWS has none, or it is not known here
std::string trust_of_service(std::string_view service);

}  // namespace lightwell::iam
