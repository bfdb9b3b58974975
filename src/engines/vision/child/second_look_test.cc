#include "engines/vision/child/second_look.h"

#include <doctest/doctest.h>

namespace lightwell::engines::vision {

TEST_CASE("classes are found by their kinds, each once") {
  const Kinds kinds({{"dog", "animal"}, {"cat", "animal"}, {}, {"boat", "vessel"}});

  CHECK(kinds.classes({"animal"}) == std::vector<uint32_t>{0, 1});
  CHECK(kinds.classes({"vessel", "boat", "dog"}) == std::vector<uint32_t>{0, 3});
  CHECK(kinds.classes({"kite"}).empty());
  CHECK(share_of(std::vector<float>{.5f, .2f, .1f}, std::vector<uint32_t>{0, 2, 9}) == doctest::Approx(.6f));
}

TEST_CASE("a second model that sees the same makes surer, and one that sees nothing of it makes doubtful") {
  const Detection bird = {{0, 0, 1, 1}, .6f, 3};

  CHECK(reconsidered(bird, true, {.own = .8f}, .56f).score == doctest::Approx(.816f));
  CHECK(reconsidered(bird, true, {.own = 0}, .56f).score < .5f);
  CHECK(reconsidered(bird, false, {.own = .01f}, .56f).index == 3);
}

TEST_CASE("an animal that is clearly another one becomes that one; a thing never becomes an animal") {
  const Detection sheep = {{0, 0, 1, 1}, .64f, 4};
  const SecondOpinion dog = {.own = .02f, .other = 7, .other_share = .9f};

  CHECK(reconsidered(sheep, true, dog, .56f).index == 7);
  CHECK(reconsidered(sheep, true, dog, .56f).score > .9f);
  CHECK(reconsidered(sheep, false, dog, .56f).index == 4);
  CHECK(reconsidered(sheep, true, {.own = .3f, .other = 7, .other_share = .6f}, .56f).index == 4);
}

}  // namespace lightwell::engines::vision
