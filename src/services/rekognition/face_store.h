// The rows of faces, of the pictures they were found in, and their vectors.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/rekognition/collection.h"
#include "store/sql/database.h"

namespace lightwell::rekognition {

// A picture whose faces are in a collection.
struct StoredImage {
  int64_t id = 0;
  std::string image_id;
};
// `content`: SHA-256 of its bytes, raw.
Result<std::optional<StoredImage>> find_image(store::Reader& reader, int64_t collection, const std::string& content,
                                              const std::string& external_image_id);
Result<StoredImage> insert_image(store::Transaction& transaction, int64_t collection, const std::string& content,
                                 const std::string& external_image_id, std::string image_id);

Result<std::vector<StoredFace>> faces_of_image(store::Reader& reader, int64_t image);
// `face.number` must be given.
Result<void> insert_face(store::Transaction& transaction, int64_t collection, int64_t image, const StoredFace& face,
                         const FaceVector& vector);
// The picture's row goes with its last face.
Result<void> delete_face(store::Transaction& transaction, int64_t collection, int64_t number);

Result<std::optional<StoredFace>> find_face(store::Reader& reader, int64_t collection, const std::string& face_id);
Result<std::optional<StoredFace>> face_of_number(store::Reader& reader, int64_t collection, int64_t number);
// By age, those behind `behind`; of one user where `owner` is given.
Result<std::vector<StoredFace>> list_faces(store::Reader& reader, int64_t collection, std::optional<int64_t> owner,
                                           int64_t behind, size_t max);

Result<std::optional<FaceVector>> vector_of(store::Reader& reader, int64_t collection, int64_t number);
// The numbers of all faces that `model` saw, in order.
Result<std::vector<int64_t>> face_numbers(store::Reader& reader, int64_t collection, const std::string& model);
// Their vectors: those behind `behind`, in order; or all, in no order.
Result<std::vector<std::pair<int64_t, FaceVector>>> list_vectors(store::Reader& reader, int64_t collection,
                                                                 const std::string& model, int64_t behind, size_t max);
Result<void> each_vector(store::Reader& reader, int64_t collection, const std::string& model,
                         const std::function<void(int64_t number, const FaceVector& vector)>& visit);
// How many changes the collection has counted.
Result<int64_t> changes_of(store::Reader& reader, int64_t collection);

}  // namespace lightwell::rekognition
