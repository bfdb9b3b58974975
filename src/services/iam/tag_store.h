// The rows of tags, of whatever entity: a unique id, or the ARN of what has none.

#pragma once

#include <string>
#include <vector>

#include "services/iam/listing_rules.h"
#include "services/iam/tag_rules.h"
#include "store/sql/database.h"

namespace lightwell::iam {

// Adds tags, or gives those that are there new values. Errors: as check_tags(), LimitExceeded.
Result<void> put_tags(store::Transaction& transaction, const std::string& account, const std::string& entity,
                      const std::vector<api::iam::Tag>& tags);
// Keys that are not there are passed over. Errors: as check_tag_keys().
Result<void> remove_tags(store::Transaction& transaction, const std::string& entity,
                         const std::vector<std::string>& keys);
Result<void> remove_all_tags(store::Transaction& transaction, const std::string& entity);
// In the order they were given.
Result<std::vector<api::iam::Tag>> tags_of(store::Reader& reader, const std::string& entity);
// A page of them, by their keys.
Result<std::vector<api::iam::Tag>> tags_of(store::Reader& reader, const std::string& entity, const Paging& paging);
// The key a page of tags goes on behind.
std::string tag_page_key(const api::iam::Tag& tag);

}  // namespace lightwell::iam
