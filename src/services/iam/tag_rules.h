// Tags of entities: keys are not told apart by case, and an entity has fifty at most.

#pragma once

#include <string>
#include <vector>

#include "api/iam/types.h"
#include "base/result.h"

namespace lightwell::iam {

inline constexpr size_t kTagsMax = 50;

// Of a request alone: InvalidInput for a key that comes twice, or that only AWS may give.
Result<void> check_tags(const std::vector<api::iam::Tag>& tags);
Result<void> check_tag_keys(const std::vector<std::string>& keys);

}  // namespace lightwell::iam
