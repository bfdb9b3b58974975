#include "services/rekognition/vector_rules.h"

#include <doctest/doctest.h>

#include <cmath>

namespace lightwell::rekognition {

TEST_CASE("similarity grows with the cosine, from 0 for strangers to 100 for the same picture") {
  const SimilarityScale usual;
  CHECK(usual.similarity_of(-1) == 0);
  CHECK(usual.similarity_of(.25) == 0);
  CHECK(usual.similarity_of(.40) == doctest::Approx(80));
  CHECK(usual.similarity_of(.70) == doctest::Approx(99));
  CHECK(usual.similarity_of(1) == doctest::Approx(100));
  CHECK(usual.similarity_of(1.0001) == doctest::Approx(100));
  CHECK(usual.similarity_of(std::nan("")) == 0);
  double last = -1;
  for (double cosine = .25; cosine <= 1; cosine += .01) {
    CHECK(usual.similarity_of(cosine) > last);
    last = usual.similarity_of(cosine);
  }
}

TEST_CASE("the least cosine of a similarity is where the similarity begins") {
  const SimilarityScale usual;
  for (const double similarity : {1.0, 40.0, 79.9, 80.0, 90.0, 99.0, 99.5, 100.0}) {
    CHECK(usual.similarity_of(usual.cosine_of(similarity)) == doctest::Approx(similarity));
  }
  CHECK(usual.cosine_of(0) == -1);
}

TEST_CASE("a model brings its own scale; one that does not grow is not believed") {
  CHECK(SimilarityScale({{.2, 0}, {.53, 80}, {1, 100}}).similarity_of(.53) == doctest::Approx(80));
  CHECK(SimilarityScale({{.5, 0}, {.4, 80}}).similarity_of(.4) == doctest::Approx(80));
  CHECK(SimilarityScale({{.5, 0}}).similarity_of(.4) == doctest::Approx(80));
}

TEST_CASE("vectors are packed as they are, and compare by their direction") {
  const FaceVector vector = {3, 4};
  CHECK(unpack(as_bytes(pack(vector))) == vector);
  CHECK(normalised(vector)[0] == doctest::Approx(.6));
  CHECK(normalised({0, 0}) == FaceVector{0, 0});
  CHECK(dot(normalised(vector), normalised({6, 8})) == doctest::Approx(1));
  CHECK(dot(FaceVector{1, 0}, FaceVector{1}) == 0);
  CHECK(mean_of({{1, 0}, {0, 1}})[0] == doctest::Approx(std::sqrt(.5)));
}

}  // namespace lightwell::rekognition
