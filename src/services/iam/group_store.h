// The rows of groups, and who is in them.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/listing_rules.h"
#include "services/iam/user.h"
#include "store/sql/database.h"

namespace lightwell::iam {

Result<std::optional<Group>> find_group(store::Reader& reader, const std::string& account, const std::string& name);
// NoSuchEntity.
Result<Group> require_group(store::Reader& reader, const std::string& account, const std::string& name);
// EntityAlreadyExists.
Result<void> insert_group(store::Transaction& transaction, const Group& group);
Result<void> rename_group(store::Transaction& transaction, const Group& group);
Result<void> delete_group(store::Transaction& transaction, const std::string& id);
Result<size_t> count_groups(store::Reader& reader, const std::string& account);
Result<std::vector<Group>> list_groups(store::Reader& reader, const std::string& account,
                                       const std::string& path_prefix, const Paging& paging);

// Twice is once.
Result<void> join_group(store::Transaction& transaction, const std::string& user, const std::string& group,
                        Timestamp now);
// Answers whether the user was in the group.
Result<bool> leave_group(store::Transaction& transaction, const std::string& user, const std::string& group);
Result<size_t> count_groups_of(store::Reader& reader, const std::string& user);
Result<size_t> count_members_of(store::Reader& reader, const std::string& group);
Result<std::vector<Group>> groups_of(store::Reader& reader, const std::string& user, const Paging& paging);
// All of them, for policies.
Result<std::vector<Group>> groups_of(store::Reader& reader, const std::string& user);
Result<std::vector<User>> members_of(store::Reader& reader, const std::string& group, const Paging& paging);
// What Paging::after is compared with.
std::string group_page_key(const Group& group);

}  // namespace lightwell::iam
