// What a person does to people and faces. Each is one transaction that writes down how everything stood.

#include <set>

#include "photos/errors.h"
#include "photos/library/library_rules.h"
#include "photos/people/edit_steps.h"
#include "photos/people/people.h"
#include "photos/people/people_rules.h"

namespace lightwell::photos {
namespace {

struct Renaming {
  EditKind kind = EditKind::rename;
  std::string words;
};

// What the changes come to; nothing when everything is so already.
Result<std::optional<Renaming>> apply_changes(store::Reader& reader, const PersonChanges& changes, PersonRow& row) {
  std::optional<Renaming> done;
  if (changes.cover_face && changes.cover_face != row.person.cover_face) {
    TRY(const auto face, find_face(reader, row.owner, *changes.cover_face));
    if (!face || face->person_id != row.person.id) return fail(errors::face_not_found);
    row.person.cover_face = face->id;
    row.cover_quality = face->quality;
    row.is_cover_by_hand = true;
    done = {EditKind::cover, "Another cover for " + called(row.person.name)};
  }
  if (changes.is_hidden && *changes.is_hidden != row.person.is_hidden) {
    row.person.is_hidden = *changes.is_hidden;
    done = {row.person.is_hidden ? EditKind::hide : EditKind::show,
            fmt::format("{} {}", called(row.person.name), row.person.is_hidden ? "hidden" : "shown again")};
  }
  if (changes.name && *changes.name != row.person.name) {
    done = {EditKind::rename, changes.name->empty()
                                  ? fmt::format("The name {} taken away", row.person.name)
                                  : fmt::format("{} named {}", called(row.person.name), *changes.name)};
    row.person.name = *changes.name;
  }
  if (done) done->words = as_sentence(std::move(done->words));
  return done;
}

}  // namespace

template <class Work>
Task<Result<EditOutcome>> People::edit(Viewer viewer, Timestamp now, Work work) {
  const std::string owner = owner_seen_by(viewer);
  const std::string edit_id = parts_.ids.hex(8);
  co_return co_await parts_.database.write(
      [this, owner, edit_id, now, &work](store::Transaction& transaction) -> Result<EditOutcome> {
        EditRecord record(transaction, owner, edit_id, now);
        TRY(EditOutcome outcome, work(transaction, record, owner));
        if (outcome.edit_id) parts_.events.wake_after(transaction, owner);
        return outcome;
      });
}

Task<Result<EditOutcome>> People::change(Viewer viewer, std::string id, PersonChanges changes, Timestamp now) {
  if (changes.name) {
    CO_TRY(changes.name, check_person_name(*changes.name));
  }
  co_return co_await edit(
      std::move(viewer), now,
      [&](store::Transaction& transaction, EditRecord& record, const std::string& owner) -> Result<EditOutcome> {
        TRY(PersonRow row, person_or_refusal(transaction, owner, id));
        const PersonRow before = row;
        TRY(const auto done, apply_changes(transaction, changes, row));
        if (!done) return EditOutcome{.person = row.person};
        REQUIRE_OK(record.person(before, Fate::changed));
        row.edit = record.id();
        REQUIRE_OK(update_person(transaction, row));
        REQUIRE_OK(record.close(done->kind, id, done->words));
        return outcome_of(transaction, owner, id, record, 0);
      });
}

Task<Result<EditOutcome>> People::merge(Viewer viewer, std::vector<std::string> ids, std::optional<std::string> name,
                                        Timestamp now) {
  CO_CHECK(check_ids(ids, kMergeMax));
  if (std::set<std::string>(ids.begin(), ids.end()).size() != ids.size() || ids.size() < 2) {
    co_return fail(errors::bad_request, "Merging takes at least two people, each named once.");
  }
  if (name) {
    CO_TRY(name, check_person_name(*name));
  }
  co_return co_await edit(
      std::move(viewer), now,
      [&](store::Transaction& transaction, EditRecord& record, const std::string& owner) -> Result<EditOutcome> {
        std::vector<PersonRow> rows;
        for (const std::string& id : ids) {
          TRY(PersonRow row, person_or_refusal(transaction, owner, id));
          rows.push_back(std::move(row));
        }
        return merge_people(transaction, record, owner, std::move(rows), name);
      });
}

Task<Result<EditOutcome>> People::split(Viewer viewer, std::string id, std::vector<std::string> face_ids,
                                        std::optional<std::string> name, Timestamp now) {
  CO_CHECK(check_ids(face_ids, kFacesAtOnceMax));
  if (name) {
    CO_TRY(name, check_person_name(*name));
  }
  const std::string fresh_id = parts_.ids.hex(8);
  const auto split_off = [&](store::Transaction& transaction, EditRecord& record,
                             const std::string& owner) -> Result<EditOutcome> {
    TRY(const PersonRow from, person_or_refusal(transaction, owner, id));
    TRY(auto faces, faces_or_refusal(transaction, owner, face_ids));
    for (const FaceRow& face : faces) {
      if (face.person_id != id) return fail(errors::face_not_found, "One of these faces is not this person's.");
    }
    const std::string similar_face = faces.front().id;
    const size_t count = faces.size();
    const PersonRow made{
        .person = {.id = fresh_id, .name = name.value_or("")}, .owner = owner, .created_at = now, .edit = record.id()};
    REQUIRE_OK(insert_person(transaction, made));
    REQUIRE_OK(record.person(made, Fate::made));
    TRY(const int64_t moved, hand_over(transaction, record, owner, std::move(faces), fresh_id));
    TRY(const auto left, find_person(transaction, owner, id));
    // Nobody takes apart what is one person: this is an answer to a question that shall not be asked.
    if (left && left->person.cover_face) {
      REQUIRE_OK(put_question(transaction, {.owner = owner,
                                            .a = id,
                                            .b = fresh_id,
                                            .face_a = *left->person.cover_face,
                                            .face_b = similar_face,
                                            .is_different = true,
                                            .asked_at = now}));
    }
    REQUIRE_OK(
        record.close(EditKind::split, fresh_id,
                     fmt::format("{} taken from {}", counted(count, "face", "faces"), called(from.person.name))));
    return outcome_of(transaction, owner, fresh_id, record, moved);
  };
  co_return co_await edit(std::move(viewer), now, split_off);
}

Task<Result<EditOutcome>> People::move(Viewer viewer, std::vector<std::string> face_ids, std::string person_id,
                                       Timestamp now) {
  CO_CHECK(check_ids(face_ids, kFacesAtOnceMax));
  const auto move_over = [&](store::Transaction& transaction, EditRecord& record,
                             const std::string& owner) -> Result<EditOutcome> {
    TRY(const PersonRow to, person_or_refusal(transaction, owner, person_id));
    TRY(auto faces, faces_or_refusal(transaction, owner, face_ids));
    TRY(const int64_t moved, hand_over(transaction, record, owner, std::move(faces), person_id));
    if (moved == 0) return EditOutcome{.person = to.person};
    REQUIRE_OK(
        record.close(EditKind::move, person_id,
                     fmt::format("{} moved to {}", counted(size_t(moved), "face", "faces"), called(to.person.name))));
    return outcome_of(transaction, owner, person_id, record, moved);
  };
  co_return co_await edit(std::move(viewer), now, move_over);
}

Task<Result<EditOutcome>> People::hide_faces(Viewer viewer, std::vector<std::string> face_ids, Timestamp now) {
  CO_CHECK(check_ids(face_ids, kFacesAtOnceMax));
  const auto hide = [&](store::Transaction& transaction, EditRecord& record,
                        const std::string& owner) -> Result<EditOutcome> {
    TRY(auto faces, faces_or_refusal(transaction, owner, face_ids));
    TRY(const int64_t hidden, hand_over(transaction, record, owner, std::move(faces), std::nullopt));
    if (hidden == 0) return EditOutcome{};
    REQUIRE_OK(record.close(EditKind::not_a_face, std::nullopt,
                            counted(size_t(hidden), "picture that is no face", "pictures that are no faces")));
    return EditOutcome{.edit_id = record.id(), .changed = hidden};
  };
  co_return co_await edit(std::move(viewer), now, hide);
}

Task<Result<EditOutcome>> People::answer(Viewer viewer, std::string question_id, bool is_same, Timestamp now) {
  const auto settle = [&](store::Transaction& transaction, EditRecord& record,
                          const std::string& owner) -> Result<EditOutcome> {
    TRY(auto question, find_question(transaction, owner, question_id));
    if (!question || question->is_different) return fail(errors::question_not_found);
    TRY(PersonRow a, person_or_refusal(transaction, owner, question->a));
    TRY(PersonRow b, person_or_refusal(transaction, owner, question->b));
    if (is_same) {
      std::vector<PersonRow> both;
      both.push_back(std::move(a));
      both.push_back(std::move(b));
      return merge_people(transaction, record, owner, std::move(both), std::nullopt);
    }
    REQUIRE_OK(record.question(*question));
    question->is_different = true;
    REQUIRE_OK(put_question(transaction, *question));
    REQUIRE_OK(record.close(EditKind::different, std::nullopt,
                            fmt::format("{} and {} are not the same", called(a.person.name), called(b.person.name))));
    return EditOutcome{.edit_id = record.id()};
  };
  co_return co_await edit(std::move(viewer), now, settle);
}

}  // namespace lightwell::photos
