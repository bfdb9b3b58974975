#include "photos/people/people.h"

#include <doctest/doctest.h>

#include "photos/people/people_rules.h"
#include "photos/people/people_world.h"

namespace lightwell::photos {

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
  const std::vector<Resemblance> alike = {{"ada", "a1", "f1", 97},
                                          {"ada", "a2", "f2", 96},
                                          {"bea", "b", "f3", 93},
                                          {"cleo", "c", "f4", 80},
                                          {"dan", "d", "f5", 60}};
  const Belonging belonging = decide(alike, {});
  REQUIRE(belonging.surest);
  CHECK(belonging.surest->person_id == "ada");
  CHECK(belonging.surest->cluster_id == "a1");
  REQUIRE(belonging.to_ask.size() == 2);
  CHECK(belonging.to_ask[0].person_id == "bea");
  CHECK(belonging.to_ask[1].person_id == "cleo");
  CHECK(decide(alike, {"ada"}).surest->person_id == "bea");
  CHECK_FALSE(decide({{"cleo", "c", "f4", 80}}, {}).surest);
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
