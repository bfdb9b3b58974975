#include "photos/people/edit_steps.h"

#include <algorithm>
#include <set>

#include "photos/people/cluster_store.h"
#include "photos/people/people_rules.h"

namespace lightwell::photos {
namespace {

// The people that faces are taken from: counted anew, or gone with their last face.
Result<void> settle_sources(store::Transaction& transaction, EditRecord& record, const std::string& owner,
                            const std::set<std::string>& sources) {
  for (const std::string& id : sources) {
    TRY(const auto before, find_person(transaction, owner, id));
    if (!before) continue;
    REQUIRE_OK(record.questions_about(id));
    TRY(const bool stays, is_somebody(transaction, *before));
    if (!stays) {
      REQUIRE_OK(record.person(*before, Fate::removed));
      REQUIRE_OK(record.clusters_of(id));
    }
    REQUIRE_OK(refresh_person(transaction, owner, id));
  }
  return {};
}

// The rest become `into`.
Result<void> absorb(store::Transaction& transaction, EditRecord& record, PersonRow into,
                    const std::vector<PersonRow>& rest, const std::string& name) {
  REQUIRE_OK(record.person(into, Fate::changed));
  REQUIRE_OK(record.questions_about(into.person.id));
  for (const PersonRow& row : rest) {
    REQUIRE_OK(record.person(row, Fate::removed));
    REQUIRE_OK(record.questions_about(row.person.id));
    REQUIRE_OK(record.clusters_of(row.person.id));
    REQUIRE_OK(hand_over_clusters(transaction, row.person.id, into.person.id));
    REQUIRE_OK(move_questions(transaction, row.person.id, into.person.id));
    REQUIRE_OK(delete_person(transaction, row.person.id));
    if (row.cover_quality > into.cover_quality && !into.is_cover_by_hand) {
      into.person.cover_face = row.person.cover_face;
      into.cover_quality = row.cover_quality;
    }
  }
  into.person.name = name;
  into.edit = record.id();
  REQUIRE_OK(update_person(transaction, into));
  REQUIRE_OK(refresh_person(transaction, into.owner, into.person.id));
  return {};
}

}  // namespace

std::string counted(size_t count, std::string_view one, std::string_view many) {
  return count == 1 ? fmt::format("1 {}", one) : fmt::format("{} {}", count, many);
}

std::string as_sentence(std::string words) {
  if (!words.empty()) words[0] = char(std::toupper(static_cast<unsigned char>(words[0])));
  return words;
}

Result<PersonRow> person_or_refusal(store::Reader& reader, const std::string& owner, const std::string& id) {
  TRY(auto row, find_person(reader, owner, id));
  if (!row) return fail(errors::person_not_found);
  return std::move(*row);
}

Result<std::vector<FaceRow>> faces_or_refusal(store::Reader& reader, const std::string& owner,
                                              const std::vector<std::string>& ids) {
  std::vector<FaceRow> rows;
  for (const std::string& id : std::set<std::string>(ids.begin(), ids.end())) {
    TRY(auto row, find_face(reader, owner, id));
    if (!row) return fail(errors::face_not_found);
    rows.push_back(std::move(*row));
  }
  return rows;
}

Result<int64_t> hand_over(store::Transaction& transaction, EditRecord& record, const std::string& owner,
                          std::vector<FaceRow> faces, const std::optional<std::string>& person_id) {
  std::set<std::string> sources;
  int64_t moved = 0;
  for (FaceRow& face : faces) {
    if (face.person_id == person_id && face.is_hidden == !person_id) continue;
    REQUIRE_OK(record.face(face));
    if (face.person_id) sources.insert(*face.person_id);
    face.cluster_id = person_id;  // of a person's clusters the first
    face.is_hidden = !person_id;
    face.is_by_hand = true;
    face.edit = record.id();
    REQUIRE_OK(update_belonging(transaction, face));
    ++moved;
  }
  if (moved == 0) return 0;
  REQUIRE_OK(settle_sources(transaction, record, owner, sources));
  if (person_id) REQUIRE_OK(refresh_person(transaction, owner, *person_id));
  return moved;
}

Result<EditOutcome> outcome_of(store::Reader& reader, const std::string& owner, const std::string& person_id,
                               const EditRecord& record, int64_t changed) {
  EditOutcome outcome{.changed = changed};
  TRY(const auto row, find_person(reader, owner, person_id));
  if (row) outcome.person = row->person;
  outcome.edit_id = record.id();
  return outcome;
}

Result<EditOutcome> merge_people(store::Transaction& transaction, EditRecord& record, const std::string& owner,
                                 std::vector<PersonRow> rows, const std::optional<std::string>& name) {
  std::string kept_name = name.value_or("");
  for (const PersonRow& row : rows) {
    if (kept_name.empty() && !name) kept_name = row.person.name;
  }
  const auto largest = std::ranges::max_element(rows, {}, [](const PersonRow& row) { return row.person.photo_count; });
  PersonRow into = std::move(*largest);
  rows.erase(largest);
  std::string words = called(into.person.name);
  for (const PersonRow& row : rows) words += (&row == &rows.back() ? " and " : ", ") + called(row.person.name);
  const std::string id = into.person.id;
  REQUIRE_OK(absorb(transaction, record, std::move(into), rows, kept_name));
  if (rows.size() > 4) words = fmt::format("{} people", rows.size() + 1);
  REQUIRE_OK(record.close(EditKind::merge, id, as_sentence(words + " merged")));
  return outcome_of(transaction, owner, id, record, int64_t(rows.size()));
}

}  // namespace lightwell::photos
