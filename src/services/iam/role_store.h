// The rows of roles and instance profiles.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/iam/listing_rules.h"
#include "services/iam/role.h"
#include "store/sql/database.h"

namespace lightwell::iam {

Result<std::optional<Role>> find_role(store::Reader& reader, const std::string& account, const std::string& name);
Result<std::optional<Role>> find_role_by_id(store::Reader& reader, const std::string& id);
// NoSuchEntity.
Result<Role> require_role(store::Reader& reader, const std::string& account, const std::string& name);
// The same of a role that is not its service's own. UnmodifiableEntity.
Result<Role> require_own_role(store::Reader& reader, const std::string& account, const std::string& name);
// `role.trust` as kept_trust() made it. EntityAlreadyExists.
Result<void> insert_role(store::Transaction& transaction, const Role& role);
Result<void> set_description(store::Transaction& transaction, const std::string& id,
                             const std::optional<std::string>& description);
Result<void> set_session_seconds(store::Transaction& transaction, const std::string& id, int64_t seconds);
Result<void> set_trust(store::Transaction& transaction, const std::string& id, const std::string& kept);
Result<void> delete_role(store::Transaction& transaction, const std::string& id);
Result<int64_t> count_roles(store::Reader& reader, const std::string& account);
// Whose path begins with `path_prefix`, by name.
Result<std::vector<Role>> list_roles(store::Reader& reader, const std::string& account, const std::string& path_prefix,
                                     const Paging& paging);
std::string role_page_key(const Role& role);

Result<std::optional<InstanceProfile>> find_instance_profile(store::Reader& reader, const std::string& account,
                                                             const std::string& name);
// NoSuchEntity.
Result<InstanceProfile> require_instance_profile(store::Reader& reader, const std::string& account,
                                                 const std::string& name);
// EntityAlreadyExists.
Result<void> insert_instance_profile(store::Transaction& transaction, const InstanceProfile& profile);
Result<void> set_role_of_profile(store::Transaction& transaction, const std::string& profile,
                                 const std::optional<std::string>& role);
Result<void> delete_instance_profile(store::Transaction& transaction, const std::string& id);
Result<int64_t> count_instance_profiles(store::Reader& reader, const std::string& account);
Result<std::vector<InstanceProfile>> list_instance_profiles(store::Reader& reader, const std::string& account,
                                                            const std::string& path_prefix, const Paging& paging);
Result<std::vector<InstanceProfile>> instance_profiles_of(store::Reader& reader, const std::string& role,
                                                          const Paging& paging);
std::string profile_page_key(const InstanceProfile& profile);
// As answers show it, its role included.
Result<api::iam::InstanceProfile> shown_with_role(store::Reader& reader, const InstanceProfile& profile);

}  // namespace lightwell::iam
