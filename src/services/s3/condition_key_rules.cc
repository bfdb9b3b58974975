#include "services/s3/condition_key_rules.h"

#include <algorithm>

#include "policy/pattern.h"

namespace lightwell::s3 {
namespace {

struct Row {
  std::string_view key;      // one that ends with '/' goes on with the key of a tag
  std::string_view actions;  // that have it, without "s3:"; empty: all
};

constexpr Row kRows[] = {
    {"s3:accessgrantscope", "createaccessgrant deleteaccessgrant getaccessgrant"},
    {"s3:accessgrantsinstancearn", ""},
    {"s3:accessgrantslocationscope",
     "createaccessgrantslocation deleteaccessgrantslocation getaccessgrantslocation "
     "updateaccessgrantslocation"},
    {"s3:accesspointnetworkorigin", ""},
    {"s3:accesspointtag/", ""},
    {"s3:annotation-prefix", "listobjectannotations listobjectversionannotations"},
    {"s3:authtype", ""},
    {"s3:buckettag/", ""},
    {"s3:dataaccesspointaccount", ""},
    {"s3:dataaccesspointarn", ""},
    {"s3:delimiter", "listbucket listbucketversions"},
    {"s3:deliverysourcearn", "allowvendedlogdeliveryforresource"},
    {"s3:destinationregion", "pausereplication"},
    {"s3:existingjoboperation", "deletejobtagging putjobtagging updatejobpriority updatejobstatus"},
    {"s3:existingjobpriority", "deletejobtagging putjobtagging updatejobpriority updatejobstatus"},
    {"s3:existingobjecttag/",
     "deleteobjectannotation deleteobjecttagging deleteobjectversionannotation deleteobjectversiontagging "
     "getobject getobjectacl getobjectannotation getobjectattributes getobjecttagging getobjectversion "
     "getobjectversionacl getobjectversionannotation getobjectversionattributes getobjectversiontagging "
     "listobjectannotations listobjectversionannotations putobjectacl putobjectannotation "
     "putobjecttagging putobjectversionacl putobjectversionannotation putobjectversiontagging "
     "updateobjectencryption"},
    {"s3:if-match", "deleteobject putobject"},
    {"s3:if-none-match", "putobject"},
    {"s3:inventoryaccessibleoptionalfields", "putinventoryconfiguration"},
    {"s3:isreplicationpauserequest", "putreplicationconfiguration"},
    {"s3:jobsuspendedcause", "updatejobstatus"},
    {"s3:locationconstraint", "createaccesspoint createbucket"},
    {"s3:logtype", "allowvendedlogdeliveryforresource"},
    {"s3:max-annotation-results", "listobjectannotations listobjectversionannotations"},
    {"s3:max-keys", "listbucket listbucketversions"},
    {"s3:object-lock-event-hold", "putobject putobjectretention replicateobject"},
    {"s3:object-lock-event-hold-duration-days", "putobject putobjectretention replicateobject"},
    {"s3:object-lock-legal-hold", "putobject putobjectlegalhold"},
    {"s3:object-lock-mode", "putobject putobjectretention"},
    {"s3:object-lock-remaining-retention-days", "putobject putobjectretention"},
    {"s3:object-lock-retain-until-date", "putobject putobjectretention"},
    {"s3:objectcreationoperation", "putobject"},
    {"s3:prefix", "listbucket listbucketversions"},
    {"s3:requestjoboperation", "createjob"},
    {"s3:requestjobpriority", "createjob updatejobpriority"},
    {"s3:requestobjecttag/", "bypassgovernanceretention putobject putobjecttagging putobjectversiontagging"},
    {"s3:requestobjecttagkeys", "bypassgovernanceretention putobject putobjecttagging putobjectversiontagging"},
    {"s3:resourceaccount", ""},
    {"s3:resourcearnbeingauthorized", "allowvendedlogdeliveryforresource"},
    {"s3:signatureage", ""},
    {"s3:signatureversion", ""},
    {"s3:tlsversion", ""},
    {"s3:versionid",
     "deleteobjectversion deleteobjectversionannotation deleteobjectversiontagging getobjectversion "
     "getobjectversionacl getobjectversionannotation getobjectversionattributes getobjectversiontagging "
     "getobjectversiontorrent listobjectversionannotations putobjectversionacl putobjectversionannotation "
     "putobjectversiontagging"},
    {"s3:x-amz-acl",
     "bypassgovernanceretention createaccesspoint createbucket putbucketacl putobject putobjectacl "
     "putobjectversionacl"},
    {"s3:x-amz-bucket-namespace", "createbucket"},
    {"s3:x-amz-content-sha256", ""},
    {"s3:x-amz-copy-source", "bypassgovernanceretention putobject"},
    {"s3:x-amz-grant-full-control",
     "bypassgovernanceretention createbucket putbucketacl putobject putobjectacl putobjectversionacl"},
    {"s3:x-amz-grant-read",
     "bypassgovernanceretention createbucket putbucketacl putobject putobjectacl putobjectversionacl"},
    {"s3:x-amz-grant-read-acp",
     "bypassgovernanceretention createbucket putbucketacl putobject putobjectacl putobjectversionacl"},
    {"s3:x-amz-grant-write",
     "bypassgovernanceretention createbucket putbucketacl putobject putobjectacl putobjectversionacl"},
    {"s3:x-amz-grant-write-acp",
     "bypassgovernanceretention createbucket putbucketacl putobject putobjectacl putobjectversionacl"},
    {"s3:x-amz-metadata-directive", "bypassgovernanceretention putobject"},
    {"s3:x-amz-object-annotation-directive", "putobject"},
    {"s3:x-amz-object-if-match",
     "deleteobjectannotation deleteobjectversionannotation putobjectannotation putobjectversionannotation"},
    {"s3:x-amz-object-ownership", "createbucket"},
    {"s3:x-amz-server-side-encryption", "bypassgovernanceretention putobject replicateobject updateobjectencryption"},
    {"s3:x-amz-server-side-encryption-aws-kms-key-id",
     "bypassgovernanceretention putobject replicateobject updateobjectencryption"},
    {"s3:x-amz-server-side-encryption-customer-algorithm", "bypassgovernanceretention putobject replicateobject"},
    {"s3:x-amz-storage-class", "bypassgovernanceretention putobject putobjectacl putobjectversionacl"},
    {"s3:x-amz-website-redirect-location", "bypassgovernanceretention putobject"},
};

const Row* find_row(std::string_view lower_key) {
  const auto found = std::ranges::find_if(kRows, [&](const Row& row) {
    if (!row.key.ends_with('/')) return row.key == lower_key;
    return lower_key.size() > row.key.size() && lower_key.starts_with(row.key);
  });
  return found == std::end(kRows) ? nullptr : found;
}

// Whether an action that a pattern means is among the names, one space between them.
bool means_one_of(std::string_view lower_action, std::string_view names) {
  const std::string codes = policy::action_codes(std::string(lower_action));
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(' '));
    if (policy::matches_codes(codes, "s3:" + std::string(name))) return true;
    names.remove_prefix(std::min(names.size(), name.size() + 1));
  }
  return false;
}

}  // namespace

bool is_condition_key(std::string_view lower_key) {
  return !lower_key.starts_with("s3:") || find_row(lower_key) != nullptr;
}

bool may_have_key(std::string_view lower_action, std::string_view lower_key) {
  const Row* row = find_row(lower_key);
  return row == nullptr || row->actions.empty() || means_one_of(lower_action, row->actions);
}

}  // namespace lightwell::s3
