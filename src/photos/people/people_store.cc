#include "photos/people/people_store.h"

#include "photos/eyes/detector.h"
#include "photos/objects/remover.h"
#include "photos/people/cluster_store.h"

namespace lightwell::photos {
namespace {

constexpr std::string_view kFindPerson = R"sql(
  SELECT id, name, hidden, photo_count, cover_face, owner, cover_quality, cover_by_hand, created_at, edit FROM people
  WHERE owner = $1 AND id = $2)sql";

constexpr std::string_view kInsertPerson = R"sql(
  INSERT INTO people (id, owner, name, hidden, cover_face, cover_quality, cover_by_hand, photo_count, created_at, edit)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))sql";

constexpr std::string_view kFacesOfPhoto = R"sql(
  SELECT faces.id, faces.owner, photo_id, cluster_id, person_id, service_face_id, box_left, box_top, box_width,
    box_height, confidence, quality, hidden, by_hand, shown, taken_local, created_at, edit
  FROM faces LEFT JOIN face_clusters ON face_clusters.id = faces.cluster_id
  WHERE photo_id = $1 ORDER BY box_left, faces.id)sql";

constexpr std::string_view kFindFace = R"sql(
  SELECT faces.id, faces.owner, photo_id, cluster_id, person_id, service_face_id, box_left, box_top, box_width,
    box_height, confidence, quality, hidden, by_hand, shown, taken_local, created_at, edit
  FROM faces LEFT JOIN face_clusters ON face_clusters.id = faces.cluster_id
  WHERE faces.owner = $1 AND faces.id = $2)sql";

constexpr std::string_view kFindByServiceId = R"sql(
  SELECT faces.id, faces.owner, photo_id, cluster_id, person_id, service_face_id, box_left, box_top, box_width,
    box_height, confidence, quality, hidden, by_hand, shown, taken_local, created_at, edit
  FROM faces LEFT JOIN face_clusters ON face_clusters.id = faces.cluster_id
  WHERE service_face_id = $2 AND faces.owner = $1)sql";

constexpr std::string_view kInsertFace = R"sql(
  INSERT INTO faces (id, owner, photo_id, cluster_id, service_face_id, box_left, box_top, box_width, box_height,
    confidence, quality, hidden, by_hand, shown, taken_local, created_at, edit)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17))sql";

PersonRow person_from(const store::Row& row) {
  return {.person = {.id = row.string(0),
                     .name = row.string(1),
                     .is_hidden = row.boolean(2),
                     .photo_count = row.integer(3),
                     .cover_face = row.optional_string(4)},
          .owner = row.string(5),
          .cover_quality = row.real(6),
          .is_cover_by_hand = row.boolean(7),
          .created_at = row.time(8),
          .edit = row.string(9)};
}

FaceRow face_from(const store::Row& row) {
  return {.id = row.string(0),
          .owner = row.string(1),
          .photo_id = row.string(2),
          .cluster_id = row.optional_string(3),
          .person_id = row.optional_string(4),
          .service_id = row.string(5),
          .box = {.left = row.real(6), .top = row.real(7), .width = row.real(8), .height = row.real(9)},
          .confidence = row.real(10),
          .quality = row.real(11),
          .is_hidden = row.boolean(12),
          .is_by_hand = row.boolean(13),
          .is_shown = row.boolean(14),
          .taken_local = row.time(15),
          .created_at = row.time(16),
          .edit = row.string(17)};
}

// A photo with two faces counts once. COUNT(DISTINCT) would take three times as long.
constexpr std::string_view kCountPhotos = R"sql(
  SELECT COUNT(*) FROM (
    SELECT 1 FROM face_clusters JOIN faces ON faces.cluster_id = face_clusters.id
    WHERE person_id = $1 AND shown = 1 GROUP BY taken_local, photo_id) AS photos)sql";

constexpr std::string_view kAnyFace = R"sql(
  SELECT 1 FROM face_clusters JOIN faces ON faces.cluster_id = face_clusters.id WHERE person_id = $1 LIMIT 1)sql";

