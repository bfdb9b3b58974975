// Who is in which photo, asked of the tables of people.

#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "photos/search/hits.h"
#include "photos/search/library_vocabulary.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// Everyone who has a name and is not hidden.
Result<std::vector<NamedPerson>> named_people(store::Reader& reader, const std::string& owner);
Result<Hits> photos_of_person(store::Reader& reader, const std::string& person);

}  // namespace lightwell::photos
