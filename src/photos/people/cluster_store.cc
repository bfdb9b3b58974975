#include "photos/people/cluster_store.h"

namespace lightwell::photos {

Result<void> put_cluster(store::Transaction& transaction, const std::string& owner, const std::string& person_id) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO face_clusters (id, owner, person_id) VALUES ($1, $2, $1)"
                          " ON CONFLICT (id) DO UPDATE SET person_id = $1",
                          {person_id, owner}));
  return {};
}

Result<void> hand_over_clusters(store::Transaction& transaction, const std::string& from, const std::string& to) {
  REQUIRE_OK(transaction.execute("UPDATE face_clusters SET person_id = $2 WHERE person_id = $1", {from, to}));
  return {};
}

Result<void> delete_clusters(store::Transaction& transaction, const std::string& person_id) {
  REQUIRE_OK(transaction.execute("DELETE FROM face_clusters WHERE person_id = $1", {person_id}));
  return {};
}

}  // namespace lightwell::photos
