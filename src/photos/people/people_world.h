// PeopleWorld: the application with photos of people whose faces a test names.

#pragma once

#include <set>
#include <string>
#include <vector>

#include "photos/errors.h"
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
          reader.each("SELECT id, COALESCE(cluster_id, ''), hidden, by_hand, edit FROM faces ORDER BY id", {}, add));
      REQUIRE_OK(reader.each("SELECT id, person_id, owner, '', '' FROM face_clusters ORDER BY id", {}, add));
      return reader.each("SELECT id, answer, similarity, face_a, face_b FROM person_questions ORDER BY id", {}, add);
    };
    REQUIRE(run(database->read(look)));
    return text;
  }

 private:
  int made_ = 0;
};

}  // namespace lightwell::photos
