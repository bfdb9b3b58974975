#include "services/rekognition/engine_eyes.h"

#include <doctest/doctest.h>

namespace lightwell::rekognition {
namespace {

using engines::vision::Role;
using engines::vision::Sight;
using engines::vision::Wanted;

}  // namespace

TEST_CASE("what was seen is not looked for again") {
  const Wanted known{.objects = true, .labels = true, .faces = true};
  CHECK(still_wanted(known, {.objects = true, .faces = true}) == Wanted{});
  CHECK(still_wanted(known, {.labels = true, .text = true}) == Wanted{.text = true});
  CHECK(still_wanted({}, {.objects = true}) == Wanted{.objects = true});
}

TEST_CASE("faces are looked at again when more is to be told of them, and nothing known of them is lost") {
  const Wanted known{.faces = true, .face_embeddings = true};
  CHECK(still_wanted(known, {.faces = true}) == Wanted{});
  CHECK(still_wanted(known, {.faces = true, .face_attributes = true}) ==
        Wanted{.faces = true, .face_attributes = true, .face_embeddings = true});
  CHECK(still_wanted({.faces = true}, {.faces = true, .face_embeddings = true}) ==
        Wanted{.faces = true, .face_embeddings = true});
}

TEST_CASE("what is in front is told by the boxes of the same look") {
  CHECK(still_wanted({.objects = true}, {.objects = true, .appearances = true}) ==
        Wanted{.objects = true, .appearances = true});
}

TEST_CASE("a second look is laid over the first, and what is missing is remembered once") {
  Sight known{.absent = {{Role::text_detection, "no text"}}};
  known.objects = {{.name = "dog"}};
  Sight seen{.absent = {{Role::text_detection, "no text"}, {Role::moderation, "no moderation"}}};
  seen.faces.emplace(2);
  merge(known, std::move(seen), {.faces = true, .moderation = true});
  CHECK(known.objects->size() == 1);
  CHECK(known.faces->size() == 2);
  CHECK_FALSE(known.moderation);
  CHECK(known.absent.size() == 2);
}

}  // namespace lightwell::rekognition
