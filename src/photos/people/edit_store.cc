#include "photos/people/edit_store.h"

namespace lightwell::photos {
namespace {

constexpr std::string_view kInsertPerson = R"sql(
  INSERT INTO edit_people (edit, id, fate, name, hidden, cover_face, cover_quality, cover_by_hand, created_at,
    edit_before)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (edit, id) DO NOTHING)sql";

constexpr std::string_view kInsertFace = R"sql(
  INSERT INTO edit_faces (edit, id, cluster_id, hidden, by_hand, edit_before)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (edit, id) DO NOTHING)sql";

constexpr std::string_view kClustersOf = R"sql(
  INSERT INTO edit_clusters (edit, id, person_id)
  SELECT $1, id, person_id FROM face_clusters WHERE person_id = $2)sql";

constexpr std::string_view kInsertEdit = R"sql(
  INSERT INTO person_edits (id, owner, kind, person_id, words, at, undone, number)
  SELECT $1, owner, $3, $4, $5, $6, 0, version FROM people_versions WHERE owner = $2)sql";

constexpr std::string_view kInsertQuestion = R"sql(
  INSERT INTO edit_questions (edit, id, a, b, face_a, face_b, similarity, answer, asked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (edit, id) DO NOTHING)sql";

constexpr std::string_view kEditedPeople = R"sql(
  SELECT id, fate, name, hidden, cover_face, cover_quality, cover_by_hand, created_at, edit_before FROM edit_people
  WHERE edit = $1)sql";

// A face that is gone is no obstacle. A person whom the edit changed and who is gone was merged away later; so was one
// whose faces it took, unless they come back with it. A cluster it handed over may have lost faces since.
constexpr std::string_view kOverlaid = R"sql(
  SELECT 1 FROM edit_faces JOIN faces ON faces.id = edit_faces.id
  WHERE edit_faces.edit = $1 AND faces.edit <> $1
  UNION ALL
  SELECT 1 FROM edit_people JOIN people ON people.id = edit_people.id
  WHERE edit_people.edit = $1 AND edit_people.fate = 1 AND people.edit <> $1
  UNION ALL
  SELECT 1 FROM edit_people WHERE edit = $1 AND fate = 1 AND NOT EXISTS
    (SELECT 1 FROM people WHERE people.id = edit_people.id)
  UNION ALL
  SELECT 1 FROM edit_faces WHERE edit = $1 AND cluster_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM face_clusters WHERE face_clusters.id = edit_faces.cluster_id)
    AND NOT EXISTS (SELECT 1 FROM edit_clusters WHERE edit = $1 AND id = edit_faces.cluster_id)
    AND NOT EXISTS (SELECT 1 FROM edit_people WHERE edit = $1 AND id = edit_faces.cluster_id)
  UNION ALL
  SELECT 1 FROM edit_clusters JOIN edit_faces ON edit_faces.cluster_id = edit_clusters.id
  JOIN person_edits AS mine ON mine.id = edit_clusters.edit
  JOIN person_edits AS later ON later.id = edit_faces.edit AND later.number > mine.number AND later.undone = 0
  WHERE edit_clusters.edit = $1
  LIMIT 1)sql";

constexpr std::string_view kRestoreFaces = R"sql(
  UPDATE faces SET cluster_id = before.cluster_id, hidden = before.hidden, by_hand = before.by_hand,
    edit = before.edit_before
  FROM edit_faces AS before WHERE before.edit = $1 AND before.id = faces.id)sql";

constexpr std::string_view kRestoreClusters = R"sql(
  INSERT INTO face_clusters (id, owner, person_id) SELECT id, $2, person_id FROM edit_clusters WHERE edit = $1
  ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id)sql";

constexpr std::string_view kPeopleOf = R"sql(
  SELECT person_id FROM edit_faces JOIN face_clusters ON face_clusters.id = edit_faces.cluster_id
  WHERE edit = $1
  UNION SELECT person_id FROM edit_faces JOIN faces ON faces.id = edit_faces.id
  JOIN face_clusters ON face_clusters.id = faces.cluster_id WHERE edit_faces.edit = $1
  UNION SELECT person_id FROM edit_clusters WHERE edit = $1
  UNION SELECT face_clusters.person_id FROM edit_clusters JOIN face_clusters ON face_clusters.id = edit_clusters.id
  WHERE edit = $1)sql";

PersonEdit edit_from(const store::Row& row) {
  return {.id = row.string(0),
          .kind = EditKind(row.integer(1)),
          .person_id = row.optional_string(2),
          .words = row.string(3),
          .at = row.time(4),
          .is_undone = row.boolean(5)};
}

}  // namespace

Result<void> EditRecord::person(const PersonRow& before, Fate fate) {
  REQUIRE_OK(transaction_.execute(
      kInsertPerson,
      {id_, before.person.id, int(fate), before.person.name, before.person.is_hidden, before.person.cover_face,
       before.cover_quality, before.is_cover_by_hand, before.created_at, before.edit}));
  return {};
}

