// Access: the one place that answers whose photos a person may see and change.

#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lightwell::photos {

// A person who has signed in. Only Owners makes one from a session; the command line makes one from the owner's id.
struct Viewer {
  std::string person;
};

// The value that every statement binds to its `owner = $1`: a statement cannot reach another person's rows, and a
// stranger's photo looks like one that does not exist.
inline const std::string& owner_seen_by(const Viewer& viewer) { return viewer.person; }

// The same question for a row found another way. Refuses with errors::photo_not_found.
Result<void> check_may_see(const Viewer& viewer, std::string_view owner);

}  // namespace lightwell::photos
