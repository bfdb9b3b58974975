// The rows of questions: are these two the same person?

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "store/sql/database.h"

namespace lightwell::photos {

struct QuestionRow {
  std::string owner;
  std::string a;  // people; the smaller id first
  std::string b;
  std::string face_a;
  std::string face_b;
  double similarity = 0;
  bool is_different = false;  // answered: they are not
  Timestamp asked_at;

  std::string id() const { return a + "-" + b; }
  // The other of the two.
  const std::string& beside(const std::string& person) const { return person == a ? b : a; }
};

// Asks, unless it was answered before; of two reasons to ask the better one stays.
Result<void> ask_whether_same(store::Transaction& transaction, QuestionRow row);
Result<std::optional<QuestionRow>> find_question(store::Reader& reader, const std::string& owner,
                                                 const std::string& id);
// Those about this person, answered ones too.
Result<std::vector<QuestionRow>> questions_about(store::Reader& reader, const std::string& person);
Result<void> put_question(store::Transaction& transaction, QuestionRow row);  // as it is
Result<void> delete_question(store::Transaction& transaction, const std::string& id);
// One of the two is now another: the question moves on, with what was answered; nothing is asked of one person alone.
Result<void> move_questions(store::Transaction& transaction, const std::string& from, const std::string& to);

}  // namespace lightwell::photos