constexpr std::string_view kCover = R"sql(
  SELECT 1 FROM faces JOIN face_clusters ON face_clusters.id = faces.cluster_id
  WHERE faces.id = $1 AND person_id = $2)sql";

constexpr std::string_view kBestFace = R"sql(
  SELECT faces.id, quality FROM face_clusters JOIN faces ON faces.cluster_id = face_clusters.id
  WHERE person_id = $1 ORDER BY shown DESC, quality DESC, faces.id LIMIT 1)sql";

constexpr std::string_view kRecount = R"sql(
  UPDATE people SET photo_count = photo_count + $2 WHERE id IN
    (SELECT person_id FROM faces JOIN face_clusters ON face_clusters.id = faces.cluster_id WHERE photo_id = $1))sql";

bool found(const store::Row&) { return true; }

}  // namespace

Result<std::optional<PersonRow>> find_person(store::Reader& reader, const std::string& owner, const std::string& id) {
  return reader.first(kFindPerson, {owner, id}, person_from);
}

Result<void> insert_person(store::Transaction& transaction, const PersonRow& row) {
  const Person& person = row.person;
  REQUIRE_OK(transaction.execute(
      kInsertPerson, {person.id, row.owner, person.name, person.is_hidden, person.cover_face, row.cover_quality,
                      row.is_cover_by_hand, person.photo_count, row.created_at, row.edit}));
  return put_cluster(transaction, row.owner, person.id);
}

Result<void> update_person(store::Transaction& transaction, const PersonRow& row) {
  const Person& person = row.person;
  REQUIRE_OK(
      transaction.execute("UPDATE people SET name = $2, hidden = $3, cover_face = $4, cover_quality = $5,"
                          " cover_by_hand = $6, photo_count = $7, edit = $8 WHERE id = $1",
                          {person.id, person.name, person.is_hidden, person.cover_face, row.cover_quality,
                           row.is_cover_by_hand, person.photo_count, row.edit}));
  return {};
}

Result<void> delete_person(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM people WHERE id = $1", {id}));
  REQUIRE_OK(transaction.execute("DELETE FROM person_questions WHERE a = $1 OR b = $1", {id}));
  return delete_clusters(transaction, id);
}

Result<bool> is_somebody(store::Reader& reader, const PersonRow& row) {
  if (!row.person.name.empty()) return true;
  TRY(const auto any, reader.first(kAnyFace, {row.person.id}, found));
  return any.has_value();
}

Result<bool> refresh_person(store::Transaction& transaction, const std::string& owner, const std::string& id) {
  TRY(auto row, find_person(transaction, owner, id));
  if (!row) return false;
  TRY(const bool stays, is_somebody(transaction, *row));
  if (!stays) {
    REQUIRE_OK(delete_person(transaction, id));
    return false;
  }
  TRY(const auto count, transaction.first(kCountPhotos, {id}, [](const store::Row& row) { return row.integer(0); }));
  row->person.photo_count = count.value_or(0);
  TRY(const auto cover, transaction.first(kCover, {row->person.cover_face, id}, found));
  if (!cover) {
    row->person.cover_face.reset();
    row->cover_quality = 0;
    row->is_cover_by_hand = false;
    REQUIRE_OK(transaction.each(kBestFace, {id}, [&row](const store::Row& best) {
      row->person.cover_face = best.string(0);
      row->cover_quality = best.real(1);
      return false;
    }));
  }
  REQUIRE_OK(update_person(transaction, *row));
  return true;
}

Result<std::vector<FaceRow>> face_rows_of(store::Reader& reader, const std::string& photo_id) {
  return reader.all(kFacesOfPhoto, {photo_id}, face_from);
}

Result<std::optional<FaceRow>> find_face(store::Reader& reader, const std::string& owner, const std::string& id) {
  return reader.first(kFindFace, {owner, id}, face_from);
}

Result<std::optional<FaceRow>> find_face_by_service_id(store::Reader& reader, const std::string& owner,
                                                       const std::string& service_id) {
  return reader.first(kFindByServiceId, {owner, service_id}, face_from);
}

