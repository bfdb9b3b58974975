#include "photos/schema.h"

namespace lightwell::photos {

Result<void> migrate(store::Database& database) {
  REQUIRE_OK(database.migrate("photos.owners", owners_schema()));
  REQUIRE_OK(database.migrate("photos.library", library_schema()));
  REQUIRE_OK(database.migrate("photos.uploads", uploads_schema()));
  REQUIRE_OK(database.migrate("photos.jobs", jobs_schema()));
  REQUIRE_OK(database.migrate("photos.labels", labels_schema()));
  REQUIRE_OK(database.migrate("photos.people", people_schema()));
  REQUIRE_OK(database.migrate("photos.likeness", likeness_schema()));
  REQUIRE_OK(database.migrate("photos.search", search_schema()));
  return {};
}

Task<Result<void>> reset(store::Database& database) {
  co_return co_await database.write([](store::Transaction& transaction) -> Result<void> {
    for (const std::string_view sql :
         {"DELETE FROM owners",         "DELETE FROM setup_tokens",    "DELETE FROM sessions",
          "DELETE FROM attempts",       "DELETE FROM photos",          "DELETE FROM month_counts",
          "DELETE FROM feeds",          "DELETE FROM events",          "DELETE FROM removals",
          "DELETE FROM downloads",      "DELETE FROM uploads",         "DELETE FROM jobs",
          "DELETE FROM job_pauses",     "DELETE FROM photo_analyses",  "DELETE FROM photo_labels",
          "DELETE FROM label_boxes",    "DELETE FROM photo_texts",     "DELETE FROM photo_colours",
          "DELETE FROM people",         "DELETE FROM faces",           "DELETE FROM face_clusters",
          "DELETE FROM face_crops",     "DELETE FROM early_matches",   "DELETE FROM person_questions",
          "DELETE FROM person_edits",   "DELETE FROM edit_people",     "DELETE FROM edit_faces",
          "DELETE FROM edit_clusters",  "DELETE FROM edit_questions",  "DELETE FROM people_versions",
          "DELETE FROM photo_likeness", "DELETE FROM near_duplicates", "DELETE FROM photo_meanings",
          "DELETE FROM search_terms",   "DELETE FROM search_names",    "DELETE FROM search_postings"}) {
      REQUIRE_OK(transaction.execute(sql));
    }
    return {};
  });
}

}  // namespace lightwell::photos
