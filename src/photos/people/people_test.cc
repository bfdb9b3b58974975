#include "photos/people/people.h"

#include <doctest/doctest.h>

#include "photos/errors.h"
#include "photos/people/people_rules.h"
#include "photos/testing/world.h"

namespace lightwell::photos {

// A preview is the photo's own bytes, so that each shows somebody else.
struct PeopleWorld : World {
  PeopleWorld() {
    reader.script = [](const std::string& bytes) {
      Reading reading = ScriptedReader::ready();
      reading.previews.back().webp = bytes;
      return Result<Reading>(reading);
    };
  }
  // A photo of these, from left to right.
  std::string add_photo_of(std::vector<std::string> who) {
    const std::string bytes = fmt::format("photo {}", ++made_);
    MemoryRekognition::Shot shot;
    for (size_t i = 0; i < who.size(); ++i) shot.faces.push_back({who[i], 0.1 + 0.2 * double(i)});
    rekognition.shots[bytes] = std::move(shot);
    clock.advance(std::chrono::seconds(1));
    const std::string id = add_ready(bytes + ".jpg", bytes);
    analyse_all();
    return id;
  }
  void similar(std::string one, std::string other, double similarity) {
    rekognition.similarities[std::minmax(one, other)] = similarity;
  }
  std::vector<Person> people(PeopleShown shown = PeopleShown::visible) {
    return run(server->people.list(owner, shown, {}))->people;
  }
  Person on(const std::string& photo, size_t place = 0) {
    return run(server->people.faces_on(owner, photo))->at(place).person.value();
  }
  std::string face_on(const std::string& photo, size_t place = 0) {
    return run(server->people.faces_on(owner, photo))->at(place).id;
  }
  QuestionList questions() { return *run(server->people.questions(owner, 20)); }
  EditOutcome named(const std::string& id, const std::string& name) {
    auto outcome = run(server->people.change(owner, id, {.name = name}, clock.now()));
    REQUIRE(outcome);
    return *outcome;
  }
  EditOutcome undone(const EditOutcome& edit) {
    auto outcome = run(server->people.undo(owner, edit.edit_id.value(), clock.now()));
    REQUIRE(outcome);
    return *outcome;
  }
  std::vector<std::string> photos_of(const std::string& person) {
    return run(server->people.photos(owner, person, {}))->tiles.ids;
  }
  // Everything that an undo must bring back.
  std::string state() {
    std::string text;
    const auto add = [&text](const store::Row& row) {
      text += fmt::format("{} {} {} {} {}\n", row.text(0), row.text(1), row.text(2), row.text(3), row.text(4));
      return true;
    };
    const auto look = [&add](store::Reader& reader) -> Result<void> {
      REQUIRE_OK(reader.each("SELECT id, name, hidden, photo_count, edit FROM people ORDER BY id", {}, add));
      REQUIRE_OK(
          reader.each("SELECT id, COALESCE(person_id, ''), hidden, by_hand, edit FROM faces ORDER BY id", {}, add));
      return reader.each("SELECT id, answer, similarity, face_a, face_b FROM person_questions ORDER BY id", {}, add);
    };
    REQUIRE(run(database->read(look)));
    return text;
  }

