#include "photos/likeness/likeness.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "photos/errors.h"
#include "photos/testing/world.h"

namespace lightwell::photos {
namespace {

std::vector<float> unit(std::vector<float> numbers) {
  double length = 0;
  for (const float number : numbers) length += double(number) * number;
  for (float& number : numbers) number = float(number / std::sqrt(length));
  return numbers;
}

std::vector<float> random_unit(std::mt19937& chance, size_t count) {
  std::normal_distribution<float> normal;
  std::vector<float> numbers(count);
  for (float& number : numbers) number = normal(chance);
  return unit(std::move(numbers));
}

// Two parts of one direction and one of another.
std::vector<float> near_to(const std::vector<float>& one, std::mt19937& chance, float mix) {
  const auto other = random_unit(chance, one.size());
  std::vector<float> numbers(one.size());
  for (size_t i = 0; i < one.size(); ++i) numbers[i] = one[i] + mix * other[i];
  return unit(std::move(numbers));
}

}  // namespace

TEST_CASE("sketches keep what is alike alike, and what is not apart") {
  std::mt19937 chance(7);
  for (int i = 0; i < 50; ++i) {
    const auto one = random_unit(chance, 1280);
    const auto alike = near_to(one, chance, 0.5f);
    const double exact = cosine(to_bytes(one), to_bytes(alike));
    CHECK(exact == doctest::Approx(1 / std::sqrt(1.25)).epsilon(0.05));
    CHECK(std::abs(cosine(sketch_of(one), sketch_of(alike)) - exact) < 0.12);
    CHECK(std::abs(cosine(sketch_of(one), sketch_of(random_unit(chance, 1280)))) < 0.4);
  }
  CHECK(cosine(sketch_of({}), sketch_of({})) == 0);
}

TEST_CASE("a near-duplicate is near in every way that is known") {
  CHECK(is_near_duplicate(0, std::nullopt));
  CHECK(is_near_duplicate(3, 0.9));
  CHECK_FALSE(is_near_duplicate(3, 0.5));
  CHECK(is_near_duplicate(10, 0.95));
  CHECK_FALSE(is_near_duplicate(10, 0.85));
  CHECK_FALSE(is_near_duplicate(10, std::nullopt));
  CHECK_FALSE(is_near_duplicate(20, 1.0));
}

TEST_CASE("pairs make groups, and the best of a group is what its owner marked, else the largest and sharpest") {
  const auto groups = groups_of(6, {{0, 1}, {1, 2}, {4, 5}});
  REQUIRE(groups.size() == 2);
  CHECK(groups[0] == std::vector<size_t>{0, 1, 2});
  CHECK(groups[1] == std::vector<size_t>{4, 5});
  const Merit small{.pixels = 1'000'000, .sharpness = 90, .size = 9};
  const Merit large{.pixels = 12'000'000, .sharpness = 50, .size = 5};
  const Merit sharp{.pixels = 12'000'000, .sharpness = 80, .size = 4};
  const Merit loved{.is_favourite = true, .pixels = 1, .size = 1};
  CHECK(best_of({small, large}) == 1);
  CHECK(best_of({large, sharp, small}) == 1);
  CHECK(best_of({large, sharp, loved}) == 2);
}

struct LikenessWorld : World {
  LikenessWorld() {
    reader.script = [](const std::string& bytes) {
      Reading reading = ScriptedReader::ready();
      reading.previews.back().webp = bytes;
      return Result<Reading>(reading);
    };
    eyes.script = [this](const std::string& preview) { return Result<Glimpse>(glimpses.at(preview)); };
  }
  std::string add_glimpse(const std::string& bytes, uint64_t hash, std::vector<float> embedding) {
    glimpses[bytes] = {.hash = hash, .embedding = unit(std::move(embedding)), .embedding_model = "test"};
    const std::string id = add_ready(bytes + ".jpg", bytes);
    analyse_all();
    return id;
  }
  size_t groups() { return size_t(run(server->likeness.duplicates(owner, {}))->total); }
  std::map<std::string, Glimpse> glimpses;
};

TEST_CASE_FIXTURE(LikenessWorld, "more like this is sorted, cut off, and leaves out other people's and the trash") {
  const std::string one = add_glimpse("one", 1, {1, 0, 0});
  const std::string twin = add_glimpse("twin", ~uint64_t(0), {0.99f, 0.1f, 0});
  const std::string kin = add_glimpse("kin", 0xFFFF'0000, {0.8f, 0.5f, 0});
  add_glimpse("stranger's taste", 0xFF00'FF00, {0, 0, 1});
  std::swap(owner, stranger);
  const std::string secret = add_glimpse("secret", 5, {1, 0, 0});
  std::swap(owner, stranger);
  CHECK(run(server->likeness.similar(owner, one, 10, clock.now()))->tiles.ids == std::vector<std::string>{twin, kin});
  CHECK(run(server->likeness.similar(owner, one, 1, clock.now()))->tiles.ids == std::vector<std::string>{twin});
  CHECK(run(server->library.trash(owner, {twin}, clock.now())) == 1);
  CHECK(run(server->likeness.similar(owner, one, 10, clock.now()))->tiles.ids == std::vector<std::string>{kin});
  CHECK(run(server->likeness.similar(owner, secret, 10, clock.now())).error().kind == &errors::photo_not_found);
  restart();
  CHECK(run(server->likeness.similar(owner, one, 10, clock.now()))->tiles.ids == std::vector<std::string>{kin});
}

TEST_CASE_FIXTURE(LikenessWorld, "near-duplicates are found whichever came first, and what was decided stays") {
  const std::string a = add_glimpse("a", 0b1111, {1, 0});
  const std::string b = add_glimpse("b", 0b1110, {1, 0.1f});
  add_glimpse("c", 0b1111, {0, 1});
  add_glimpse("d", 0xFFFF'FFFF'0000, {1, 0});
  REQUIRE(groups() == 1);
  CHECK(run(server->likeness.duplicates(stranger, {}))->total == 0);
  CHECK(run(server->likeness.resolve(owner, {a, b}, {a, b}, clock.now())) == 0);
  CHECK(groups() == 0);
  REQUIRE(run(server->analysis.repeat(owner, std::nullopt, clock.now())) == 4);
  analyse_all();
  CHECK(groups() == 0);
  const std::string e = add_glimpse("e", 0b0111, {1, 0.05f});
  CHECK(groups() == 1);
  CHECK(run(server->likeness.resolve(owner, {a, e}, {a}, clock.now())) == 1);
  CHECK(photo(e).trashed_at);
  CHECK(groups() == 0);
  CHECK(run(server->likeness.resolve(owner, {a}, {a}, clock.now())).error().kind == &errors::bad_request);
}

}  // namespace lightwell::photos
