// The key pairs that the resources of CreateTags and DeleteTags name.

#pragma once

#include <string>
#include <vector>

#include "base/call.h"
#include "base/result.h"
#include "services/ec2/key_pair.h"
#include "store/sql/database.h"

namespace lightwell::ec2 {

inline constexpr size_t kTaggedMax = 1000;  // resources of one call

// Errors: MissingParameter, InvalidParameterValue, InvalidID for what is no key pair's, InvalidKeyPair.NotFound.
Result<void> check_resources(const std::vector<std::string>& ids);
// Each once, with its tags. The ids must have been checked.
Result<std::vector<KeyPair>> tagged_pairs(store::Reader& reader, const Call& call, const std::vector<std::string>& ids);

}  // namespace lightwell::ec2
