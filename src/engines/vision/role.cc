#include "engines/vision/role.h"

#include <algorithm>
#include <array>

namespace lightwell::engines::vision {
namespace {

constexpr std::array<std::string_view, kRoles> kRoleNames = {
    "objects",        "objects-second",    "image-labels",    "face-detection", "face-mesh",
    "face-embedding", "face-attributes",   "emotion",         "text-detection", "text-recognition",
    "moderation",     "moderation-second", "image-embedding", "clip-image",     "clip-text"};
constexpr std::array<std::string_view, 3> kStateNames = {"ready", "missing", "broken"};

}  // namespace

std::string_view name_of(Role role) { return kRoleNames[size_t(role)]; }

std::optional<Role> role_named(std::string_view name) {
  const auto found = std::ranges::find(kRoleNames, name);
  if (found == kRoleNames.end()) return std::nullopt;
  return Role(found - kRoleNames.begin());
}

std::string_view name_of(RoleState state) { return kStateNames[size_t(state)]; }

}  // namespace lightwell::engines::vision
