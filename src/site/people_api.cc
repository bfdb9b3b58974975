// People: who is on the photos, and what their owner says about it. Every change answers the id to undo it by.

#include <utility>

#include "base/digest.h"
#include "http/conditions.h"
#include "photos/errors.h"
#include "photos/people/people_rules.h"
#include "site/answers.h"
#include "site/application.h"
#include "site/errors.h"
#include "site/eyes_json.h"
#include "site/eyes_requests.h"
#include "site/photo_json.h"
#include "site/requests.h"
#include "site/routes.h"

namespace lightwell::site {
namespace {

constexpr uint64_t kIdsBytesMax = 128 * 1024;
constexpr size_t kQuestionsUsual = 20;
constexpr size_t kEditsUsual = 50;
constexpr std::string_view kCropKept = "private, max-age=86400";

Task<Result<http::Response>> list_people(Application& application, Visit& visit) {
  CO_TRY(const auto shown, read_shown(visit));
  CO_TRY(const auto page, read_page(visit));
  CO_TRY(const auto people, co_await application.parts.people.list(visit.viewer(), shown, page));
  JsonWriter out;
  out.open_object().key("people").open_array();
  for (const photos::Person& person : people.people) write_person(out, person);
  out.close_array().key("total").integer(people.total);
  write_next(out, people.next);
  out.close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> get_person(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("person_id", photos::errors::person_not_found));
  CO_TRY(const auto detail, co_await application.parts.people.find(visit.viewer(), std::move(id)));
  JsonWriter out;
  out.open_object();
  write_person_members(out, detail.person);
  out.key("faces").integer(detail.face_count);
  if (detail.first_taken) out.key("first_taken").text(local_seconds(*detail.first_taken));
  if (detail.last_taken) out.key("last_taken").text(local_seconds(*detail.last_taken));
  out.close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> get_person_photos(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("person_id", photos::errors::person_not_found));
  CO_TRY(const auto page, read_page(visit));
  CO_TRY(const auto found, co_await application.parts.people.photos(visit.viewer(), std::move(id), page));
  JsonWriter out;
  out.open_object();
  write_tiles(out, found.tiles);
  out.key("face_ids").open_array();
  for (const std::string& face : found.face_ids) out.text(face);
  out.close_array().key("boxes").open_array();
  for (const photos::Box& box : found.boxes) write_box(out, box);
  out.close_array();
  write_next(out, found.next);
  out.close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> get_person_faces(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("person_id", photos::errors::person_not_found));
  CO_TRY(const auto page, read_page(visit));
  CO_TRY(const auto found, co_await application.parts.people.faces(visit.viewer(), std::move(id), page));
  JsonWriter out;
  out.open_object().key("faces").open_array();
  for (const photos::PersonFace& face : found.faces) {
    out.open_object().key("id").text(face.id).key("photo_id").text(face.photo_id).key("box");
    write_box(out, face.box);
    out.key("confidence").number(face.confidence).key("by_hand").boolean(face.is_by_hand).close_object();
  }
  out.close_array();
  write_next(out, found.next);
  out.close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> change_person(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("person_id", photos::errors::person_not_found));
  CO_TRY(auto changes, read_person_changes(*visit.body));
  CO_TRY(const auto outcome,
         co_await application.parts.people.change(visit.viewer(), std::move(id), std::move(changes), visit.now));
  co_return json_answer(outcome_body(outcome));
}

Task<Result<http::Response>> merge_people(Application& application, Visit& visit) {
  CO_TRY(auto ids, read_id_list(*visit.body, "ids", photos::kMergeMax));
  CO_TRY(auto name, read_name(*visit.body));
  CO_TRY(const auto outcome,
         co_await application.parts.people.merge(visit.viewer(), std::move(ids), std::move(name), visit.now));
  co_return json_answer(outcome_body(outcome));
}

Task<Result<http::Response>> split_person(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("person_id", photos::errors::person_not_found));
  CO_TRY(auto faces, read_id_list(*visit.body, "face_ids", photos::kFacesAtOnceMax));
  CO_TRY(auto name, read_name(*visit.body));
  CO_TRY(const auto outcome, co_await application.parts.people.split(visit.viewer(), std::move(id), std::move(faces),
                                                                     std::move(name), visit.now));
  co_return json_answer(outcome_body(outcome));
}

Task<Result<http::Response>> move_faces(Application& application, Visit& visit) {
  CO_TRY(auto faces, read_id_list(*visit.body, "face_ids", photos::kFacesAtOnceMax));
  CO_TRY(auto person, read_one_id(*visit.body, "person_id"));
  CO_TRY(const auto outcome,
         co_await application.parts.people.move(visit.viewer(), std::move(faces), std::move(person), visit.now));
  co_return json_answer(outcome_body(outcome));
}

Task<Result<http::Response>> hide_faces(Application& application, Visit& visit) {
  CO_TRY(auto faces, read_id_list(*visit.body, "face_ids", photos::kFacesAtOnceMax));
  CO_TRY(const auto outcome, co_await application.parts.people.hide_faces(visit.viewer(), std::move(faces), visit.now));
  co_return json_answer(outcome_body(outcome));
}

Task<Result<http::Response>> get_crop(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("face_id", photos::errors::face_not_found));
  CO_TRY(std::string jpeg, co_await application.parts.people.crop(visit.viewer(), std::move(id)));
  const std::string e_tag = '"' + md5_hex(jpeg) + '"';
  const http::Condition condition =
      http::check_conditions(visit.request.headers, visit.request.method, {.etag = e_tag});
  if (condition == http::Condition::failed) co_return fail(errors::precondition_failed);
  http::Response response = empty_answer(304);
  if (condition != http::Condition::not_modified) {
    response = http::Response{.body = std::move(jpeg)};
    response.headers.add("Content-Type", "image/jpeg");
    forbid_active_content(response);
  }
  response.headers.add("ETag", e_tag);
  response.headers.add("Cache-Control", std::string(kCropKept));
  co_return response;
}

