// Where text is, and what it says.

#include <doctest/doctest.h>

#include <cmath>

#include "engines/vision/child/ctc.h"
#include "engines/vision/child/text_map.h"

namespace lightwell::engines::vision {
namespace {

struct Map {
  int width = 100;
  int height = 60;
  std::vector<float> values = std::vector<float>(6000, 0);
  void fill(int x0, int y0, int x1, int y1, float value) {
    for (int y = y0; y < y1; ++y) {
      for (int x = x0; x < x1; ++x) values[size_t(y * width + x)] = value;
    }
  }
};

// Rows of probabilities in which one character is certain each.
std::vector<float> certain(const std::vector<size_t>& best, size_t classes, float probability = .9f) {
  std::vector<float> rows(best.size() * classes, 0);
  for (size_t i = 0; i < best.size(); ++i) rows[i * classes + best[i]] = probability;
  return rows;
}

const std::vector<std::string> kCharacters = {"", "a", "b", "\u00fc", " "};

}  // namespace

TEST_CASE("an island of the map becomes a rectangle that has grown to the letters' edges") {
  Map map;
  map.fill(20, 20, 80, 30, .9f);
  const auto places = find_text_places(map.values, map.width, map.height, {});
  REQUIRE(places.size() == 1);
  CHECK(places[0].score == doctest::Approx(.9));
  // 59 x 9 grows by 59 * 9 * 1.6 / (2 * 68) = 6.2 on each side.
  CHECK(places[0].corners[0].x == doctest::Approx(13.8).epsilon(.02));
  CHECK(places[0].corners[0].y == doctest::Approx(13.8).epsilon(.02));
  CHECK(places[0].corners[2].x == doctest::Approx(85.2).epsilon(.02));
}

TEST_CASE("islands that are faint, thin or apart are told apart") {
  Map map;
  map.fill(5, 5, 40, 15, .4f);   // likely enough as pixels, not as a place
  map.fill(5, 30, 40, 32, .9f);  // a line of two pixels
  map.fill(50, 5, 90, 15, .8f);
  map.fill(50, 40, 90, 50, .8f);
  CHECK(find_text_places(map.values, map.width, map.height, {}).size() == 2);
  CHECK(find_text_places(map.values, map.width, map.height - 1, {}).empty());  // not its size
  const std::vector<float> nothing(6000, std::nanf(""));
  CHECK(find_text_places(nothing, 100, 60, {}).empty());
}

TEST_CASE("lines are read from the top, and within a row from the left") {
  const auto box = [](float x, float y) {
    return std::array<Point, 4>{{{x, y}, {x + 30, y}, {x + 30, y + 10}, {x, y + 10}}};
  };
  CHECK(reading_order({box(50, 52), box(0, 100), box(0, 50), box(40, 0)}) == std::vector<size_t>{3, 2, 0, 1});
  CHECK(reading_order({}).empty());
}

TEST_CASE("a character counts once for as long as it stays, and again after a gap") {
  const auto read = [](const std::vector<size_t>& best) {
    return read_line(certain(best, kCharacters.size()), best.size(), kCharacters).text;
  };
  CHECK(read({0, 1, 1, 0, 2, 2, 2}) == "ab");
  CHECK(read({1, 0, 1}) == "aa");
  CHECK(read({1, 1, 1}) == "a");
  CHECK(read({3, 0, 0, 4, 4, 2}) == "\u00fc b");
  CHECK(read({4, 0, 4}).empty());
  CHECK(read({}).empty());
}

TEST_CASE("a space ends a word, and each word knows its part of the line") {
  const auto line = read_line(certain({1, 2, 4, 0, 0, 0, 2, 1, 0, 0}, 5), 10, kCharacters);
  REQUIRE(line.words.size() == 2);
  CHECK(line.text == "ab ba");
  CHECK(line.words[0].from == 0);
  CHECK(line.words[0].to == doctest::Approx(.2));
  CHECK(line.words[1].from == doctest::Approx(.6));
  CHECK(line.words[1].to == doctest::Approx(.8));
  CHECK(line.confidence == doctest::Approx(.9));
}

TEST_CASE("rows that end early or are no numbers are read as far as they go") {
  const auto rows = certain({1, 2, 1}, 5);
  CHECK(read_line(std::span(rows).first(12), 3, kCharacters).text == "ab");
  CHECK(read_line(std::vector<float>(15, std::nanf("")), 3, kCharacters).text.empty());
  CHECK(read_line(rows, 3, {}).text.empty());
}

}  // namespace lightwell::engines::vision
