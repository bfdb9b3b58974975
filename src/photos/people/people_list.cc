#include "photos/people/people_list.h"

#include "base/text.h"

namespace lightwell::photos {
namespace {

// Somebody without a photo is listed only if there is a name to know them by.
constexpr std::string_view kPeople = R"sql(
  SELECT id, name, hidden, photo_count, cover_face FROM people
  WHERE owner = $1 AND hidden IN ($2, $3) AND (photo_count > 0 OR name <> '')
    AND (CASE WHEN name = '' THEN 1 ELSE 0 END, -photo_count, id) > ($4, $5, $6)
  ORDER BY CASE WHEN name = '' THEN 1 ELSE 0 END, -photo_count, id LIMIT $7)sql";

constexpr std::string_view kFaces = R"sql(
  SELECT faces.id, photo_id, box_left, box_top, box_width, box_height, confidence, by_hand, taken_local
  FROM face_clusters JOIN faces ON faces.cluster_id = face_clusters.id
  WHERE person_id = $1 AND shown = 1 AND (taken_local, photo_id, faces.id) < ($2, $3, $4)
  ORDER BY taken_local DESC, photo_id DESC, faces.id DESC LIMIT $5)sql";

// The last photo of the page before may have a second face: the place is before the photo, not before the face.
constexpr std::string_view kPhotos = R"sql(
  SELECT faces.id, photo_id, box_left, box_top, box_width, box_height, confidence, by_hand, taken_local
  FROM face_clusters JOIN faces ON faces.cluster_id = face_clusters.id
  WHERE person_id = $1 AND shown = 1 AND (taken_local, photo_id) < ($2, $3)
  ORDER BY taken_local DESC, photo_id DESC, faces.id DESC)sql";

constexpr std::string_view kOpen = R"sql(
  SELECT q.id, q.similarity, a.id, a.name, a.hidden, a.photo_count, a.cover_face, b.id, b.name, b.hidden,
    b.photo_count, b.cover_face, COALESCE(fa.id, a.cover_face), COALESCE(fb.id, b.cover_face)
  FROM person_questions AS q JOIN people AS a ON a.id = q.a JOIN people AS b ON b.id = q.b
  LEFT JOIN faces AS fa ON fa.id = q.face_a AND fa.shown = 1
    AND EXISTS (SELECT 1 FROM face_clusters AS c WHERE c.id = fa.cluster_id AND c.person_id = q.a)
  LEFT JOIN faces AS fb ON fb.id = q.face_b AND fb.shown = 1
    AND EXISTS (SELECT 1 FROM face_clusters AS c WHERE c.id = fb.cluster_id AND c.person_id = q.b)
  WHERE q.owner = $1 AND q.answer = 0 AND a.hidden = 0 AND b.hidden = 0 AND a.photo_count > 0 AND b.photo_count > 0
  ORDER BY q.similarity DESC, q.id LIMIT $2)sql";

constexpr std::string_view kOpenCount = R"sql(
  SELECT COUNT(*) FROM person_questions AS q JOIN people AS a ON a.id = q.a JOIN people AS b ON b.id = q.b
  WHERE q.owner = $1 AND q.answer = 0 AND a.hidden = 0 AND b.hidden = 0 AND a.photo_count > 0
    AND b.photo_count > 0)sql";

Person person_at(const store::Row& row, int first) {
  return {.id = row.string(first),
          .name = row.string(first + 1),
          .is_hidden = row.boolean(first + 2),
          .photo_count = row.integer(first + 3),
          .cover_face = row.optional_string(first + 4)};
}

FaceRow face_at(const store::Row& row) {
  FaceRow face{.id = row.string(0), .photo_id = row.string(1)};
  face.box = {.left = row.real(2), .top = row.real(3), .width = row.real(4), .height = row.real(5)};
  face.confidence = row.real(6);
  face.is_by_hand = row.boolean(7);
  face.taken_local = row.time(8);
  return face;
}

std::vector<std::string_view> pieces(std::string_view text, char separator) {
  std::vector<std::string_view> found;
  while (true) {
    const size_t end = text.find(separator);
    found.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return found;
    text = text.substr(end + 1);
  }
}