 private:
  int made_ = 0;
};

TEST_CASE_FIXTURE(PeopleWorld, "faces that are surely alike are one person; others begin somebody new") {
  const std::string first = add_photo_of({"Ada"});
  const std::string second = add_photo_of({"Ada", "Bea"});
  CHECK(on(first).id == on(second, 0).id);
  CHECK(on(second, 1).id != on(first).id);
  REQUIRE(people().size() == 2);
  CHECK(people()[0].photo_count == 2);
  CHECK(people()[1].photo_count == 1);
  CHECK(photos_of(on(first).id) == std::vector<std::string>{second, first});
  CHECK(run(server->people.list(stranger, PeopleShown::all, {}))->people.empty());
  CHECK(run(server->people.find(stranger, on(first).id)).error().kind == &errors::person_not_found);
}

TEST_CASE_FIXTURE(PeopleWorld, "where it is doubtful the owner is asked, once") {
  similar("Ada", "Old Ada", 82);
  const std::string young = add_photo_of({"Ada"});
  const std::string old = add_photo_of({"Old Ada"});
  CHECK(on(young).id != on(old).id);
  REQUIRE(questions().total == 1);
  const PersonQuestion question = questions().questions[0];
  CHECK(question.similarity == 82);
  CHECK(std::set<std::string>{question.face_a, question.face_b} == std::set<std::string>{face_on(young), face_on(old)});
  const auto answer = run(server->people.answer(owner, question.id, false, clock.now()));
  REQUIRE(answer);
  CHECK(questions().total == 0);
  add_photo_of({"Old Ada"});
  CHECK(questions().total == 0);
  CHECK(run(server->people.answer(owner, question.id, true, clock.now())).error().kind == &errors::question_not_found);
  undone(*answer);
  CHECK(questions().total == 1);
}

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

TEST_CASE_FIXTURE(PeopleWorld, "photos in the trash do not count, and come back") {
  const std::string first = add_photo_of({"Ada"});
  const std::string second = add_photo_of({"Ada", "Bea"});
  const std::string ada = on(first).id;
  CHECK(run(server->library.trash(owner, {second}, clock.now())) == 1);
  CHECK(people().size() == 1);
  CHECK(people()[0].photo_count == 1);
  CHECK(photos_of(ada) == std::vector<std::string>{first});
  CHECK(run(server->library.trash(owner, {second}, clock.now())) == 0);
  CHECK(run(server->library.restore(owner, {second}, clock.now())) == 1);
  CHECK(people().size() == 2);
  CHECK(photos_of(ada).size() == 2);
}

TEST_CASE_FIXTURE(PeopleWorld, "nobody is on a photo twice by themselves") {
  const std::string first = add_photo_of({"Ada"});
  const std::string mirror = add_photo_of({"Ada", "Ada"});
  CHECK(on(mirror, 0).id == on(first).id);
  CHECK(on(mirror, 1).id != on(first).id);
}

TEST_CASE_FIXTURE(PeopleWorld, "two new photos of one person, analysed at the same time, are one person") {
  for (const char* bytes : {"left", "right"}) {
    rekognition.shots[bytes] = {.faces = {{"Ada", 0.1}}};
    add_ready(std::string(bytes) + ".jpg", bytes);
  }
  // The second is done wholly between the look of the first and its transaction.
  int searches = 0;
  rekognition.fault = [&](std::string_view operation, bool) -> std::optional<Error> {
    searches += operation == "SearchFaces";
    return std::nullopt;
  };
  eyes.meanwhile = [this]() -> Task<void> { CHECK(*co_await server->analysis.work_one()); };
  analyse_all();
  CHECK(searches == 2);
  CHECK(people().size() == 1);
}

TEST_CASE_FIXTURE(PeopleWorld, "lists are read page by page and miss nobody") {
  for (int i = 0; i < 7; ++i) add_photo_of({fmt::format("person {}", i), "Ada"});
  named(people().back().id, "Zoe");
  std::set<std::string> seen;
  Page page{.limit = 3};
  do {
    const auto found = run(server->people.list(owner, PeopleShown::visible, page));
    REQUIRE(found);
    CHECK(found->total == 8);
    for (const Person& person : found->people) CHECK(seen.insert(person.id).second);
    page.cursor = found->next;
  } while (page.cursor);
  CHECK(seen.size() == 8);
  CHECK(people()[0].name == "Zoe");
  CHECK(people()[1].photo_count == 7);

  std::vector<std::string> photos;
  page = {.limit = 3};
  do {
    const auto found = run(server->people.photos(owner, people()[1].id, page));
    REQUIRE(found);
    photos.insert(photos.end(), found->tiles.ids.begin(), found->tiles.ids.end());
    page.cursor = found->next;
  } while (page.cursor);
  CHECK(photos.size() == 7);
  CHECK(run(server->people.list(owner, PeopleShown::visible, {.cursor = "x"})).error().kind == &errors::bad_request);
}

TEST_CASE("who a new face belongs to is decided by similarity, and nobody present is taken twice") {
  const std::vector<Resemblance> alike = {
      {"ada", "f1", 97}, {"ada", "f2", 96}, {"bea", "f3", 93}, {"cleo", "f4", 80}, {"dan", "f5", 60}};
  const Belonging belonging = decide(alike, {});
  CHECK(belonging.person_id == "ada");
  REQUIRE(belonging.to_ask.size() == 2);
  CHECK(belonging.to_ask[0].person_id == "bea");
  CHECK(belonging.to_ask[1].person_id == "cleo");
  CHECK(decide(alike, {"ada"}).person_id == "bea");
  CHECK_FALSE(decide({{"cleo", "f4", 80}}, {}).person_id);
  CHECK(decide({}, {}).to_ask.empty());
}

TEST_CASE("faces of a photo that is analysed again are known by their places") {
  const Box left{.left = 0.1, .top = 0.1, .width = 0.2, .height = 0.2};
  const Box right{.left = 0.6, .top = 0.1, .width = 0.2, .height = 0.2};
  const Box nearly_left{.left = 0.12, .top = 0.1, .width = 0.2, .height = 0.2};
  CHECK(overlap(left, left) == doctest::Approx(1));
  CHECK(overlap(left, right) == 0);
  const auto same = same_places({left, right}, {right, nearly_left, nearly_left});
  CHECK(same[0] == 1);
  CHECK(same[1] == 0);
  CHECK_FALSE(same[2]);
}

}  // namespace lightwell::photos
