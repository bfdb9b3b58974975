#include "base/text.h"
#include "services/iam/errors.h"
#include "services/iam/role_store.h"

namespace lightwell::iam {
namespace {

#define PROFILE_COLUMNS "id, account, name, path, role, created_at"

InstanceProfile profile_row(const store::Row& row) {
  return {.id = row.string(0),
          .account = row.string(1),
          .name = row.string(2),
          .path = row.string(3),
          .role = row.optional_string(4),
          .created_at = row.time(5)};
}

Error no_such_profile(const std::string& name) {
  return error(errors::no_such_entity_exception, "Instance Profile " + name + " cannot be found.");
}

}  // namespace

Result<std::optional<InstanceProfile>> find_instance_profile(store::Reader& reader, const std::string& account,
                                                             const std::string& name) {
  return reader.first("SELECT " PROFILE_COLUMNS " FROM iam_instance_profiles WHERE account = $1 AND name_lower = $2",
                      {account, to_lower(name)}, profile_row);
}

Result<InstanceProfile> require_instance_profile(store::Reader& reader, const std::string& account,
                                                 const std::string& name) {
  TRY(auto found, find_instance_profile(reader, account, name));
  if (!found) return fail(no_such_profile(name));
  return *std::move(found);
}

Result<void> insert_instance_profile(store::Transaction& transaction, const InstanceProfile& profile) {
  const auto made = transaction.execute(
      "INSERT INTO iam_instance_profiles (id, account, name, name_lower, path, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      {profile.id, profile.account, profile.name, to_lower(profile.name), profile.path, profile.created_at});
  if (made) return {};
  if (made.error().kind != &store::errors::unique_violation) return std::unexpected(made.error());
  return fail(errors::entity_already_exists_exception, "Instance Profile " + profile.name + " already exists.");
}

Result<void> set_role_of_profile(store::Transaction& transaction, const std::string& profile,
                                 const std::optional<std::string>& role) {
  REQUIRE_OK(transaction.execute("UPDATE iam_instance_profiles SET role = $2 WHERE id = $1", {profile, role}));
  return {};
}

Result<void> delete_instance_profile(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM iam_instance_profiles WHERE id = $1", {id}));
  return {};
}

Result<int64_t> count_instance_profiles(store::Reader& reader, const std::string& account) {
  TRY(const auto count, reader.first("SELECT count(*) FROM iam_instance_profiles WHERE account = $1", {account},
                                     [](const store::Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

Result<std::vector<InstanceProfile>> list_instance_profiles(store::Reader& reader, const std::string& account,
                                                            const std::string& path_prefix, const Paging& paging) {
  return reader.all("SELECT " PROFILE_COLUMNS
                    " FROM iam_instance_profiles WHERE account = $1 AND name_lower > $2 "
                    "AND substr(path, 1, length($3)) = $3 ORDER BY name_lower LIMIT $4",
                    {account, paging.after, path_prefix, paging.limit()}, profile_row);
}

Result<std::vector<InstanceProfile>> instance_profiles_of(store::Reader& reader, const std::string& role,
                                                          const Paging& paging) {
  return reader.all("SELECT " PROFILE_COLUMNS
                    " FROM iam_instance_profiles WHERE role = $1 AND name_lower > $2 ORDER BY name_lower LIMIT $3",
                    {role, paging.after, paging.limit()}, profile_row);
}

std::string profile_page_key(const InstanceProfile& profile) { return to_lower(profile.name); }

Result<api::iam::InstanceProfile> shown_with_role(store::Reader& reader, const InstanceProfile& profile) {
  api::iam::InstanceProfile out = shown(profile);
  if (!profile.role) return out;
  TRY(const auto role, find_role_by_id(reader, *profile.role));
  if (role) out.roles->push_back(shown(*role));
  return out;
}

}  // namespace lightwell::iam
