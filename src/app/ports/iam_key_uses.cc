#include "app/ports/iam_key_uses.h"

namespace lightwell::app {

void IamKeyUses::note(const gate::AccessKey& key, std::string_view service, std::string_view region, Timestamp now) {
  const Principal& principal = key.principal;
  if (!principal.session) return iam_.note_use(key.id, service, region, now);
  // AROA...:SESSION: a session's key is nobody's, its role is used.
  if (principal.kind != PrincipalKind::assumed_role) return;
  const std::string_view id = principal.id;
  iam_.note_use(id.substr(0, id.find(':')), service, region, now);
}

}  // namespace lightwell::app
