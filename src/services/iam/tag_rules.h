// Tags of entities: fifty at most. Keys of users and roles are not told apart by case; those of all others are.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/iam/types.h"
#include "base/result.h"

namespace lightwell::iam {

inline constexpr size_t kTagsMax = 50;

// What a key of the entity is compared by.
std::string compared_key(std::string_view entity, std::string_view key);
// Of a request alone: InvalidInput for a key that comes twice, or that only AWS may give.
Result<void> check_tags(std::string_view entity, const std::vector<api::iam::Tag>& tags);
Result<void> check_tag_keys(std::string_view entity, const std::vector<std::string>& keys);

}  // namespace lightwell::iam
