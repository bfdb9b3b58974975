// The errors IAM answers with, under the name the service's own files use.

#pragma once

#include "api/iam/errors.h"
#include "base/result.h"

namespace lightwell::iam {

namespace errors = api::iam::errors;

// What the stores say, in AWS's words. An error of the service's own, or one that a caller waits for (a row that exists
// already), stays what it is.
Error in_amazons_words(Error failure);

// "The user with name bob cannot be found."
Error no_such(std::string_view what, std::string_view how, std::string_view name);
// "User with name bob already exists."
Error exists_already(std::string_view what, std::string_view name);
// "Cannot exceed quota for AccessKeysPerUser: 2"
Error over_quota(std::string_view quota, size_t most);
// Somebody renamed or moved it between two looks.
Error changed_meanwhile();
// "Cannot delete entity, must detach all policies first."
Error must_first(std::string_view what);

}  // namespace lightwell::iam
