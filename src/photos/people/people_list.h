// Lists of people, of one person's photos and faces, and of questions, page by page.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "photos/people/people.h"
#include "photos/people/people_store.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// Where a page ended. A cursor is its text; no cursor is the place before everything, a text that is none is refused.
struct PersonPlace {
  int64_t nameless = -1;
  int64_t photos = 0;
  std::string id;

  static std::optional<PersonPlace> read(const std::optional<std::string>& cursor);
  static PersonPlace of(const Person& person);
  std::string text() const;
};
struct FacePlace {
  int64_t taken_micros = INT64_MAX;
  std::string photo_id;
  std::string face_id;

  static std::optional<FacePlace> read(const std::optional<std::string>& cursor);
  static FacePlace of(const FaceRow& face);
  std::string text() const;
};

Result<std::vector<Person>> list_people(store::Reader& reader, const std::string& owner, PeopleShown shown,
                                        const PersonPlace& after, size_t count_max);
Result<int64_t> count_people(store::Reader& reader, const std::string& owner, PeopleShown shown);
// Newest first, those of photos in the trash left out. Of photos: one face of each.
Result<std::vector<FaceRow>> faces_of_person(store::Reader& reader, const std::string& person_id,
                                             const FacePlace& after, size_t count_max);
Result<std::vector<FaceRow>> photos_of_person(store::Reader& reader, const std::string& person_id,
                                              const FacePlace& after, size_t count_max);
Result<QuestionList> open_questions(store::Reader& reader, const std::string& owner, size_t count_max);

}  // namespace lightwell::photos
