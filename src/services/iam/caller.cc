#include "services/iam/caller.h"

#include "services/iam/errors.h"
#include "services/iam/user_store.h"

namespace lightwell::iam {
namespace {

Error must_name_user() {
  return error(errors::validation_error, "Must specify userName when calling with non-User credentials");
}

}  // namespace

Result<Subject> subject_of(store::Reader& reader, const Call& call, const std::optional<std::string>& user_name) {
  if (user_name) {
    TRY(User user, require_user(reader, call.account, *user_name));
    return Subject{std::move(user)};
  }
  if (call.principal.kind == PrincipalKind::root) return Subject{};
  if (call.principal.kind != PrincipalKind::user) return fail(must_name_user());
  TRY(auto user, find_user_by_id(reader, call.principal.id));
  if (!user) return fail(no_such("user", "name", call.principal.name));
  return Subject{std::move(user)};
}

Result<User> user_meant(store::Reader& reader, const Call& call, const std::optional<std::string>& user_name) {
  TRY(Subject subject, subject_of(reader, call, user_name));
  if (!subject.user) return fail(must_name_user());
  return *std::move(subject.user);
}

}  // namespace lightwell::iam
