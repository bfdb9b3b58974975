#include "photos/people/growth.h"

#include <algorithm>

#include "photos/eyes/detector.h"
#include "photos/people/question_store.h"

namespace lightwell::photos {
namespace {

constexpr std::string_view kEarly = R"sql(
  SELECT person_id, cluster_id, faces.id, early_matches.similarity
  FROM early_matches JOIN faces ON faces.id = early_matches.face_id
  JOIN face_clusters ON face_clusters.id = faces.cluster_id
  WHERE early_matches.service_face_id = $1 AND faces.photo_id <> $2)sql";

}  // namespace

Result<void> Growth::run() {
  TRY(const auto before, face_rows_of(transaction_, photo_.photo_id));
  std::vector<Box> boxes_before;
  for (const FaceRow& row : before) boxes_before.push_back(row.box);
  std::vector<Box> boxes_now;
  for (const SeenFace& face : photo_.faces) boxes_now.push_back(face.box);
  const auto same = same_places(boxes_before, boxes_now);

  std::set<std::string> kept;
  std::vector<FaceRow> rows;
  for (size_t i = 0; i < photo_.faces.size(); ++i) {
    const SeenFace& seen = photo_.faces[i];
    REQUIRE_OK(remover_.keep(transaction_, face_removal_key(photo_.owner, seen.service_id)));
    TRY(FaceRow row, same[i] ? keep(before[*same[i]], seen) : add(seen, photo_.fresh_ids[i]));
    if (!seen.crop.empty()) REQUIRE_OK(put_crop(transaction_, row.id, seen.crop));
    kept.insert(row.id);
    rows.push_back(std::move(row));
  }
  REQUIRE_OK(drop_vanished(before, kept));
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].person_id && !rows[i].is_hidden) REQUIRE_OK(place(rows[i], photo_.faces[i]));
  }
  return before.empty() && rows.empty() ? Result<void>{} : bump_people(transaction_, photo_.owner);
}

Result<FaceRow> Growth::keep(FaceRow row, const SeenFace& seen) {
  if (row.service_id != seen.service_id) {
    REQUIRE_OK(remover_.give_up(transaction_, face_removal_key(photo_.owner, row.service_id), now_));
  }
  row.service_id = seen.service_id;
  row.box = seen.box;
  row.confidence = seen.confidence;
  row.quality = seen.quality;
  row.taken_local = photo_.taken_local;
  REQUIRE_OK(update_seen_face(transaction_, row));
  if (row.person_id) present_.insert(*row.person_id);
  return row;
}

Result<FaceRow> Growth::add(const SeenFace& seen, const std::string& fresh_id) {
  FaceRow row{.id = fresh_id,
              .owner = photo_.owner,
              .photo_id = photo_.photo_id,
              .service_id = seen.service_id,
              .box = seen.box,
              .confidence = seen.confidence,
              .quality = seen.quality,
              .is_shown = photo_.is_shown,
              .taken_local = photo_.taken_local,
              .created_at = now_};
  REQUIRE_OK(insert_face(transaction_, row));
  return row;
}

// What a person has spoken about stays, so that it is recognised when it is seen again.
Result<void> Growth::drop_vanished(const std::vector<FaceRow>& before, const std::set<std::string>& kept) {
  for (const FaceRow& row : before) {
    if (kept.contains(row.id)) continue;
    if (row.is_hidden || row.is_by_hand) {
      if (row.person_id) present_.insert(*row.person_id);
      continue;
    }
    REQUIRE_OK(remover_.give_up(transaction_, face_removal_key(photo_.owner, row.service_id), now_));
    REQUIRE_OK(delete_face(transaction_, row.id));
    if (row.person_id) REQUIRE_OK(refresh_person(transaction_, photo_.owner, *row.person_id));
  }
  return {};
}

