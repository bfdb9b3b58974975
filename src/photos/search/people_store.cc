#include "photos/search/people_store.h"

namespace lightwell::photos {

Result<std::vector<NamedPerson>> named_people(store::Reader& reader, const std::string& owner) {
  return reader.all(
      "SELECT id, name, cover_face FROM people WHERE owner = $1 AND hidden = 0 AND name <> ''"
      " ORDER BY photo_count DESC",
      {owner}, [](const store::Row& row) {
        return NamedPerson{
            .id = row.string(0), .name = row.string(1), .folded_name = {}, .cover_face = row.optional_string(2)};
      });
}

Result<Hits> photos_of_person(store::Reader& reader, const std::string& person) {
  TRY(Hits hits,
      reader.all("SELECT number FROM face_clusters JOIN faces ON faces.cluster_id = face_clusters.id"
                 " JOIN photos ON photos.id = faces.photo_id WHERE person_id = $1 AND shown = 1 AND hidden = 0",
                 {person}, [](const store::Row& row) { return Hit{.number = row.integer(0), .weight = 100}; }));
  return tidy(std::move(hits));
}

}  // namespace lightwell::photos