void write_side(JsonWriter& out, std::string_view name, const photos::Person& person, const std::string& face) {
  out.key(name).open_object().key("person");
  write_person(out, person);
  out.key("face_id").text(face).close_object();
}

Task<Result<http::Response>> list_questions(Application& application, Visit& visit) {
  CO_TRY(const auto page, read_page(visit, kQuestionsUsual));
  CO_TRY(const auto found, co_await application.parts.people.questions(visit.viewer(), page.limit));
  JsonWriter out;
  out.open_object().key("questions").open_array();
  for (const photos::PersonQuestion& question : found.questions) {
    out.open_object().key("id").text(question.id).key("similarity").number(question.similarity);
    write_side(out, "a", question.a, question.face_a);
    write_side(out, "b", question.b, question.face_b);
    out.close_object();
  }
  out.close_array().key("total").integer(found.total).close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> answer_question(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("question_id", photos::errors::question_not_found));
  CO_TRY(const bool is_same, read_flag(*visit.body, "same"));
  CO_TRY(const auto outcome,
         co_await application.parts.people.answer(visit.viewer(), std::move(id), is_same, visit.now));
  co_return json_answer(outcome_body(outcome));
}

Task<Result<http::Response>> list_edits(Application& application, Visit& visit) {
  CO_TRY(const auto page, read_page(visit, kEditsUsual));
  CO_TRY(const auto edits, co_await application.parts.people.edits(visit.viewer(), page.limit));
  JsonWriter out;
  out.open_object().key("edits").open_array();
  for (const photos::PersonEdit& edit : edits) {
    out.open_object().key("id").text(edit.id).key("kind").text(to_text(edit.kind)).key("words").text(edit.words);
    out.key("at").text(iso8601_seconds(edit.at)).key("undone").boolean(edit.is_undone).key("person_id");
    edit.person_id ? out.text(*edit.person_id) : out.null();
    out.close_object();
  }
  out.close_array().close_object();
  co_return json_answer(std::move(out));
}

Task<Result<http::Response>> undo_edit(Application& application, Visit& visit) {
  CO_TRY(std::string id, visit.id("edit_id", photos::errors::edit_not_found));
  CO_TRY(const auto outcome, co_await application.parts.people.undo(visit.viewer(), std::move(id), visit.now));
  co_return json_answer(outcome_body(outcome));
}

constexpr Route kRoutes[] = {
    {"GET", "/api/people", list_people},
    {"POST", "/api/people/merge", merge_people, Entry::owner, BodyKind::json},
    {"GET", "/api/people/questions", list_questions},
    {"POST", "/api/people/questions/{question_id}", answer_question, Entry::owner, BodyKind::json},
    {"GET", "/api/people/edits", list_edits},
    {"POST", "/api/people/edits/{edit_id}/undo", undo_edit, Entry::owner, BodyKind::json},
    {"GET", "/api/people/{person_id}", get_person},
    {"PATCH", "/api/people/{person_id}", change_person, Entry::owner, BodyKind::json},
    {"GET", "/api/people/{person_id}/photos", get_person_photos},
    {"GET", "/api/people/{person_id}/faces", get_person_faces},
    {"POST", "/api/people/{person_id}/split", split_person, Entry::owner, BodyKind::json, kIdsBytesMax},
    {"POST", "/api/faces/move", move_faces, Entry::owner, BodyKind::json, kIdsBytesMax},
    {"POST", "/api/faces/hide", hide_faces, Entry::owner, BodyKind::json, kIdsBytesMax},
    {"GET", "/api/faces/{face_id}/crop", get_crop},
};

}  // namespace

std::span<const Route> people_routes() { return kRoutes; }

}  // namespace lightwell::site
