// Sets, words and cells: the small rules of search.

#include <doctest/doctest.h>

#include "photos/search/hits.h"
#include "photos/search/index_rules.h"
#include "photos/search/map_rules.h"
#include "photos/search/suggestion_rules.h"
#include "photos/search/thesaurus.h"

namespace lightwell::photos {
namespace {

Hits hits(std::initializer_list<std::pair<int64_t, int>> pairs) {
  Hits made;
  for (const auto& [number, weight] : pairs) made.push_back({number, weight});
  return made;
}

bool means(const std::string& phrase, std::string_view label) {
  const auto kin = labels_meant_by(phrase);
  return std::ranges::find(kin, label, &Kin::label) != kin.end();
}

std::vector<std::string> keys(const std::vector<WeightedTerm>& terms, TermKind kind) {
  std::vector<std::string> found;
  for (const WeightedTerm& one : terms) {
    if (one.term.kind == kind) found.push_back(one.term.key);
  }
  return found;
}

}  // namespace

TEST_CASE("sets are cut, joined and taken from each other, and weights follow") {
  const Hits a = hits({{1, 90}, {3, 50}, {5, 100}}), b = hits({{3, 80}, {4, 10}, {5, 70}});
  CHECK(both(a, b) == hits({{3, 50}, {5, 70}}));
  CHECK(either(a, b) == hits({{1, 90}, {3, 80}, {4, 10}, {5, 100}}));
  CHECK(without(a, b) == hits({{1, 90}}));
  CHECK(tidy(hits({{5, 1}, {2, 2}, {5, 9}, {2, 1}})) == hits({{2, 2}, {5, 9}}));
  CHECK(both(a, {}).empty());
  CHECK(either({}, b) == b);
}

TEST_CASE("words mean the labels WordNet and Amazon's list put below them") {
  CHECK(means("puppy", "dog"));
  CHECK(means("puppies", "dog"));
  CHECK(means("animal", "dog"));
  CHECK(means("automobile", "car"));
  CHECK(means("bike", "bicycle"));
  CHECK(means("mice", "mouse"));
  CHECK(means("people", "person"));
  CHECK_FALSE(means("dog", "cat"));
  CHECK_FALSE(means("poodle", "dog"));  // not every dog is one
  CHECK_FALSE(means("entity", "dog"));
  CHECK(labels_meant_by("xyzzy").empty());
  CHECK(labels_meant_by("").empty());
}

TEST_CASE("what a photo can be found by") {
  const auto terms = terms_of({.name = "IMG_0042.jpg",
                               .title = "Sunset",
                               .description = "At the pier",
                               .camera_make = "Canon",
                               .camera_model = "Canon EOS R5",
                               .lens = "RF24-70mm F2.8",
                               .gps = Gps{.latitude = 41.4036, .longitude = 2.1744},
                               .kind = PhotoKind::raw,
                               .labels = {{"Golden Retriever", 98.5}, {"Cat", 20.0}, {"Ours", std::nullopt}},
                               .texts = {{"EXIT 4", 90}}});
  using Keys = std::vector<std::string>;
  CHECK(keys(terms, TermKind::label) == Keys{"golden retriever", "ours"});
  CHECK(keys(terms, TermKind::town) == Keys{"ES|ES.56|3128760"});
  CHECK(keys(terms, TermKind::country) == Keys{"ES"});
  CHECK(keys(terms, TermKind::camera) == Keys{"canon eos r5"});
  CHECK(keys(terms, TermKind::form) == Keys{"raw"});
  CHECK(keys(terms, TermKind::file_word) == Keys{"img", "0042", "jpg"});
  CHECK(keys(terms, TermKind::told_word) == Keys{"sunset", "at", "the", "pier"});
  CHECK(keys(terms, TermKind::seen_word) == Keys{"exit", "4"});
  CHECK(terms.front().weight == 99);
  CHECK(camera_name("NIKON CORPORATION", "NIKON D750") == "NIKON D750");
  CHECK(camera_name("Apple", "iPhone 12") == "Apple iPhone 12");
  CHECK(camera_name("", "X100") == "X100");
}

TEST_CASE("spots close together are one cell, and cells grow until they fit") {
  CellGrid grid(10, 2000);
  grid.add({.latitude = 41.40, .longitude = 2.17, .taken = from_micros(1), .number = 1});
  grid.add({.latitude = 41.4001, .longitude = 2.1701, .taken = from_micros(5), .number = 2});
  grid.add({.latitude = 48.85, .longitude = 2.35, .taken = from_micros(3), .number = 3});
  auto cells = grid.take();
  REQUIRE(cells.size() == 2);
  CHECK(cells[0].count == 2);
  CHECK(cells[0].number == 2);  // the newest stands for it
  CHECK(cells[0].box.north == 41.4001);

  CellGrid few(20, 10);
  for (int i = 0; i < 1000; ++i) few.add({.latitude = -60 + i * 0.12, .longitude = -170 + i * 0.34, .number = i});
  cells = few.take();
  CHECK(cells.size() <= 10);
  int64_t count = 0;
  for (const Cell& cell : cells) count += cell.count;
  CHECK(count == 1000);
}

TEST_CASE("suggestions complete the last word, the last two and the last three") {
  const auto cut = [](std::string_view text) {
    std::string told;
    const auto endings = read_endings(text);
    REQUIRE(endings);
    for (const Ending& ending : *endings) told += fmt::format("[{}|{}]", ending.before, ending.beginning);
    return told;
  };
  CHECK(cut("be") == "[|be]");
  CHECK(cut("dog in New Yo") == "[dog |in new yo][dog in |new yo][dog in New |yo]");
  CHECK(cut("beach -do") == "[|beach do][beach -|do]");
  CHECK(cut("beach ") == "[beach |]");
  CHECK(cut("") == "[|]");
  CHECK(begins_a_word("golden retriever", "ret"));
  CHECK_FALSE(begins_a_word("golden retriever", "olden"));
  CHECK(quoted("canon eos r5") == "\"canon eos r5\"");
  const auto times = times_beginning("ma", 2022, 2023);
  REQUIRE(times.size() == 4);
  CHECK(times[0].shown == "May 2023");
  CHECK(times[1].shown == "March 2023");
  CHECK(times_beginning("202", 2022, 2023).front().query == "2023");
}

}  // namespace lightwell::photos
