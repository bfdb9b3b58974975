// The steps that edits of people are made of: each inside the edit's transaction, each written down in its record.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "photos/people/edit_store.h"
#include "photos/people/people.h"
#include "photos/people/people_store.h"
#include "store/sql/database.h"

namespace lightwell::photos {

// errors: person_not_found; face_not_found when one of them is not there.
Result<PersonRow> person_or_refusal(store::Reader& reader, const std::string& owner, const std::string& id);
Result<std::vector<FaceRow>> faces_or_refusal(store::Reader& reader, const std::string& owner,
                                              const std::vector<std::string>& ids);

// Gives faces to a person, or to nobody; answers how many moved. Whom they are taken from is counted anew, or goes with
// the last face.
Result<int64_t> hand_over(store::Transaction& transaction, EditRecord& record, const std::string& owner,
                          std::vector<FaceRow> faces, const std::optional<std::string>& person_id);

// Makes one of all: the one with most photos stays, so that most links go on leading somewhere. Ends the record.
Result<EditOutcome> merge_people(store::Transaction& transaction, EditRecord& record, const std::string& owner,
                                 std::vector<PersonRow> rows, const std::optional<std::string>& name);

Result<EditOutcome> outcome_of(store::Reader& reader, const std::string& owner, const std::string& person_id,
                               const EditRecord& record, int64_t changed);

// "1 face", "3 faces"
std::string counted(size_t count, std::string_view one, std::string_view many);
// The words of an edit begin with a capital.
std::string as_sentence(std::string words);

}  // namespace lightwell::photos
