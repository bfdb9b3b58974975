// The rows of people and faces.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/people/person.h"
#include "store/sql/database.h"

namespace lightwell::photos {

class Remover;

struct PersonRow {
  Person person;
  std::string owner;
  double cover_quality = 0;
  bool is_cover_by_hand = false;
  Timestamp created_at;
  std::string edit;
};
Result<std::optional<PersonRow>> find_person(store::Reader& reader, const std::string& owner, const std::string& id);
Result<void> insert_person(store::Transaction& transaction, const PersonRow& row);  // with a cluster
Result<void> update_person(store::Transaction& transaction, const PersonRow& row);
// With their clusters, and the questions about them.
Result<void> delete_person(store::Transaction& transaction, const std::string& id);
// Whether there are faces or a name to know the person by.
Result<bool> is_somebody(store::Reader& reader, const PersonRow& row);
// Counts the person's photos anew and finds a cover where there is none; somebody without faces and name goes.
// Answers whether the person is still there.
Result<bool> refresh_person(store::Transaction& transaction, const std::string& owner, const std::string& id);

struct FaceRow {
  std::string id;
  std::string owner;
  std::string photo_id;
  std::optional<std::string> cluster_id;
  std::optional<std::string> person_id;  // whose cluster it is; only read
  std::string service_id;
  Box box;
  double confidence = 0;
  double quality = 0;
  bool is_hidden = false;
  bool is_by_hand = false;
  bool is_shown = true;
  Timestamp taken_local;
  Timestamp created_at;
  std::string edit;
};
Result<std::vector<FaceRow>> face_rows_of(store::Reader& reader, const std::string& photo_id);
Result<std::optional<FaceRow>> find_face(store::Reader& reader, const std::string& owner, const std::string& id);
Result<std::optional<FaceRow>> find_face_by_service_id(store::Reader& reader, const std::string& owner,
                                                       const std::string& service_id);
Result<void> insert_face(store::Transaction& transaction, const FaceRow& row);
// Place, quality, the collection's id and the photo's date.
Result<void> update_seen_face(store::Transaction& transaction, const FaceRow& row);
// Whose it is, whether it is one, and the edit that said so.
Result<void> update_belonging(store::Transaction& transaction, const FaceRow& row);
Result<void> delete_face(store::Transaction& transaction, const std::string& id);
Result<void> put_crop(store::Transaction& transaction, const std::string& face_id, const std::string& jpeg);
Result<std::optional<std::string>> find_crop(store::Reader& reader, const std::string& owner,
                                             const std::string& face_id);

// The photo went to the trash, or came out of it.
Result<void> show_faces(store::Transaction& transaction, const std::string& owner, const std::string& photo_id,
                        bool is_shown);
// Everything of a photo that goes for good; the collection's faces follow through the outbox of `remover`.
Result<void> forget_faces(store::Transaction& transaction, Remover& remover, const std::string& owner,
                          const std::string& photo_id, Timestamp now);

// Pages that show people are to look again.
Result<void> bump_people(store::Transaction& transaction, const std::string& owner);
Result<int64_t> people_version(store::Reader& reader, const std::string& owner);

}  // namespace lightwell::photos