Result<void> insert_face(store::Transaction& transaction, const FaceRow& row) {
  REQUIRE_OK(transaction.execute(
      kInsertFace, {row.id, row.owner, row.photo_id, row.cluster_id, row.service_id, row.box.left, row.box.top,
                    row.box.width, row.box.height, row.confidence, row.quality, row.is_hidden, row.is_by_hand,
                    row.is_shown, row.taken_local, row.created_at, row.edit}));
  return {};
}

Result<void> update_seen_face(store::Transaction& transaction, const FaceRow& row) {
  REQUIRE_OK(
      transaction.execute("UPDATE faces SET service_face_id = $2, box_left = $3, box_top = $4, box_width = $5,"
                          " box_height = $6, confidence = $7, quality = $8, taken_local = $9 WHERE id = $1",
                          {row.id, row.service_id, row.box.left, row.box.top, row.box.width, row.box.height,
                           row.confidence, row.quality, row.taken_local}));
  return {};
}

Result<void> update_belonging(store::Transaction& transaction, const FaceRow& row) {
  REQUIRE_OK(transaction.execute("UPDATE faces SET cluster_id = $2, hidden = $3, by_hand = $4, edit = $5 WHERE id = $1",
                                 {row.id, row.cluster_id, row.is_hidden, row.is_by_hand, row.edit}));
  return {};
}

Result<void> delete_face(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM faces WHERE id = $1", {id}));
  REQUIRE_OK(transaction.execute("DELETE FROM face_crops WHERE face_id = $1", {id}));
  return {};
}

Result<void> put_crop(store::Transaction& transaction, const std::string& face_id, const std::string& jpeg) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO face_crops (face_id, jpeg) VALUES ($1, $2)"
                          " ON CONFLICT (face_id) DO UPDATE SET jpeg = $2",
                          {face_id, as_bytes(jpeg)}));
  return {};
}

Result<std::optional<std::string>> find_crop(store::Reader& reader, const std::string& owner,
                                             const std::string& face_id) {
  return reader.first(
      "SELECT jpeg FROM face_crops JOIN faces ON faces.id = face_id WHERE faces.owner = $1 AND faces.id = $2",
      {owner, face_id}, [](const store::Row& row) { return std::string(as_text(row.blob(0))); });
}

// A photo counts once for a person, however many of its faces are theirs.
Result<void> show_faces(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                        bool is_shown) {
  TRY(const int64_t moved,
      transaction.execute("UPDATE faces SET shown = $2 WHERE photo_id = $1 AND shown <> $2", {photo_id, is_shown}));
  if (moved == 0) return {};
  REQUIRE_OK(transaction.execute(kRecount, {photo_id, is_shown ? 1 : -1}));
  return bump_people(transaction, owner);
}

Result<void> forget_faces(store::Transaction& transaction, Remover& remover, const std::string& owner,
                          const std::string& photo_id, Timestamp now) {
  TRY(const auto faces, face_rows_of(transaction, photo_id));
  if (faces.empty()) return {};
  for (const FaceRow& face : faces) {
    REQUIRE_OK(remover.give_up(transaction, face_removal_key(owner, face.service_id), now));
    REQUIRE_OK(delete_face(transaction, face.id));
  }
  for (const FaceRow& face : faces) {
    if (face.person_id) REQUIRE_OK(refresh_person(transaction, owner, *face.person_id));
  }
  return bump_people(transaction, owner);
}

Result<void> bump_people(store::Transaction& transaction, const std::string& owner) {
  REQUIRE_OK(
      transaction.execute("INSERT INTO people_versions (owner, version) VALUES ($1, 1)"
                          " ON CONFLICT (owner) DO UPDATE SET version = people_versions.version + 1",
                          {owner}));
  return {};
}

Result<int64_t> people_version(store::Reader& reader, const std::string& owner) {
  TRY(const auto version, reader.first("SELECT version FROM people_versions WHERE owner = $1", {owner},
                                       [](const store::Row& row) { return row.integer(0); }));
  return version.value_or(0);
}

}  // namespace lightwell::photos