Result<void> EditRecord::face(const FaceRow& before) {
  REQUIRE_OK(transaction_.execute(
      kInsertFace, {id_, before.id, before.cluster_id, before.is_hidden, before.is_by_hand, before.edit}));
  return {};
}

Result<void> EditRecord::clusters_of(const std::string& person) {
  REQUIRE_OK(transaction_.execute(kClustersOf, {id_, person}));
  return {};
}

Result<void> EditRecord::questions_about(const std::string& person) {
  TRY(const auto questions, photos::questions_about(transaction_, person));
  for (const QuestionRow& row : questions) REQUIRE_OK(question(row));
  return {};
}

Result<void> EditRecord::question(const QuestionRow& before) {
  REQUIRE_OK(transaction_.execute(kInsertQuestion, {id_, before.id(), before.a, before.b, before.face_a, before.face_b,
                                                    before.similarity, before.is_different, before.asked_at}));
  return {};
}

Result<void> EditRecord::close(EditKind kind, const std::optional<std::string>& person_id, const std::string& words) {
  REQUIRE_OK(bump_people(transaction_, owner_));
  REQUIRE_OK(transaction_.execute(kInsertEdit, {id_, owner_, int(kind), person_id, words, now_}));
  return {};
}

Result<std::optional<PersonEdit>> find_edit(store::Reader& reader, const std::string& owner, const std::string& id) {
  return reader.first("SELECT id, kind, person_id, words, at, undone FROM person_edits WHERE owner = $1 AND id = $2",
                      {owner, id}, edit_from);
}

Result<std::vector<PersonEdit>> list_edits(store::Reader& reader, const std::string& owner, size_t count_max) {
  return reader.all(
      "SELECT id, kind, person_id, words, at, undone FROM person_edits WHERE owner = $1"
      " ORDER BY at DESC, id LIMIT $2",
      {owner, count_max}, edit_from);
}

Result<std::vector<EditedPerson>> edited_people(store::Reader& reader, const std::string& owner,
                                                const std::string& id) {
  return reader.all(kEditedPeople, {id}, [&owner](const store::Row& row) {
    return EditedPerson{.before = {.person = {.id = row.string(0),
                                              .name = row.string(2),
                                              .is_hidden = row.boolean(3),
                                              .cover_face = row.optional_string(4)},
                                   .owner = owner,
                                   .cover_quality = row.real(5),
                                   .is_cover_by_hand = row.boolean(6),
                                   .created_at = row.time(7),
                                   .edit = row.string(8)},
                        .fate = Fate(row.integer(1))};
  });
}

Result<std::vector<QuestionRow>> edited_questions(store::Reader& reader, const std::string& owner,
                                                  const std::string& id) {
  return reader.all("SELECT a, b, face_a, face_b, similarity, answer, asked_at FROM edit_questions WHERE edit = $1",
                    {id}, [&owner](const store::Row& row) {
                      return QuestionRow{.owner = owner,
                                         .a = row.string(0),
                                         .b = row.string(1),
                                         .face_a = row.string(2),
                                         .face_b = row.string(3),
                                         .similarity = row.real(4),
                                         .is_different = row.boolean(5),
                                         .asked_at = row.time(6)};
                    });
}

Result<std::vector<std::string>> people_of_edited(store::Reader& reader, const std::string& id) {
  return reader.all(kPeopleOf, {id}, [](const store::Row& row) { return row.string(0); });
}

Result<bool> is_overlaid(store::Reader& reader, const std::string& id) {
  TRY(const auto overlaid, reader.first(kOverlaid, {id}, [](const store::Row&) { return true; }));
  return overlaid.has_value();
}

Result<void> restore_clusters(store::Transaction& transaction, const std::string& owner, const std::string& id) {
  REQUIRE_OK(transaction.execute(kRestoreClusters, {id, owner}));
  return {};
}

Result<void> restore_faces(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute(kRestoreFaces, {id}));
  return {};
}

Result<void> mark_undone(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("UPDATE person_edits SET undone = 1 WHERE id = $1", {id}));
  return {};
}

Result<void> delete_edits_before(store::Transaction& transaction, Timestamp before) {
  for (const std::string_view sql :
       {"DELETE FROM edit_people WHERE edit IN (SELECT id FROM person_edits WHERE at < $1)",
        "DELETE FROM edit_faces WHERE edit IN (SELECT id FROM person_edits WHERE at < $1)",
        "DELETE FROM edit_clusters WHERE edit IN (SELECT id FROM person_edits WHERE at < $1)",
        "DELETE FROM edit_questions WHERE edit IN"
        " (SELECT id FROM person_edits WHERE at < $1)",
        "DELETE FROM person_edits WHERE at < $1"}) {
    REQUIRE_OK(transaction.execute(sql, {before}));
  }
  return {};
}

}  // namespace lightwell::photos
