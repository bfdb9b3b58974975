// Who owns buckets and objects: always the account of the bucket.

#pragma once

#include <string>

#include "api/s3/types.h"
#include "services/s3/bucket_rules.h"

namespace lightwell::s3 {

inline api::s3::Owner owner_of(const std::string& account) {
  api::s3::Owner owner;
  owner.display_name = account;
  owner.id = canonical_id(account);
  return owner;
}

inline api::s3::Initiator initiator_of(const std::string& account) {
  api::s3::Initiator initiator;
  initiator.id = canonical_id(account);
  initiator.display_name = account;
  return initiator;
}

// The one grant there is: object ownership is BucketOwnerEnforced.
inline api::s3::Grant full_control_of(const std::string& account) {
  api::s3::Grant grant;
  auto& grantee = grant.grantee.emplace();
  grantee.display_name = account;
  grantee.id = canonical_id(account);
  grantee.type = "CanonicalUser";
  grant.permission = "FULL_CONTROL";
  return grant;
}

}  // namespace lightwell::s3
