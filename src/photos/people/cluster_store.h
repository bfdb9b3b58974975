// The rows of clusters: faces that go together, and whose they are. A merge hands clusters over, however many faces
// they hold; the first cluster of a person has the person's id.

#pragma once

#include <string>

#include "base/result.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// The person's first; one that was handed on comes back.
Result<void> put_cluster(store::Transaction& transaction, const std::string& owner, const std::string& person_id);
Result<void> hand_over_clusters(store::Transaction& transaction, const std::string& from, const std::string& to);
Result<void> delete_clusters(store::Transaction& transaction, const std::string& person_id);

}  // namespace lightwell::photos
