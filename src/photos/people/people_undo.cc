// Taking an edit back: everything it wrote down stands again as it was, and what grew since stays.

#include <algorithm>
#include <set>

#include "photos/people/edit_store.h"
#include "photos/people/people.h"

namespace lightwell::photos {
namespace {

constexpr std::string_view kUnname = R"sql(
  UPDATE people SET name = '' WHERE id = $1 AND NOT EXISTS
    (SELECT 1 FROM face_clusters JOIN faces ON faces.cluster_id = face_clusters.id WHERE person_id = $1))sql";

// What became of a question about somebody who was merged away is no question of the two as they were.
Result<void> restore_questions(store::Transaction& transaction, const std::string& owner, const PersonEdit& edit,
                               const std::vector<EditedPerson>& people) {
  TRY(const auto before, edited_questions(transaction, owner, edit.id));
  std::set<std::string> ids;
  for (const QuestionRow& row : before) ids.insert(row.id());
  for (const EditedPerson& removed : people) {
    if (edit.kind != EditKind::merge || removed.fate != Fate::removed) continue;
    for (const QuestionRow& row : before) {
      const std::string& gone = removed.before.person.id;
      if (row.a != gone && row.b != gone) continue;
      const auto [a, b] = std::minmax(row.beside(gone), *edit.person_id);
      if (!ids.contains(a + "-" + b)) REQUIRE_OK(delete_question(transaction, a + "-" + b));
    }
  }
  for (const QuestionRow& row : before) {
    TRY(const auto a, find_person(transaction, owner, row.a));
    TRY(const auto b, find_person(transaction, owner, row.b));
    if (a && b) REQUIRE_OK(put_question(transaction, row));
  }
  return {};
}

Result<void> restore_person(store::Transaction& transaction, const std::string& owner, const EditedPerson& edited) {
  if (edited.fate == Fate::made) return {};
  TRY(const auto now_there, find_person(transaction, owner, edited.before.person.id));
  PersonRow row = edited.before;
  if (!now_there) return insert_person(transaction, row);
  row.person.photo_count = now_there->person.photo_count;
  return update_person(transaction, row);
}

Result<void> take_back(store::Transaction& transaction, const std::string& owner, const PersonEdit& edit) {
  TRY(const auto people, edited_people(transaction, owner, edit.id));
  TRY(const auto now_theirs, people_of_edited(transaction, edit.id));
  for (const EditedPerson& edited : people) REQUIRE_OK(restore_person(transaction, owner, edited));
  REQUIRE_OK(restore_clusters(transaction, owner, edit.id));
  REQUIRE_OK(restore_faces(transaction, edit.id));
  REQUIRE_OK(restore_questions(transaction, owner, edit, people));
  TRY(const auto then_theirs, people_of_edited(transaction, edit.id));
  std::set<std::string> touched(now_theirs.begin(), now_theirs.end());
  touched.insert(then_theirs.begin(), then_theirs.end());
  for (const EditedPerson& edited : people) {
    // Whoever the edit made goes with it, name and all, unless other faces came since.
    const std::string& id = edited.before.person.id;
    if (edited.fate == Fate::made) {
      REQUIRE_OK(transaction.execute(kUnname, {id}));
    }
    touched.insert(id);
  }
  for (const std::string& id : touched) REQUIRE_OK(refresh_person(transaction, owner, id));
  REQUIRE_OK(mark_undone(transaction, edit.id));
  return bump_people(transaction, owner);
}

}  // namespace

Task<Result<EditOutcome>> People::undo(Viewer viewer, std::string edit_id, Timestamp) {
  const std::string owner = owner_seen_by(viewer);
  co_return co_await parts_.database.write(
      [this, owner, edit_id](store::Transaction& transaction) -> Result<EditOutcome> {
        TRY(const auto edit, find_edit(transaction, owner, edit_id));
        if (!edit) return fail(errors::edit_not_found);
        if (edit->is_undone) return fail(errors::edit_undone);
        TRY(const bool is_too_late, is_overlaid(transaction, edit_id));
        if (is_too_late) return fail(errors::edit_overlaid);
        REQUIRE_OK(take_back(transaction, owner, *edit));
        parts_.events.wake_after(transaction, owner);
        EditOutcome outcome{.edit_id = edit_id};
        if (edit->person_id) {
          TRY(const auto row, find_person(transaction, owner, *edit->person_id));
          if (row) outcome.person = row->person;
        }
        return outcome;
      });
}

}  // namespace lightwell::photos
