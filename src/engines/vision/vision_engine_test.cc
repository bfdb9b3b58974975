// The vision engine with the models that `make models` builds, on photos of the truth set (`make truth`).

#include "engines/vision/vision_engine.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <numeric>
#include <thread>

#include "engines/image/image_engine.h"
#include "engines/vision/made_models.h"
#include "run/spawn.h"

namespace lightwell::engines::vision {
namespace {

using namespace std::chrono_literals;

ModelFiles built_models() {
  ModelFiles models = ModelFiles::in_folder(LIGHTWELL_MODELS);
  REQUIRE_MESSAGE(!models.roles.empty(), "no models in ", LIGHTWELL_MODELS, ": run `make models`");
  return models;
}

VisionEngine make_engine(size_t children = 1) { return VisionEngine({.children = children, .models = built_models()}); }

Pixels painted(uint32_t width, uint32_t height,
               const std::function<std::array<uint8_t, 3>(uint32_t, uint32_t)>& paint) {
  std::string rows;
  for (uint32_t y = 0; y < height; ++y) {
    for (uint32_t x = 0; x < width; ++x) {
      for (const uint8_t value : paint(x, y)) rows += char(value);
    }
  }
  const int memory = memfd_create("painted", MFD_CLOEXEC);
  REQUIRE(write(memory, rows.data(), rows.size()) == ssize_t(rows.size()));
  return {.memory = std::make_shared<const FileHandle>(memory), .width = width, .height = height};
}

// Nothing: the photo is not there, and the test says so.
std::optional<Pixels> photo(const std::string& name) {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  const std::filesystem::path base =
      cache != nullptr ? std::filesystem::path(cache) : std::filesystem::path(home == nullptr ? "/" : home) / ".cache";
  const auto path = base / "lightwell" / "truth" / name;
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    MESSAGE("SKIPPED, no such photo (make truth): ", path.string());
    return std::nullopt;
  }
  struct stat facts = {};
  REQUIRE(fstat(descriptor, &facts) == 0);
  std::vector<FileRegion> regions;
  regions.push_back({std::make_shared<const FileHandle>(descriptor), 0, uint64_t(facts.st_size)});
  ImageEngine images({.children = 1});
  auto pixels = sync_wait(images.pixels(Payload(std::move(regions))));
  REQUIRE(pixels);
  return std::move(*pixels);
}

Sight look(VisionEngine& engine, const Pixels& pixels, const Wanted& wanted) {
  auto sight = sync_wait(engine.look(pixels, wanted));
  if (!sight) FAIL(sight.error().message << " " << sight.error().log_words);
  return std::move(*sight);
}

bool has_object(const Sight& sight, std::string_view name, float confidence_min = .5f) {
  return std::ranges::any_of(
      *sight.objects, [&](const Object& object) { return object.name == name && object.confidence >= confidence_min; });
}

float likeness(const std::vector<float>& a, const std::vector<float>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.f);
}

}  // namespace

TEST_CASE("a dog, a bicycle and a car are seen, with their places") {
  const auto pixels = photo("darknet/usr/share/darknet/data/dog.jpg");
  if (!pixels) return;
  VisionEngine engine = make_engine();
  const Sight sight = look(engine, *pixels, {.objects = true, .labels = true, .faces = true, .text = true});
  REQUIRE(sight.objects);
  CHECK(has_object(sight, "dog"));
  CHECK(has_object(sight, "bicycle"));
  const auto dog = std::ranges::find(*sight.objects, "dog", &Object::name);
  CHECK(dog->box.left == doctest::Approx(.17).epsilon(.2));
  CHECK(dog->box.top + dog->box.height == doctest::Approx(.93).epsilon(.1));
  CHECK(sight.faces->empty());
  CHECK(sight.text->empty());
  CHECK(sight.absent.empty());
  REQUIRE(sight.labels);
  CHECK(sight.label_probabilities.size() == 1000);
  CHECK(sight.model_micros > 0);
  CHECK(sight.look_micros > sight.model_micros);
}