Result<void> Growth::place(FaceRow row, const SeenFace& seen) {
  TRY(const auto alike, resemblances(row, seen));
  const Belonging belonging = decide(alike, present_);
  // Somebody new is called after the first face.
  const std::string person_id = belonging.surest ? belonging.surest->person_id : row.id;
  if (belonging.surest) {
    REQUIRE_OK(join(row, *belonging.surest));
  } else {
    REQUIRE_OK(begin(row));
  }
  present_.insert(person_id);
  for (const Resemblance& other : belonging.to_ask) REQUIRE_OK(ask(row, person_id, other));
  return {};
}

Result<std::vector<Resemblance>> Growth::resemblances(const FaceRow& row, const SeenFace& seen) {
  std::vector<Resemblance> alike;
  for (const FaceMatch& match : seen.matches) {
    TRY(const auto other, find_face_by_service_id(transaction_, photo_.owner, match.service_id));
    if (!other) {
      REQUIRE_OK(remember_early(row, match));
    } else if (other->photo_id != photo_.photo_id && other->person_id) {
      alike.push_back({.person_id = *other->person_id,
                       .cluster_id = *other->cluster_id,
                       .face_id = other->id,
                       .similarity = match.similarity});
    }
  }
  REQUIRE_OK(take_early(row, alike));
  std::ranges::stable_sort(alike, std::greater{}, &Resemblance::similarity);
  return alike;
}

// A face that no row names: left by a killed analysis of this very photo, or of one that has not ended yet.
Result<void> Growth::remember_early(const FaceRow& row, const FaceMatch& match) {
  if (match.photo_id == photo_.photo_id) {
    return remover_.give_up(transaction_, face_removal_key(photo_.owner, match.service_id), now_);
  }
  REQUIRE_OK(
      transaction_.execute("INSERT INTO early_matches (service_face_id, face_id, similarity, at)"
                           " VALUES ($1, $2, $3, $4) ON CONFLICT (service_face_id, face_id) DO NOTHING",
                           {match.service_id, row.id, match.similarity, now_}));
  return {};
}

Result<void> Growth::take_early(const FaceRow& row, std::vector<Resemblance>& alike) {
  REQUIRE_OK(transaction_.each(kEarly, {row.service_id, photo_.photo_id}, [&alike](const store::Row& early) {
    alike.push_back({.person_id = early.string(0),
                     .cluster_id = early.string(1),
                     .face_id = early.string(2),
                     .similarity = early.real(3)});
    return true;
  }));
  REQUIRE_OK(transaction_.execute("DELETE FROM early_matches WHERE service_face_id = $1", {row.service_id}));
  return {};
}

Result<void> Growth::join(FaceRow row, const Resemblance& surest) {
  row.cluster_id = surest.cluster_id;
  REQUIRE_OK(update_belonging(transaction_, row));
  TRY(auto person, find_person(transaction_, photo_.owner, surest.person_id));
  if (!person) return {};
  if (photo_.is_shown) ++person->person.photo_count;  // nobody joins a photo twice
  constexpr double kClearlyBetter = 1.3;
  if (!person->is_cover_by_hand && row.quality > person->cover_quality * kClearlyBetter) {
    person->person.cover_face = row.id;
    person->cover_quality = row.quality;
  }
  return update_person(transaction_, *person);
}

Result<void> Growth::begin(FaceRow row) {
  row.cluster_id = row.id;
  REQUIRE_OK(update_belonging(transaction_, row));
  return insert_person(transaction_, {.person = {.id = row.id, .photo_count = photo_.is_shown, .cover_face = row.id},
                                      .owner = photo_.owner,
                                      .cover_quality = row.quality,
                                      .created_at = now_});
}

Result<void> Growth::ask(const FaceRow& row, const std::string& person_id, const Resemblance& other) {
  TRY(const auto them, find_person(transaction_, photo_.owner, other.person_id));
  if (!them || them->person.is_hidden) return {};
  return ask_whether_same(transaction_, {.owner = photo_.owner,
                                         .a = person_id,
                                         .b = other.person_id,
                                         .face_a = row.id,
                                         .face_b = other.face_id,
                                         .similarity = other.similarity,
                                         .asked_at = now_});
}

}  // namespace lightwell::photos
