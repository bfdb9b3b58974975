#include "services/s3/owners.h"

#include "services/s3/bucket_rules.h"

namespace lightwell::s3 {

AccountName Owners::name_of(const std::string& account) const {
  const auto found = named_.find(account);
  AccountName name = found == named_.end() ? AccountName{} : found->second;
  if (name.canonical_id.empty()) name.canonical_id = canonical_id(account);
  if (name.display_name.empty()) name.display_name = account;
  return name;
}

api::s3::Owner Owners::owner(const std::string& account) const {
  const AccountName name = name_of(account);
  api::s3::Owner owner;
  owner.display_name = name.display_name;
  owner.id = name.canonical_id;
  return owner;
}

api::s3::Initiator Owners::initiator(const std::string& account) const {
  const AccountName name = name_of(account);
  api::s3::Initiator initiator;
  initiator.id = name.canonical_id;
  initiator.display_name = name.display_name;
  return initiator;
}

api::s3::Grant Owners::full_control(const std::string& account) const {
  const AccountName name = name_of(account);
  api::s3::Grant grant;
  auto& grantee = grant.grantee.emplace();
  grantee.display_name = name.display_name;
  grantee.id = name.canonical_id;
  grantee.type = "CanonicalUser";
  grant.permission = "FULL_CONTROL";
  return grant;
}

}  // namespace lightwell::s3
