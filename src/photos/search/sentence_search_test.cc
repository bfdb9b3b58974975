#include "photos/search/sentence_search.h"

#include <doctest/doctest.h>

#include <cmath>

#include "photos/testing/world.h"

namespace lightwell::photos {
namespace {

std::vector<float> directed(float sea, float dog, float rest) {
  const float length = std::sqrt(sea * sea + dog * dog + rest * rest);
  return {sea / length, dog / length, rest / length};
}

}  // namespace

// A space of three axes: the sea, dogs, everything else. A photo lies there by the numbers in its name.
struct SentenceWorld : World {
  SentenceWorld() {
    reader.script = [](const std::string& bytes) {
      Reading reading = ScriptedReader::ready();
      reading.previews.back().webp = bytes;
      return Result<Reading>(reading);
    };
    install_pair();
  }
  void install_pair() {
    sentences.script = [this](const std::string& sentence) -> Result<std::vector<float>> {
      ++asked;
      if (sentence.contains("waves")) return directed(1, 0, 0);
      if (sentence.contains("puppy") || sentence.contains("dog")) return directed(0, 1, 0);
      return directed(1, 1, 1);
    };
    eyes.script = [this](const std::string& preview) {
      Glimpse glimpse{.clip = places.at(preview)};
      glimpse.clip_model = "scripted";
      return glimpse;
    };
  }
  std::string shoot(const std::string& name, std::vector<float> place, MemoryRekognition::Shot shot = {}) {
    places[name] = std::move(place);
    rekognition.shots[name] = std::move(shot);
    clock.advance(std::chrono::seconds(1));
    const std::string id = add_ready(name + ".jpg", name);
    analyse_all();
    return id;
  }
  SearchResult look(std::string text, size_t limit = 100, std::optional<std::string> after = {}) {
    auto found = run(server->search.search(owner, {.text = std::move(text), .limit = limit, .after = std::move(after)},
                                           clock.now()));
    REQUIRE(found);
    return std::move(*found);
  }
  using Names = std::vector<std::string>;
  Names ids(std::string text) { return look(std::move(text)).tiles.ids; }

  std::map<std::string, std::vector<float>> places;
  int asked = 0;
};

TEST_CASE_FIXTURE(SentenceWorld, "photos are found by what a sentence describes, the most alike first, and no others") {
  const auto near = shoot("a", directed(0.85f, 0.1f, 0.3f));
  const auto nearer = shoot("b", directed(0.95f, 0.1f, 0.2f));
  shoot("c", directed(0.1f, 0.9f, 0.3f));
  shoot("d", directed(1, 1, 1));
  const SearchResult found = look("waves rolling in the evening");
  CHECK(found.tiles.ids == Names{nearer, near});
  CHECK(found.total == 2);
  REQUIRE(found.parts.size() == 1);
  CHECK(found.parts[0].kind == "sentence");
  CHECK(found.parts[0].meaning == "waves rolling evening");
  CHECK(found.parts[0].count == 2);
  CHECK(found.without.empty());
  CHECK(ids("nothing of the kind").empty());
  CHECK(look("nothing of the kind").parts.front().kind == "none");
  CHECK(run(server->search.search(stranger, {.text = "waves"}, clock.now()))->total == 0);
}

TEST_CASE_FIXTURE(SentenceWorld, "without a pair of models words alone are searched for") {
  shoot("a", directed(1, 0, 0));
  sentences.script = nullptr;
  const SearchResult found = look("waves rolling");
  CHECK(found.total == 0);
  CHECK(found.parts.size() == 2);
  CHECK(found.parts[0].kind == "none");
}

TEST_CASE_FIXTURE(SentenceWorld, "what words know comes first, and each photo once") {
  const auto alike = shoot("a", directed(0, 1, 0));
  const auto labelled = shoot("b", directed(0.2f, 0.7f, 0.5f), {.labels = {{"Dog", 96}}});
  const auto far = shoot("c", directed(0, 0.2f, 0.9f), {.labels = {{"Dog", 70}}});
  const SearchResult found = look("dog");
  CHECK(found.tiles.ids == Names{labelled, far, alike});
  CHECK(found.parts[0].kind == "label");
  CHECK(found.parts[1].kind == "sentence");
}

TEST_CASE_FIXTURE(SentenceWorld, "dates, quotes and what is excluded are no sentence, and narrow what one finds") {
  const auto sea = shoot("a", directed(1, 0, 0), {.labels = {{"Boat", 95}}});
  const auto calm = shoot("b", directed(1, 0, 0.1f));
  CHECK(ids("waves 2026") == Names{sea, calm});
  CHECK(ids("waves 2019").empty());
  CHECK(ids("waves -boat") == Names{calm});
  CHECK(ids("\"waves\"").empty());
  CHECK(ids("label:waves").empty());
  CHECK(run(server->library.trash(owner, {sea}, clock.now())) == 1);
  CHECK(ids("waves") == Names{calm});
  CHECK(look("waves").parts[0].count == 1);
}

TEST_CASE_FIXTURE(SentenceWorld, "pages of what a sentence finds follow each other, and ask the model once") {
  Names made;
  for (int i = 0; i < 5; ++i) made.push_back(shoot(fmt::format("p{}", i), directed(1, 0, 0.1f * float(i))));
  Names seen;
  std::optional<std::string> after;
  do {
    const SearchResult page = look("waves", 2, after);
    CHECK(page.total == 5);
    seen.insert(seen.end(), page.tiles.ids.begin(), page.tiles.ids.end());
    after = page.next;
  } while (after);
  CHECK(seen == made);
  CHECK(asked == 2);  // the sentence, and the one that says nothing
}

TEST_CASE_FIXTURE(SentenceWorld, "a model that fails leaves the words") {
  const auto labelled = shoot("a", directed(1, 0, 0), {.labels = {{"Dog", 96}}});
  sentences.script = [](const std::string&) -> Result<std::vector<float>> {
    return fail(lightwell::errors::slow_down);
  };
  CHECK(ids("dog") == Names{labelled});
}

TEST_CASE_FIXTURE(SentenceWorld, "photos of another pair are not compared, and what is analysed again is") {
  const auto id = shoot("a", directed(1, 0, 0));
  CHECK(ids("waves") == Names{id});
  eyes.script = [](const std::string&) {
    Glimpse glimpse{.clip = {1, 0}};
    glimpse.clip_model = "another";
    return glimpse;
  };
  restart();
  REQUIRE(run(server->analysis.repeat(owner, std::nullopt, clock.now())) == 1);
  analyse_all();
  restart();  // what was in memory is gone
  CHECK(ids("waves").empty());
  install_pair();
  REQUIRE(run(server->analysis.repeat(owner, std::nullopt, clock.now())) == 1);
  analyse_all();
  CHECK(ids("waves") == Names{id});
  CHECK(run(server->library.trash(owner, {id}, clock.now())) == 1);
  CHECK(run(server->library.empty_trash(owner, std::nullopt, clock.now())) == 1);
  CHECK(rows("SELECT COUNT(*) FROM photo_meanings") == 0);
  CHECK(ids("waves").empty());
}

}  // namespace lightwell::photos
