// What a person sees of people: the list, one of them, their photos and faces, what is asked, what was done.

#include "photos/people/people.h"

#include "base/text.h"
#include "photos/errors.h"
#include "photos/library/library_rules.h"
#include "photos/library/month_store.h"
#include "photos/library/photo_store.h"
#include "photos/people/edit_store.h"
#include "photos/people/people_list.h"
#include "photos/people/people_store.h"

namespace lightwell::photos {
namespace {

constexpr std::chrono::hours kEditLife{24 * 30};
constexpr std::chrono::hours kEarlyLife{24};

constexpr std::string_view kSpan = R"sql(
  SELECT COUNT(*), MIN(taken_local), MAX(taken_local)
  FROM face_clusters JOIN faces ON faces.cluster_id = face_clusters.id WHERE person_id = $1 AND shown = 1)sql";

Error no_such_page() { return error(errors::bad_request, "This page does not exist."); }

Result<void> check_person(store::Reader& reader, const std::string& owner, const std::string& id) {
  TRY(const auto row, find_person(reader, owner, id));
  if (!row) return fail(errors::person_not_found);
  return {};
}

}  // namespace

std::string_view to_text(EditKind kind) {
  switch (kind) {
    case EditKind::rename: return "rename";
    case EditKind::hide: return "hide";
    case EditKind::show: return "show";
    case EditKind::cover: return "cover";
    case EditKind::merge: return "merge";
    case EditKind::split: return "split";
    case EditKind::move: return "move";
    case EditKind::not_a_face: return "not_a_face";
    case EditKind::different: return "different";
  }
  return "rename";
}

Task<Result<PeoplePage>> People::list(Viewer viewer, PeopleShown shown, Page page) {
  const std::string owner = owner_seen_by(viewer);
  const auto after = PersonPlace::read(page.cursor);
  if (!after) co_return fail(no_such_page());
  co_return co_await parts_.database.read(
      [owner, shown, after, limit = page.limit](store::Reader& reader) -> Result<PeoplePage> {
        PeoplePage answer;
        TRY(answer.total, count_people(reader, owner, shown));
        TRY(answer.people, list_people(reader, owner, shown, *after, limit + 1));
        if (answer.people.size() > limit) {
          answer.people.pop_back();
          answer.next = PersonPlace::of(answer.people.back()).text();
        }
        return answer;
      });
}

Task<Result<PersonDetail>> People::find(Viewer viewer, std::string id) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.read([owner, id](store::Reader& reader) -> Result<PersonDetail> {
    TRY(const auto row, find_person(reader, owner, id));
    if (!row) return fail(errors::person_not_found);
    PersonDetail detail{.person = row->person};
    REQUIRE_OK(reader.each(kSpan, {id}, [&detail](const store::Row& counted) {
      detail.face_count = counted.integer(0);
      if (!counted.is_null(1)) detail.first_taken = counted.time(1);
      if (!counted.is_null(2)) detail.last_taken = counted.time(2);
      return false;
    }));
    return detail;
  });
}

Task<Result<PersonPhotos>> People::photos(Viewer viewer, std::string id, Page page) {
  const std::string owner = owner_seen_by(viewer);
  const auto after = FacePlace::read(page.cursor);
  if (!after) co_return fail(no_such_page());
  co_return co_await parts_.database.read(
      [owner, id, after, limit = page.limit](store::Reader& reader) -> Result<PersonPhotos> {
        REQUIRE_OK(check_person(reader, owner, id));
        TRY(auto faces, photos_of_person(reader, id, *after, limit + 1));
        PersonPhotos answer;
        if (faces.size() > limit) {
          faces.pop_back();
          answer.next = FacePlace::of(faces.back()).text();
        }
        std::vector<std::string> ids;
        for (const FaceRow& face : faces) ids.push_back(face.photo_id);
        TRY(answer.tiles, tiles_of(reader, owner, ids));
        for (const std::string& photo_id : answer.tiles.ids) {
          const auto face = std::ranges::find(faces, photo_id, &FaceRow::photo_id);
          answer.face_ids.push_back(face->id);
          answer.boxes.push_back(face->box);
        }
        return answer;
      });
}

Task<Result<PersonFaces>> People::faces(Viewer viewer, std::string id, Page page) {
  const std::string owner = owner_seen_by(viewer);
  const auto after = FacePlace::read(page.cursor);
  if (!after) co_return fail(no_such_page());
  co_return co_await parts_.database.read(
      [owner, id, after, limit = page.limit](store::Reader& reader) -> Result<PersonFaces> {
        REQUIRE_OK(check_person(reader, owner, id));
        TRY(auto rows, faces_of_person(reader, id, *after, limit + 1));
        PersonFaces answer;
        if (rows.size() > limit) {
          rows.pop_back();
          answer.next = FacePlace::of(rows.back()).text();
        }
        for (const FaceRow& row : rows) {
          answer.faces.push_back({.id = row.id,
                                  .photo_id = row.photo_id,
                                  .box = row.box,
                                  .confidence = row.confidence,
                                  .is_by_hand = row.is_by_hand});
        }
        return answer;
      });
}

Task<Result<std::vector<PhotoFace>>> People::faces_on(Viewer viewer, std::string photo_id) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.read([owner, photo_id](store::Reader& reader) -> Result<std::vector<PhotoFace>> {
    TRY(const auto flags, find_flags(reader, owner, photo_id));
    if (!flags) return fail(errors::photo_not_found);
    TRY(const auto rows, face_rows_of(reader, photo_id));
    std::vector<PhotoFace> faces;
    for (const FaceRow& row : rows) {
      PhotoFace face{.id = row.id,
                     .box = row.box,
                     .confidence = row.confidence,
                     .is_hidden = row.is_hidden,
                     .is_by_hand = row.is_by_hand};
      if (row.person_id) {
        TRY(const auto person, find_person(reader, owner, *row.person_id));
        if (person) face.person = person->person;
      }
      faces.push_back(std::move(face));
    }
    return faces;
  });
}

Task<Result<std::string>> People::crop(Viewer viewer, std::string face_id) {
  const std::string owner = owner_seen_by(viewer);
  CO_TRY(auto jpeg, co_await parts_.database.read(
                        [owner, face_id](store::Reader& reader) { return find_crop(reader, owner, face_id); }));
  if (!jpeg) co_return fail(errors::face_not_found);
  co_return std::move(*jpeg);
}

Task<Result<int64_t>> People::version(Viewer viewer) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.read([owner](store::Reader& reader) { return people_version(reader, owner); });
}

Task<Result<QuestionList>> People::questions(Viewer viewer, size_t limit) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.read(
      [owner, limit](store::Reader& reader) { return open_questions(reader, owner, limit); });
}

Task<Result<std::vector<PersonEdit>>> People::edits(Viewer viewer, size_t limit) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.read(
      [owner, limit](store::Reader& reader) { return list_edits(reader, owner, limit); });
}

Task<Result<void>> People::sweep(Timestamp now) {
  co_return co_await parts_.database.write([now](store::Transaction& transaction) -> Result<void> {
    REQUIRE_OK(transaction.execute("DELETE FROM early_matches WHERE at < $1", {now - kEarlyLife}));
    return delete_edits_before(transaction, now - kEditLife);
  });
}

}  // namespace lightwell::photos
