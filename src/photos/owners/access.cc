#include "photos/owners/access.h"

#include "photos/errors.h"

namespace lightwell::photos {

Result<void> check_may_see(const Viewer& viewer, std::string_view owner) {
  if (owner.empty() || viewer.person != owner) return fail(errors::photo_not_found);
  return {};
}

}  // namespace lightwell::photos