TEST_CASE("two photos of one person are alike, those of two are not; a face is measured") {
  const auto astronaut = photo("scikit-image/skimage/data/astronaut.png");
  const auto admiral = photo("matplotlib/matplotlib/mpl-data/sample_data/grace_hopper.jpg");
  if (!astronaut || !admiral) return;
  VisionEngine engine = make_engine();
  const Wanted wanted = {.faces = true, .face_attributes = true, .face_embeddings = true};
  const Sight first = look(engine, *astronaut, wanted);
  const Sight second = look(engine, *admiral, wanted);
  REQUIRE(first.faces->size() == 1);
  REQUIRE(second.faces->size() == 1);
  const Face& face = first.faces->front();
  CHECK(face.embedding.size() == 128);
  CHECK(likeness(face.embedding, face.embedding) == doctest::Approx(1).epsilon(.001));
  CHECK(likeness(face.embedding, second.faces->front().embedding) < .4f);
  REQUIRE(face.attributes);
  CHECK_FALSE(face.attributes->is_male.value);
  CHECK(face.attributes->age > 20);
  CHECK(face.attributes->age < 50);
  CHECK(face.smile->value);
  CHECK(std::abs(face.pose.yaw) < 35);
  const auto at = [&](Landmark landmark) { return face.landmarks[size_t(landmark)]; };
  CHECK(at(Landmark::eye_left).x < at(Landmark::eye_right).x);
  CHECK(at(Landmark::eye_left).y < at(Landmark::mouth_left).y);
  // The same picture again gives the same numbers.
  CHECK(look(engine, *astronaut, wanted).faces->front().embedding == face.embedding);
}

TEST_CASE("words on a street sign are read, from the top down") {
  const auto pixels = photo("opencv/usr/share/doc/opencv-doc/examples/text/scenetext01.jpg");
  if (!pixels) return;
  VisionEngine engine = make_engine();
  const Sight sight = look(engine, *pixels, {.text = true});
  std::vector<std::string> lines;
  for (const TextLine& line : *sight.text) lines.push_back(line.text);
  const auto at = [&](const char* words) { return std::ranges::find(lines, words) - lines.begin(); };
  REQUIRE(at("NOTICE") < ptrdiff_t(lines.size()));
  CHECK(at("NOTICE") < at("PARKING"));
  CHECK(at("PARKING") < at("PROHIBITED"));
  CHECK(at("PROHIBITED") < ptrdiff_t(lines.size()));
  CHECK(sight.text->front().words.size() == 1);
}

TEST_CASE("everything may be asked of any picture, however small or odd its shape") {
  VisionEngine engine = make_engine();
  const Wanted everything = {.objects = true,
                             .labels = true,
                             .faces = true,
                             .face_attributes = true,
                             .face_embeddings = true,
                             .text = true,
                             .moderation = true,
                             .embedding = true,
                             .appearances = true};
  const std::pair<uint32_t, uint32_t> sizes[] = {{1, 1}, {1, 2000}, {2000, 1}, {31, 33}, {1600, 9}};
  for (const auto& [width, height] : sizes) {
    CAPTURE(width);
    CAPTURE(height);
    const Sight sight = look(
        engine,
        painted(width, height,
                [](uint32_t x, uint32_t y) { return std::array<uint8_t, 3>{uint8_t(x * 7), uint8_t(y * 5), 128}; }),
        everything);
    CHECK(sight.absent.empty());
    CHECK(sight.moderation->size() == 5);
    CHECK(sight.embedding.size() > 100);
    CHECK(likeness(sight.embedding, sight.embedding) == doctest::Approx(1).epsilon(.01));
  }
  CHECK(engine.counts().children_started == 1);
  CHECK(engine.counts().children_lost == 0);
}

