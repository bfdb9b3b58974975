// Everything that says who may do what in an account, entity by entity: GetAccountAuthorizationDetails.

#pragma once

#include <set>
#include <string>
#include <vector>

#include "api/iam/types.h"
#include "services/iam/last_uses.h"
#include "services/iam/listing_rules.h"
#include "store/sql/database.h"

namespace lightwell::iam {

// What is asked for; everything where nothing is.
class DetailFilter {
 public:
  explicit DetailFilter(const std::optional<std::vector<std::string>>& names);

  bool takes(const char* name) const { return names_.empty() || names_.contains(name); }
  std::string text() const;

 private:
  std::set<std::string> names_;
};

// A page of users, then groups, roles, the account's policies, and AWS's that are in use; each kind by name.
Result<api::iam::GetAccountAuthorizationDetailsResponse> authorization_details(store::Reader& reader,
                                                                               const std::string& account,
                                                                               const DetailFilter& filter,
                                                                               const Paging& paging,
                                                                               const LastUses& uses);

}  // namespace lightwell::iam
