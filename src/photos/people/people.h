// People: who is on the photos, and what their owner says about it.
//
// People come about by themselves while photos are analysed (growth.h). Whatever a person does to them is an edit: one
// transaction, written down, and undone as long as no later edit touched the same. What a person says always wins.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "photos/events.h"
#include "photos/library/library.h"
#include "photos/owners/access.h"
#include "photos/page.h"
#include "photos/people/person.h"
#include "run/task.h"
#include "store/sql/database.h"

namespace lightwell::photos {

class EditRecord;
struct FaceRow;
struct PersonRow;

namespace errors {
inline constexpr ErrorKind person_not_found{"PersonNotFound", 404, Fault::sender, "There is no such person."};
inline constexpr ErrorKind face_not_found{"FaceNotFound", 404, Fault::sender, "There is no such face."};
inline constexpr ErrorKind question_not_found{"QuestionNotFound", 404, Fault::sender,
                                              "This question is not asked any more."};
inline constexpr ErrorKind edit_not_found{"EditNotFound", 404, Fault::sender, "There is no such change."};
inline constexpr ErrorKind edit_undone{"EditUndone", 409, Fault::sender, "This change was undone already."};
inline constexpr ErrorKind edit_overlaid{"EditOverlaid", 409, Fault::sender,
                                         "A later change touched the same people. Undo that one first."};
}  // namespace errors

enum class PeopleShown { visible, hidden, all };

struct PeoplePage {
  std::vector<Person> people;  // those with a name first, then by photos
  int64_t total = 0;
  std::optional<std::string> next;
};

struct PersonPhotos {
  Tiles tiles;  // newest first
  std::vector<std::string> face_ids;
  std::vector<Box> boxes;
  std::optional<std::string> next;
};

struct PersonFaces {
  std::vector<PersonFace> faces;
  std::optional<std::string> next;
};

struct PersonChanges {
  std::optional<std::string> name;
  std::optional<bool> is_hidden;
  std::optional<std::string> cover_face;
};

// What an edit left: the person it is about, if that one is still there, and its id for the undo; none when nothing
// had to be changed.
struct EditOutcome {
  std::optional<Person> person;
  std::optional<std::string> edit_id;
  int64_t changed = 0;  // faces
};

struct QuestionList {
  std::vector<PersonQuestion> questions;  // surest first
  int64_t total = 0;
};

class People {
 public:
  struct Parts {  // all must outlive the people
    store::Database& database;
    Events& events;
    Ids& ids;
  };
  explicit People(Parts parts) : parts_(parts) {}

  Task<Result<PeoplePage>> list(Viewer viewer, PeopleShown shown, Page page);
  Task<Result<PersonDetail>> find(Viewer viewer, std::string id);
  Task<Result<PersonPhotos>> photos(Viewer viewer, std::string id, Page page);
  Task<Result<PersonFaces>> faces(Viewer viewer, std::string id, Page page);
  // From left to right. errors: photo_not_found.
  Task<Result<std::vector<PhotoFace>>> faces_on(Viewer viewer, std::string photo_id);
  Task<Result<std::string>> crop(Viewer viewer, std::string face_id);  // JPEG. errors: face_not_found
  Task<Result<int64_t>> version(Viewer viewer);                        // grows with every change

  // errors: person_not_found, face_not_found, name_refused, bad_request.
  Task<Result<EditOutcome>> change(Viewer viewer, std::string id, PersonChanges changes, Timestamp now);
  // 2 to 50 people become the one with most photos; the name is the one given, else the first id's, else any.
  Task<Result<EditOutcome>> merge(Viewer viewer, std::vector<std::string> ids, std::optional<std::string> name,
                                  Timestamp now);
  // Faces of one person become somebody new.
  Task<Result<EditOutcome>> split(Viewer viewer, std::string id, std::vector<std::string> face_ids,
                                  std::optional<std::string> name, Timestamp now);
  Task<Result<EditOutcome>> move(Viewer viewer, std::vector<std::string> face_ids, std::string person_id,
                                 Timestamp now);
  // These are no faces.
  Task<Result<EditOutcome>> hide_faces(Viewer viewer, std::vector<std::string> face_ids, Timestamp now);

  Task<Result<QuestionList>> questions(Viewer viewer, size_t limit);
  Task<Result<EditOutcome>> answer(Viewer viewer, std::string question_id, bool is_same, Timestamp now);

  Task<Result<std::vector<PersonEdit>>> edits(Viewer viewer, size_t limit);  // newest first
  // errors: edit_not_found, edit_undone, edit_overlaid.
  Task<Result<EditOutcome>> undo(Viewer viewer, std::string edit_id, Timestamp now);

  // Forgets edits that are older than 30 days; for periodic work.
  Task<Result<void>> sweep(Timestamp now);

 private:
  template <class Work>
  Task<Result<EditOutcome>> edit(Viewer viewer, Timestamp now, Work work);

  const Parts parts_;
};

}  // namespace lightwell::photos
