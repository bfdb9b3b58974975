// The rows of edits: what a person did to people and faces, and how everything stood before.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "photos/people/people_store.h"
#include "photos/people/question_store.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// What an edit did to a person's row. The number is the column's.
enum class Fate { made = 0, changed = 1, removed = 2 };

// One edit while it is made. Everything is written down as it was before; close() ends it.
class EditRecord {
 public:
  EditRecord(store::Transaction& transaction, std::string owner, std::string id, Timestamp now)
      : transaction_(transaction), owner_(std::move(owner)), id_(std::move(id)), now_(now) {}

  const std::string& id() const { return id_; }
  Result<void> person(const PersonRow& before, Fate fate);
  Result<void> face(const FaceRow& before);
  Result<void> clusters_of(const std::string& person);
  Result<void> questions_about(const std::string& person);
  Result<void> question(const QuestionRow& before);
  Result<void> close(EditKind kind, const std::optional<std::string>& person_id, const std::string& words);

 private:
  store::Transaction& transaction_;
  const std::string owner_;
  const std::string id_;
  const Timestamp now_;
};

struct EditedPerson {
  PersonRow before;  // `edit` is the edit before this one
  Fate fate = Fate::changed;
};

Result<std::optional<PersonEdit>> find_edit(store::Reader& reader, const std::string& owner, const std::string& id);
Result<std::vector<PersonEdit>> list_edits(store::Reader& reader, const std::string& owner, size_t count_max);
Result<std::vector<EditedPerson>> edited_people(store::Reader& reader, const std::string& owner, const std::string& id);
Result<std::vector<QuestionRow>> edited_questions(store::Reader& reader, const std::string& owner,
                                                  const std::string& id);
// Whose what this edit touched was before, and is now.
Result<std::vector<std::string>> people_of_edited(store::Reader& reader, const std::string& id);
// Whether a later edit touched what this one did, so that it cannot be undone.
Result<bool> is_overlaid(store::Reader& reader, const std::string& id);
// After the people: a person that comes back brings the first cluster.
Result<void> restore_clusters(store::Transaction& transaction, const std::string& owner, const std::string& id);
Result<void> restore_faces(store::Transaction& transaction, const std::string& id);
Result<void> mark_undone(store::Transaction& transaction, const std::string& id);
Result<void> delete_edits_before(store::Transaction& transaction, Timestamp before);

}  // namespace lightwell::photos
