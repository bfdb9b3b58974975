// What policies are asked about key pairs: of a pair by its name, with its type and tags, however a request names it.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/ec2/types.h"
#include "base/call.h"
#include "services/ec2/ec2.h"
#include "services/ec2/key_pair.h"

namespace lightwell::ec2 {

// Of a pair that is not there: as it was named.
Demand demand_of(const Call& call, std::string action, const std::string& named, const std::optional<KeyPair>& pair);
// One for each of the resources. `tags`: those of the request.
std::vector<Demand> demands_of(const Call& call, const std::string& action, const std::vector<std::string>& ids,
                               const std::vector<KeyPair>& pairs, const std::vector<api::ec2::Tag>& tags);

}  // namespace lightwell::ec2
