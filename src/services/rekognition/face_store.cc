#include "services/rekognition/face_store.h"

#include "services/rekognition/vector_rules.h"

namespace lightwell::rekognition {
namespace {

#define FACE_COLUMNS                                                                                              \
  "SELECT f.number, f.face_id, i.image_id, i.external_image_id, f.box_left, f.box_top, f.box_width, "             \
  "f.box_height, f.confidence, f.model, f.owner, u.user_id "                                                      \
  "FROM rekognition_faces f JOIN rekognition_images i ON i.id = f.image LEFT JOIN rekognition_users u ON u.id = " \
  "f.owner "

StoredFace face_of(const store::Row& row) {
  return {.number = row.integer(0),
          .face_id = row.string(1),
          .image_id = row.string(2),
          .external_image_id = row.string(3),
          .box = {row.real(4), row.real(5), row.real(6), row.real(7)},
          .confidence = row.real(8),
          .model = row.string(9),
          .owner = row.optional_integer(10).value_or(0),
          .user_id = row.optional_string(11).value_or("")};
}

StoredImage image_of(const store::Row& row) { return {row.integer(0), row.string(1)}; }

}  // namespace

Result<std::optional<StoredImage>> find_image(store::Reader& reader, int64_t collection, const std::string& content,
                                              const std::string& external_image_id) {
  return reader.first(
      "SELECT id, image_id FROM rekognition_images "
      "WHERE collection = $1 AND content = $2 AND external_image_id = $3",
      {collection, as_bytes(content), external_image_id}, image_of);
}

Result<StoredImage> insert_image(store::Transaction& transaction, int64_t collection, const std::string& content,
                                 const std::string& external_image_id, std::string image_id) {
  TRY(const auto id,
      transaction.first("INSERT INTO rekognition_images (collection, content, external_image_id, image_id) "
                        "VALUES ($1, $2, $3, $4) RETURNING id",
                        {collection, as_bytes(content), external_image_id, image_id},
                        [](const store::Row& row) { return row.integer(0); }));
  return StoredImage{id.value_or(0), std::move(image_id)};
}

Result<std::vector<StoredFace>> faces_of_image(store::Reader& reader, int64_t image) {
  return reader.all(FACE_COLUMNS "WHERE f.image = $1 ORDER BY f.number", {image}, face_of);
}

Result<void> insert_face(store::Transaction& transaction, int64_t collection, int64_t image, const StoredFace& face,
                         const FaceVector& vector) {
  REQUIRE_OK(transaction.execute(
      "INSERT INTO rekognition_faces (collection, number, face_id, image, box_left, box_top, box_width, box_height, "
      "confidence, model) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {collection, face.number, face.face_id, image, face.box.left, face.box.top, face.box.width, face.box.height,
       face.confidence, face.model}));
  const std::string packed = pack(vector);
  REQUIRE_OK(transaction.execute("INSERT INTO rekognition_vectors (collection, number, vector) VALUES ($1, $2, $3)",
                                 {collection, face.number, as_bytes(packed)}));
  return {};
}

Result<void> delete_face(store::Transaction& transaction, int64_t collection, int64_t number) {
  TRY(const auto image,
      transaction.first("DELETE FROM rekognition_faces WHERE collection = $1 AND number = $2 RETURNING image",
                        {collection, number}, [](const store::Row& row) { return row.integer(0); }));
  REQUIRE_OK(transaction.execute("DELETE FROM rekognition_vectors WHERE collection = $1 AND number = $2",
                                 {collection, number}));
  if (!image) return {};
  REQUIRE_OK(
      transaction.execute("DELETE FROM rekognition_images WHERE id = $1 AND NOT EXISTS "
                          "(SELECT 1 FROM rekognition_faces WHERE image = $1)",
                          {*image}));
  return {};
}

Result<std::optional<StoredFace>> find_face(store::Reader& reader, int64_t collection, const std::string& face_id) {
  return reader.first(FACE_COLUMNS "WHERE f.collection = $1 AND f.face_id = $2", {collection, face_id}, face_of);
}

Result<std::optional<StoredFace>> face_of_number(store::Reader& reader, int64_t collection, int64_t number) {
  return reader.first(FACE_COLUMNS "WHERE f.collection = $1 AND f.number = $2", {collection, number}, face_of);
}

Result<std::vector<StoredFace>> list_faces(store::Reader& reader, int64_t collection, std::optional<int64_t> owner,
                                           int64_t behind, size_t max) {
  if (owner) {
    return reader.all(FACE_COLUMNS
                      "WHERE f.owner = $2 AND f.collection = $1 AND f.number > $3 ORDER BY f.number "
                      "LIMIT $4",
                      {collection, *owner, behind, int64_t(max)}, face_of);
  }
  return reader.all(FACE_COLUMNS "WHERE f.collection = $1 AND f.number > $2 ORDER BY f.number LIMIT $3",
                    {collection, behind, int64_t(max)}, face_of);
}

Result<std::optional<FaceVector>> vector_of(store::Reader& reader, int64_t collection, int64_t number) {
  return reader.first("SELECT vector FROM rekognition_vectors WHERE collection = $1 AND number = $2",
                      {collection, number}, [](const store::Row& row) { return unpack(row.blob(0)); });
}

Result<std::vector<int64_t>> face_numbers(store::Reader& reader, int64_t collection, const std::string& model) {
  return reader.all("SELECT number FROM rekognition_faces WHERE collection = $1 AND model = $2 ORDER BY number",
                    {collection, model}, [](const store::Row& row) { return row.integer(0); });
}

Result<std::vector<std::pair<int64_t, FaceVector>>> list_vectors(store::Reader& reader, int64_t collection,
                                                                 const std::string& model, int64_t behind, size_t max) {
  return reader.all(
      "SELECT f.number, v.vector FROM rekognition_faces f JOIN rekognition_vectors v "
      "ON v.collection = f.collection AND v.number = f.number "
      "WHERE f.collection = $1 AND f.number > $2 AND f.model = $3 ORDER BY f.number LIMIT $4",
      {collection, behind, model, int64_t(max)},
      [](const store::Row& row) { return std::pair(row.integer(0), unpack(row.blob(1))); });
}

Result<void> each_vector(store::Reader& reader, int64_t collection, const std::string& model,
                         const std::function<void(int64_t number, const FaceVector& vector)>& visit) {
  return reader.each(
      "SELECT f.number, v.vector FROM rekognition_faces f JOIN rekognition_vectors v "
      "ON v.collection = f.collection AND v.number = f.number "
      "WHERE f.collection = $1 AND f.model = $2",
      {collection, model}, [&](const store::Row& row) {
        visit(row.integer(0), unpack(row.blob(1)));
        return true;
      });
}

Result<int64_t> changes_of(store::Reader& reader, int64_t collection) {
  TRY(const auto changes, reader.first("SELECT changes FROM rekognition_collections WHERE id = $1", {collection},
                                       [](const store::Row& row) { return row.integer(0); }));
  return changes.value_or(0);
}

}  // namespace lightwell::rekognition