std::optional<int64_t> signed_number(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  const auto digits = parse_unsigned(is_negative ? text.substr(1) : text);
  if (!digits || *digits > uint64_t(INT64_MAX)) return std::nullopt;
  return is_negative ? -int64_t(*digits) : int64_t(*digits);
}

int hidden_from(PeopleShown shown) { return shown == PeopleShown::hidden ? 1 : 0; }
int hidden_to(PeopleShown shown) { return shown == PeopleShown::visible ? 0 : 1; }

}  // namespace

std::optional<PersonPlace> PersonPlace::read(const std::optional<std::string>& cursor) {
  if (!cursor) return PersonPlace{};
  const auto parts = pieces(*cursor, '.');
  if (parts.size() != 3) return std::nullopt;
  const auto nameless = signed_number(parts[0]);
  const auto photos = signed_number(parts[1]);
  if (!nameless || !photos) return std::nullopt;
  return PersonPlace{.nameless = *nameless, .photos = *photos, .id = std::string(parts[2])};
}

PersonPlace PersonPlace::of(const Person& person) {
  return {.nameless = person.name.empty() ? 1 : 0, .photos = person.photo_count, .id = person.id};
}

std::string PersonPlace::text() const { return fmt::format("{}.{}.{}", nameless, photos, id); }

std::optional<FacePlace> FacePlace::read(const std::optional<std::string>& cursor) {
  if (!cursor) return FacePlace{};
  const auto parts = pieces(*cursor, '.');
  if (parts.size() != 3) return std::nullopt;
  const auto taken = signed_number(parts[0]);
  if (!taken) return std::nullopt;
  return FacePlace{.taken_micros = *taken, .photo_id = std::string(parts[1]), .face_id = std::string(parts[2])};
}

FacePlace FacePlace::of(const FaceRow& face) {
  return {.taken_micros = to_micros(face.taken_local), .photo_id = face.photo_id, .face_id = face.id};
}

std::string FacePlace::text() const { return fmt::format("{}.{}.{}", taken_micros, photo_id, face_id); }

Result<std::vector<Person>> list_people(store::Reader& reader, const std::string& owner, PeopleShown shown,
                                        const PersonPlace& after, size_t count_max) {
  return reader.all(kPeople,
                    {owner, hidden_from(shown), hidden_to(shown), after.nameless, -after.photos, after.id, count_max},
                    [](const store::Row& row) { return person_at(row, 0); });
}

Result<int64_t> count_people(store::Reader& reader, const std::string& owner, PeopleShown shown) {
  TRY(const auto count, reader.first("SELECT COUNT(*) FROM people WHERE owner = $1 AND hidden IN ($2, $3)"
                                     " AND (photo_count > 0 OR name <> '')",
                                     {owner, hidden_from(shown), hidden_to(shown)},
                                     [](const store::Row& row) { return row.integer(0); }));
  return count.value_or(0);
}

Result<std::vector<FaceRow>> faces_of_person(store::Reader& reader, const std::string& person_id,
                                             const FacePlace& after, size_t count_max) {
  return reader.all(kFaces, {person_id, after.taken_micros, after.photo_id, after.face_id, count_max}, face_at);
}

Result<std::vector<FaceRow>> photos_of_person(store::Reader& reader, const std::string& person_id,
                                              const FacePlace& after, size_t count_max) {
  std::vector<FaceRow> faces;
  REQUIRE_OK(reader.each(kPhotos, {person_id, after.taken_micros, after.photo_id}, [&](const store::Row& row) {
    if (!faces.empty() && faces.back().photo_id == row.text(1)) return true;
    faces.push_back(face_at(row));
    return faces.size() < count_max;
  }));
  return faces;
}

Result<QuestionList> open_questions(store::Reader& reader, const std::string& owner, size_t count_max) {
  QuestionList list;
  TRY(const auto total, reader.first(kOpenCount, {owner}, [](const store::Row& row) { return row.integer(0); }));
  list.total = total.value_or(0);
  TRY(list.questions, reader.all(kOpen, {owner, count_max}, [](const store::Row& row) {
    return PersonQuestion{.id = row.string(0),
                          .similarity = row.real(1),
                          .a = person_at(row, 2),
                          .b = person_at(row, 7),
                          .face_a = row.string(12),
                          .face_b = row.string(13)};
  }));
  return list;
}

}  // namespace lightwell::photos
