#include "photos/people/question_store.h"

#include <algorithm>

namespace lightwell::photos {
namespace {

constexpr std::string_view kAsk = R"sql(
  INSERT INTO person_questions (id, owner, a, b, face_a, face_b, similarity, answer, asked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (id) DO UPDATE SET face_a = $5, face_b = $6, similarity = $7
  WHERE person_questions.answer = 0 AND person_questions.similarity < $7)sql";

constexpr std::string_view kPut = R"sql(
  INSERT INTO person_questions (id, owner, a, b, face_a, face_b, similarity, answer, asked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (id) DO UPDATE SET face_a = $5, face_b = $6, similarity = $7, answer = $8)sql";

constexpr std::string_view kFind = R"sql(
  SELECT owner, a, b, face_a, face_b, similarity, answer, asked_at FROM person_questions
  WHERE owner = $1 AND id = $2)sql";

constexpr std::string_view kAbout = R"sql(
  SELECT owner, a, b, face_a, face_b, similarity, answer, asked_at FROM person_questions WHERE a = $1 OR b = $1)sql";

QuestionRow question_from(const store::Row& row) {
  return {.owner = row.string(0),
          .a = row.string(1),
          .b = row.string(2),
          .face_a = row.string(3),
          .face_b = row.string(4),
          .similarity = row.real(5),
          .is_different = row.boolean(6),
          .asked_at = row.time(7)};
}

void put_in_order(QuestionRow& row) {
  if (row.a < row.b) return;
  std::swap(row.a, row.b);
  std::swap(row.face_a, row.face_b);
}

Result<void> write(store::Transaction& transaction, std::string_view sql, QuestionRow row) {
  put_in_order(row);
  REQUIRE_OK(transaction.execute(sql, {row.id(), row.owner, row.a, row.b, row.face_a, row.face_b, row.similarity,
                                       row.is_different, row.asked_at}));
  return {};
}

}  // namespace

Result<void> ask_whether_same(store::Transaction& transaction, QuestionRow row) {
  return write(transaction, kAsk, std::move(row));
}

Result<void> put_question(store::Transaction& transaction, QuestionRow row) {
  return write(transaction, kPut, std::move(row));
}

Result<std::optional<QuestionRow>> find_question(store::Reader& reader, const std::string& owner,
                                                 const std::string& id) {
  return reader.first(kFind, {owner, id}, question_from);
}

Result<std::vector<QuestionRow>> questions_about(store::Reader& reader, const std::string& person) {
  return reader.all(kAbout, {person}, question_from);
}

Result<void> delete_question(store::Transaction& transaction, const std::string& id) {
  REQUIRE_OK(transaction.execute("DELETE FROM person_questions WHERE id = $1", {id}));
  return {};
}

Result<void> move_questions(store::Transaction& transaction, const std::string& from, const std::string& to) {
  TRY(const auto questions, questions_about(transaction, from));
  for (QuestionRow row : questions) {
    REQUIRE_OK(delete_question(transaction, row.id()));
    (row.a == from ? row.a : row.b) = to;
    if (row.a == row.b) continue;
    if (row.is_different) {
      REQUIRE_OK(put_question(transaction, std::move(row)));
    } else {
      REQUIRE_OK(ask_whether_same(transaction, std::move(row)));
    }
  }
  return {};
}

}  // namespace lightwell::photos
