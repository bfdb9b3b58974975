#include <doctest/doctest.h>

#include "photos/people/people.h"
#include "photos/people/people_world.h"

namespace lightwell::photos {

TEST_CASE_FIXTURE(PeopleWorld, "a yes makes one of two, and its undo makes two again") {
  similar("Ada", "Old Ada", 82);
  similar("Cleo", "Old Ada", 80);
  const std::string young = add_photo_of({"Ada"});
  add_photo_of({"Ada"});
  add_photo_of({"Cleo"});
  const std::string old = add_photo_of({"Old Ada"});
  named(on(old).id, "Ada");
  REQUIRE(questions().total == 2);
  const std::string before = state();
  const auto answer = run(server->people.answer(owner, questions().questions[0].id, true, clock.now()));
  REQUIRE(answer);
  CHECK(answer->person->name == "Ada");
  CHECK(answer->person->photo_count == 3);
  CHECK(on(young).id == on(old).id);
  CHECK(questions().total == 1);
  undone(*answer);
  CHECK(state() == before);
  CHECK(run(server->people.undo(owner, *answer->edit_id, clock.now())).error().kind == &errors::edit_undone);
}

TEST_CASE_FIXTURE(PeopleWorld, "merging keeps the largest, and what is known of different people") {
  similar("Ada", "Bea", 80);
  similar("Bea", "Cleo", 80);
  const std::string a = add_photo_of({"Ada"});
  const std::string b = add_photo_of({"Bea"});
  const std::string c = add_photo_of({"Cleo"});
  add_photo_of({"Cleo"});
  for (const PersonQuestion& question : questions().questions) {
    CHECK(run(server->people.answer(owner, question.id, false, clock.now())));
  }
  const std::string cleo = on(c).id;
  const std::string before = state();
  const auto merged = run(server->people.merge(owner, {on(a).id, cleo}, "Anna", clock.now()));
  REQUIRE(merged);
  CHECK(merged->person->id == cleo);
  CHECK(merged->person->name == "Anna");
  CHECK(merged->person->photo_count == 3);
  CHECK(questions().total == 0);
  CHECK(people().size() == 2);
  undone(*merged);
  CHECK(state() == before);

  CHECK(run(server->people.merge(owner, {cleo, cleo}, std::nullopt, clock.now())).error().kind == &errors::bad_request);
  CHECK(run(server->people.merge(owner, {cleo, "nobody"}, std::nullopt, clock.now())).error().kind ==
        &errors::person_not_found);
  CHECK(run(server->people.merge(stranger, {on(a).id, cleo}, std::nullopt, clock.now())).error().kind ==
        &errors::person_not_found);
  CHECK(state() == before);
}

TEST_CASE_FIXTURE(PeopleWorld, "what grew onto one of two that were merged wrongly goes back with that one") {
  const std::string a = add_photo_of({"Ada"});
  add_photo_of({"Ada"});
  const std::string b = add_photo_of({"Bea"});
  const auto merged = run(server->people.merge(owner, {on(a).id, on(b).id}, std::nullopt, clock.now()));
  REQUIRE(merged);
  const std::string later = add_photo_of({"Bea"});
  CHECK(on(later).id == on(a).id);
  CHECK(on(later).photo_count == 4);
  CHECK(photos_of(on(a).id).size() == 4);
  undone(*merged);
  CHECK(on(later).id == on(b).id);
  CHECK(on(b).photo_count == 2);
  CHECK(on(a).photo_count == 2);
}

TEST_CASE_FIXTURE(PeopleWorld, "merges upon merges are undone from the last one on, and a person is whole in between") {
  const std::string a = add_photo_of({"Ada"});
  add_photo_of({"Ada"});
  add_photo_of({"Ada"});
  const std::string b = add_photo_of({"Bea"});
  add_photo_of({"Bea"});
  const std::string c = add_photo_of({"Cleo"});
  const std::string before = state();
  const auto first = run(server->people.merge(owner, {on(b).id, on(c).id}, "Bea", clock.now()));
  REQUIRE(first);
  const std::string between = state();
  const auto second = run(server->people.merge(owner, {on(a).id, on(b).id}, std::nullopt, clock.now()));
  REQUIRE(second);
  CHECK(people().size() == 1);
  CHECK(people()[0].name == "Bea");
  CHECK(photos_of(on(c).id).size() == 6);
  const auto faces = run(server->people.faces(owner, on(c).id, {.limit = 4}));
  CHECK(faces->faces.size() == 4);
  CHECK(run(server->people.faces(owner, on(c).id, {.limit = 4, .cursor = faces->next}))->faces.size() == 2);
  CHECK(run(server->people.find(owner, on(c).id))->face_count == 6);
  CHECK(run(server->people.undo(owner, *first->edit_id, clock.now())).error().kind == &errors::edit_overlaid);
  undone(*second);
  CHECK(state() == between);
  undone(*first);
  CHECK(state() == before);
}

TEST_CASE_FIXTURE(PeopleWorld, "a merge whose faces were moved on is undone after the move, not before") {
  const std::string a = add_photo_of({"Ada"});
  add_photo_of({"Ada"});
  const std::string b = add_photo_of({"Bea"});
  const std::string c = add_photo_of({"Cleo"});
  const std::string before = state();
  const auto merged = run(server->people.merge(owner, {on(a).id, on(b).id}, std::nullopt, clock.now()));
  const auto moved = run(server->people.move(owner, {face_on(b)}, on(c).id, clock.now()));
  REQUIRE(merged);
  REQUIRE(moved);
  CHECK(run(server->people.undo(owner, *merged->edit_id, clock.now())).error().kind == &errors::edit_overlaid);
  undone(*moved);
  undone(*merged);
  CHECK(state() == before);
}

TEST_CASE_FIXTURE(PeopleWorld, "faces do not go back to somebody who is gone") {
  const std::string a = add_photo_of({"Ada"});
  const std::string b = add_photo_of({"Ada"});
  const std::string c = add_photo_of({"Cleo"});
  const auto split = run(server->people.split(owner, on(a).id, {face_on(b)}, "Twin", clock.now()));
  const auto moved = run(server->people.move(owner, {face_on(a)}, on(c).id, clock.now()));
  REQUIRE(split);
  REQUIRE(moved);
  CHECK(run(server->people.undo(owner, *split->edit_id, clock.now())).error().kind == &errors::edit_overlaid);
  CHECK(on(b).name == "Twin");
  undone(*moved);
  undone(*split);
  CHECK(on(a).id == on(b).id);
  CHECK(rows("SELECT COUNT(*) FROM faces WHERE NOT EXISTS (SELECT 1 FROM face_clusters JOIN people ON people.id ="
             " person_id WHERE face_clusters.id = cluster_id)") == 0);
}

TEST_CASE_FIXTURE(PeopleWorld, "a split is undone, and the two are not asked about again") {
  const std::string first = add_photo_of({"Ada"});
  const std::string second = add_photo_of({"Ada"});
  const std::string before = state();
  const std::string whole = on(first).id;
  const auto split = run(server->people.split(owner, whole, {face_on(second)}, "Twin", clock.now()));
  REQUIRE(split);
  CHECK(on(second).name == "Twin");
  CHECK(on(first).photo_count == 1);
  CHECK(run(server->people.split(owner, whole, {face_on(second)}, std::nullopt, clock.now())).error().kind ==
        &errors::face_not_found);
  // Both are surely alike still; the owner's word stands.
  const std::string third = add_photo_of({"Ada"});
  CHECK(questions().total == 0);
  undone(*split);
  CHECK(on(second).id == whole);
  CHECK(on(third).id == (on(third).name.empty() ? whole : on(third).id));
  (void)before;
}

TEST_CASE_FIXTURE(PeopleWorld, "a face that was moved stays where a person put it, whatever is analysed later") {
  const std::string first = add_photo_of({"Ada"});
  const std::string second = add_photo_of({"Ada"});
  const std::string other = add_photo_of({"Bea"});
  const std::string bea = on(other).id;
  const std::string before = state();
  const auto moved = run(server->people.move(owner, {face_on(second)}, bea, clock.now()));
  REQUIRE(moved);
  CHECK(moved->person->photo_count == 2);
  REQUIRE(run(server->analysis.repeat(owner, std::nullopt, clock.now())) == 3);
  analyse_all();
  CHECK(on(second).id == bea);
  CHECK(on(first).photo_count == 1);
  CHECK_FALSE(run(server->people.move(owner, {face_on(second)}, bea, clock.now()))->edit_id);
  undone(*moved);
  CHECK(state() == before);
}

TEST_CASE_FIXTURE(PeopleWorld,
                  "moving the last face away ends a person without a name, and the undo brings them back") {
  const std::string first = add_photo_of({"Ada"});
  const std::string second = add_photo_of({"Bea"});
  const std::string before = state();
  const auto moved = run(server->people.move(owner, {face_on(first)}, on(second).id, clock.now()));
  REQUIRE(moved);
  CHECK(people().size() == 1);
  undone(*moved);
  CHECK(state() == before);
  CHECK(people().size() == 2);
}

TEST_CASE_FIXTURE(PeopleWorld, "what is no face is nobody, stays so, and can be taken back") {
  const std::string photo = add_photo_of({"Statue", "Ada"});
  const std::string before = state();
  const auto hidden = run(server->people.hide_faces(owner, {face_on(photo)}, clock.now()));
  REQUIRE(hidden);
  CHECK(hidden->changed == 1);
  CHECK(people().size() == 1);
  REQUIRE(run(server->analysis.repeat(owner, std::nullopt, clock.now())) == 1);
  analyse_all();
  const auto faces = *run(server->people.faces_on(owner, photo));
  CHECK(faces[0].is_hidden);
  CHECK_FALSE(faces[0].person);
  undone(*hidden);
  CHECK(state() == before);
  CHECK(run(server->people.hide_faces(stranger, {face_on(photo)}, clock.now())).error().kind ==
        &errors::face_not_found);
}

TEST_CASE_FIXTURE(PeopleWorld, "names, covers and hiding are edits of their own") {
  const std::string first = add_photo_of({"Ada"});
  const std::string second = add_photo_of({"Ada"});
  const std::string id = on(first).id;
  const EditOutcome name = named(id, "  Ada Lovelace ");
  CHECK(name.person->name == "Ada Lovelace");
  CHECK_FALSE(named(id, "Ada Lovelace").edit_id);
  const auto cover = run(server->people.change(owner, id, {.cover_face = face_on(second)}, clock.now()));
  CHECK(cover->person->cover_face == face_on(second));
  const auto hidden = run(server->people.change(owner, id, {.is_hidden = true}, clock.now()));
  CHECK(people().empty());
  CHECK(people(PeopleShown::hidden).size() == 1);
  CHECK(run(server->people.undo(owner, *name.edit_id, clock.now())).error().kind == &errors::edit_overlaid);
  undone(*hidden);
  undone(*cover);
  undone(name);
  CHECK(people()[0].name.empty());
  const auto edits = *run(server->people.edits(owner, 10));
  REQUIRE(edits.size() == 3);
  for (const PersonEdit& edit : edits) CHECK(edit.is_undone);
  CHECK(run(server->people.change(owner, id, {.name = std::string(101, 'x')}, clock.now())).error().kind ==
        &errors::name_refused);
  CHECK(run(server->people.change(owner, id, {.cover_face = "nothing"}, clock.now())).error().kind ==
        &errors::face_not_found);
  CHECK(run(server->people.undo(stranger, *name.edit_id, clock.now())).error().kind == &errors::edit_not_found);
}

}  // namespace lightwell::photos