TEST_CASE("two pictures that look alike have like vectors") {
  VisionEngine engine = make_engine();
  const auto stripes = [](uint8_t shift) {
    return painted(300, 200, [shift](uint32_t x, uint32_t) {
      return (x + shift) / 20 % 2 == 0 ? std::array<uint8_t, 3>{200, 30, 30} : std::array<uint8_t, 3>{240, 240, 240};
    });
  };
  const auto sky =
      painted(300, 200, [](uint32_t, uint32_t y) { return std::array<uint8_t, 3>{80, uint8_t(100 + y / 2), 230}; });
  const Wanted wanted = {.embedding = true};
  const auto a = look(engine, stripes(0), wanted).embedding;
  const auto b = look(engine, stripes(3), wanted).embedding;
  const auto c = look(engine, sky, wanted).embedding;
  CHECK(likeness(a, b) > likeness(a, c));
}

TEST_CASE("what was not asked for is not there, and costs nothing") {
  VisionEngine engine = make_engine();
  const Sight sight = look(engine, painted(64, 64, [](uint32_t, uint32_t) { return std::array<uint8_t, 3>{9, 9, 9}; }),
                           {.appearances = true});
  CHECK_FALSE(sight.objects);
  CHECK_FALSE(sight.faces);
  CHECK(sight.embedding.empty());
  CHECK(sight.appearances->whole.colours.front().css_name == "black");
  CHECK(sight.appearances->whole.colours.front().simple_name == "black");
  CHECK(sight.model_micros == 0);
}

TEST_CASE("many pictures at once are shared out among the children") {
  VisionEngine engine = make_engine(2);
  const Pixels pixels =
      painted(200, 150, [](uint32_t x, uint32_t y) { return std::array<uint8_t, 3>{uint8_t(x), uint8_t(y), 0}; });
  std::atomic<int> done = 0;
  std::vector<std::thread> askers;
  for (int i = 0; i < 6; ++i) {
    askers.emplace_back([&] {
      for (int round = 0; round < 3; ++round) done += sync_wait(engine.look(pixels, {.objects = true})).has_value();
    });
  }
  for (std::thread& asker : askers) asker.join();
  CHECK(done == 18);
  CHECK(engine.counts().children_started == 2);
}

TEST_CASE("models of one's own for sentences and pictures are used as they are told") {
  const ModelFiles built = built_models();
  ModelFolder folder;
  for (const int64_t fixed : {int64_t(0), int64_t(77)}) {
    CAPTURE(fixed);
    ModelFiles models = {.folder = folder.path(), .library = built.library};
    models.roles[Role::clip_image] = {.file = folder.put("image.onnx", make_mean_model(fixed == 0 ? 0 : 8))};
    models.roles[Role::clip_text] = {.file = folder.put("text.onnx", make_token_model(fixed)),
                                     .vocabulary = folder.put("tokenizer.json", make_tokenizer()),
                                     .tokenizer = "bpe"};
    VisionEngine engine({.children = 1, .models = models});
    CHECK(engine.has(Role::clip_image));
    CHECK_FALSE(engine.has(Role::objects));
    const Sight sight = look(
        engine, painted(20, 10, [](uint32_t, uint32_t) { return std::array<uint8_t, 3>{255, 0, 0}; }), {.clip = true});
    REQUIRE(sight.clip.size() == 3);
    CHECK(sight.clip[0] > .9f);
    const auto sentence = sync_wait(engine.embed_text("a dog"));
    REQUIRE(sentence);
    CHECK(sentence->size() == 3);
    CHECK(likeness(*sentence, *sentence) == doctest::Approx(1).epsilon(.001));
  }
}

TEST_CASE("the output of a model of one's own is found by its usual names") {
  const ModelFiles built = built_models();
  ModelFolder folder;
  ModelFiles models = {.folder = folder.path(), .library = built.library};
  models.roles[Role::clip_image] = {.file = folder.put("image.onnx", make_mean_model(8, "image_embeds"))};
  VisionEngine engine({.children = 1, .models = models});
  CHECK(
      look(engine, painted(9, 9, [](uint32_t, uint32_t) { return std::array<uint8_t, 3>{0, 0, 255}; }), {.clip = true})
          .clip.size() == 3);
  const auto sentence = sync_wait(engine.embed_text("a dog"));
  REQUIRE_FALSE(sentence);
  CHECK(sentence.error().kind == &errors::model_missing);
  CHECK(sentence.error().message.contains("clip-text"));
}

}  // namespace lightwell::engines::vision
