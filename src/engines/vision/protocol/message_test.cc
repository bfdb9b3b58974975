#include "engines/vision/protocol/message.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

namespace lightwell::engines::vision {
namespace {

Face full_face() {
  Face face = {.box = {.1f, .2f, .3f, .4f}, .confidence = .9f, .pose = {10, -5, 3}, .brightness = 50, .sharpness = 60};
  face.landmarks.fill({.5f, .6f});
  face.attributes = FaceAttributes{.age = 33, .age_low = 27, .age_high = 39, .is_male = {true, .8f}};
  face.emotions = std::array<float, kEmotions>{.1f, .1f, .1f, .4f, .1f, .1f, .1f};
  face.smile = Opinion{false, .6f};
  face.mouth_open = Opinion{true, .7f};
  face.embedding = {.6f, .8f};
  return face;
}

Sight full_sight() {
  Sight sight;
  sight.objects = {Object{.index = 16, .confidence = .8f, .box = {0, 0, 1, 1}}};
  sight.labels = {Label{.index = 3, .probability = .5f}};
  sight.label_probabilities = {.1f, .2f};
  sight.faces = {full_face()};
  const std::array<Point, 4> corners = {{{0, 0}, {.5f, 0}, {.5f, .1f}, {0, .1f}}};
  sight.text = {
      TextLine{.text = "NO PARKING",
               .confidence = .9f,
               .box = {0, 0, .5f, .1f},
               .corners = corners,
               .words = {TextWord{.text = "NO", .confidence = .9f, .box = {0, 0, .2f, .1f}, .corners = corners}}}};
  sight.moderation = {Label{.index = 2, .probability = .9f}};
  sight.embedding = {1};
  sight.clip = {0, 1};
  const Appearance plain = {.quality = {40, 50, 60}, .colours = {Colour{.red = 1, .green = 2, .blue = 3, .share = 1}}};
  sight.appearances = Appearances{.whole = plain, .foreground = plain, .background = std::nullopt};
  sight.absent = {{Role::clip_text, "It is gone."}};
  sight.look_micros = 5000;
  sight.model_micros = 4000;
  return sight;
}

bool refused(const std::function<void(Sight&)>& change) {
  Sight sight = full_sight();
  change(sight);
  return !decode_sight(as_bytes(encode(sight)));
}

Setup full_setup() {
  SetupRole role = {
      .role = Role::text_recognition, .file = 2, .names = {"", "a", " "}, .tokenizer = "json", .vocabulary = 3};
  role.form = {.kind = "ctc",
               .input = {.name = "x", .height = 48, .colours = Colours::bgr, .mean = {1, 2, 3}, .deviation = {4, 5, 6}},
               .outputs = {{"probabilities", "softmax"}},
               .thresholds = {{"word", .6}, {"unclip", 1.6}}};
  return {.roles = {role}};
}

}  // namespace

TEST_CASE("what is said to an engine and by it comes back as it was said") {
  CHECK(decode_setup(as_bytes(encode(full_setup()))) == full_setup());
  const LookRequest look = {.width = 1600, .height = 9, .wanted = {.faces = true, .text = true, .appearances = true}};
  CHECK(decode_look(as_bytes(encode(look))) == look);
  CHECK(decode_sentence(as_bytes(encode_sentence("ein Hund \u00fc"))) == "ein Hund \u00fc");
  CHECK(decode_sight(as_bytes(encode(full_sight()))) == full_sight());
  CHECK(decode_sight(as_bytes(encode(Sight{}))) == Sight{});
  CHECK(decode_vector(as_bytes(encode_vector({.5f, -.5f}))) == std::vector<float>{.5f, -.5f});
  const VisionFailure failure = {Role::emotion, true, "No."};
  CHECK(decode_failure(as_bytes(encode(failure))) == failure);
}

TEST_CASE("what an honest engine would not say is refused") {
  const float nan = std::nanf("");
  CHECK_FALSE(refused([](Sight&) {}));
  CHECK(refused([](Sight& s) { s.objects->front().box.width = 1.5f; }));
  CHECK(refused([](Sight& s) { s.objects->front().box = {.9f, 0, .5f, .5f}; }));
  CHECK(refused([&](Sight& s) { s.objects->front().confidence = nan; }));
  CHECK(refused([](Sight& s) { s.objects->front().index = 1'000'000; }));
  CHECK(refused([](Sight& s) { s.objects->resize(1000); }));
  CHECK(refused([](Sight& s) { s.labels->front().probability = 2; }));
  CHECK(refused([&](Sight& s) { s.faces->front().pose.yaw = nan; }));
  CHECK(refused([](Sight& s) { s.faces->front().landmarks[3].x = 100; }));
  CHECK(refused([](Sight& s) { s.faces->front().brightness = 101; }));
  CHECK(refused([](Sight& s) { s.faces->front().attributes->age = 500; }));
  CHECK(refused([](Sight& s) { s.faces->front().embedding.assign(kVectorMax + 1, 0); }));
  CHECK(refused([](Sight& s) { s.text->front().text = "\xff"; }));
  CHECK(refused([](Sight& s) { s.text->front().words.front().text = "a\x1b[2J"; }));
  CHECK(refused([](Sight& s) { s.text->front().words.front().text.clear(); }));
  CHECK(refused([&](Sight& s) { s.embedding = {nan}; }));
  CHECK(refused([](Sight& s) { s.embedding.assign(kVectorMax + 1, 0); }));
  CHECK(refused([](Sight& s) { s.appearances->whole.colours.resize(kColoursMax + 1); }));
  CHECK(refused([](Sight& s) { s.absent.front().role = Role(99); }));
}

TEST_CASE("messages that end early or go on are refused") {
  const std::string whole = encode(full_sight());
  for (size_t size = 0; size < whole.size(); ++size) CHECK_FALSE(decode_sight(as_bytes(whole).first(size)));
  CHECK_FALSE(decode_sight(as_bytes(whole + "x")));
  const std::string setup = encode(full_setup());
  for (size_t size = 0; size < setup.size(); ++size) CHECK_FALSE(decode_setup(as_bytes(setup).first(size)));
  CHECK_FALSE(decode_look(as_bytes(encode(LookRequest{.width = 0, .height = 5}))));
  CHECK_FALSE(decode_sentence(as_bytes(encode_sentence(std::string(kSentenceBytesMax + 1, 'x')))));
}

TEST_CASE("changed bytes of a sight are read safely, and what is accepted is within the limits") {
  const std::string whole = encode(full_sight());
  uint32_t chance = 42;
  const auto next = [&chance] { return chance = chance * 1664525 + 1013904223; };
  for (int round = 0; round < 20'000; ++round) {
    std::string changed = whole;
    for (uint32_t i = 0; i <= next() % 4; ++i) changed[(next() >> 8) % changed.size()] = char(next() >> 24);
    const auto sight = decode_sight(as_bytes(changed));
    if (!sight) continue;
    if (sight->text) CHECK(is_utf8(sight->text->front().text));
    if (sight->faces) CHECK(sight->faces->front().box.width <= 1);
  }
}

}  // namespace lightwell::engines::vision
