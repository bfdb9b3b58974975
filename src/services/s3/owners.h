// Who owns buckets and objects: always the account of the bucket. Canonical users are shown by id and name.

#pragma once

#include <map>
#include <string>

#include "api/s3/types.h"

namespace lightwell::s3 {

struct AccountName {
  std::string canonical_id;  // 64 hex digits; empty: made from the account
  std::string display_name;  // empty: the account itself
};

class Owners {
 public:
  // By account; whoever is not named here is called by its number.
  explicit Owners(std::map<std::string, AccountName> named) : named_(std::move(named)) {}

  api::s3::Owner owner(const std::string& account) const;
  api::s3::Initiator initiator(const std::string& account) const;
  // The one grant there is: object ownership is BucketOwnerEnforced.
  api::s3::Grant full_control(const std::string& account) const;

 private:
  AccountName name_of(const std::string& account) const;

  const std::map<std::string, AccountName> named_;
};

}  // namespace lightwell::s3
