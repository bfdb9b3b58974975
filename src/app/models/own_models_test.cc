#include "app/models/own_models.h"

#include <doctest/doctest.h>

#include <fstream>

#include "app/machines.h"
#include "engines/vision/made_models.h"
#include "run/spawn.h"

namespace lightwell::app {
namespace {

using engines::vision::make_mean_model;
using engines::vision::make_token_model;
using engines::vision::make_tokenizer;
using engines::vision::ModelFolder;
using engines::vision::Role;

struct Fixture {
  ModelFolder data;
  ModelFolder given;
  Configuration configuration;
  std::string image = given.put("image.onnx", make_mean_model(8)).string();
  std::string text = given.put("text.onnx", make_token_model(77)).string();
  std::string tokenizer = given.put("tokenizer.json", make_tokenizer()).string();

  Fixture() {
    configuration.data = data.path();
    configuration.models = LIGHTWELL_MODELS;
  }
  Result<AddedModels> add(const std::vector<std::string>& words) const {
    TRY(const ModelWords read, read_model_words(words));
    return add_own_models(configuration, read);
  }
  std::vector<std::string> pair() const {
    return {"clip-image=" + image, "clip-text=" + text, "tokenizer=" + tokenizer};
  }
  std::string refusal(const std::vector<std::string>& words) const {
    const auto added = add(words);
    REQUIRE_FALSE(added);
    CHECK(added.error().kind == &errors::bad_model);
    return added.error().message;
  }
  size_t files() const {
    std::error_code failed;
    size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(data.path() / "models", failed))
      ++count;
    return count;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a pair of one's own is tried, kept, and used from then on") {
  const auto added = add(pair());
  if (!added) FAIL(added.error().message);
  CHECK(added->dimensions == 3);
  CHECK(files() == 4);
  std::filesystem::remove(image);  // the copy counts
  const auto models = model_files(configuration);
  CHECK(models.warnings.empty());
  CHECK(models.roles.contains(Role::objects));
  engines::VisionEngine engine({.children = 1, .models = models});
  CHECK(engine.has(Role::clip_image));
  const auto sentence = sync_wait(engine.embed_text("a dog"));
  REQUIRE(sentence);
  CHECK(sentence->size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "another pair takes the place of the first, and nothing of that stays behind") {
  REQUIRE(add(pair()));
  image = given.put("larger.onnx", make_mean_model(16)).string();
  REQUIRE(add(pair()));
  CHECK(files() == 4);
  CHECK(model_files(configuration).roles.at(Role::clip_image).form.input.fit == engines::vision::Fit::crop);
  auto words = pair();
  words.push_back("normalise=half");
  REQUIRE(add(words));
  CHECK(model_files(configuration).roles.at(Role::clip_image).form.input.mean[0] == 127.5f);
}

TEST_CASE_FIXTURE(Fixture, "the vocabulary and merges that CLIP was published with serve as its tokenizer") {
  const auto vocabulary =
      given.put("vocab.json", R"({"a</w>":0,"d":1,"o":2,"g</w>":3,"<|startoftext|>":4,"<|endoftext|>":5})");
  const auto merges = given.put("merges.txt", "#version: 0.2\nd o\n");
  CHECK(add(
      {"clip-image=" + image, "clip-text=" + text, "vocabulary=" + vocabulary.string(), "merges=" + merges.string()}));
}

TEST_CASE_FIXTURE(Fixture, "what is no model, or no pair, is refused and changes nothing") {
  REQUIRE(add(pair()));
  const auto before = model_files(configuration).roles.at(Role::clip_image).sha256;
  const std::string whole = make_mean_model(8);
  const std::string half = given.put("half.onnx", whole.substr(0, whole.size() / 2)).string();
  const std::string wide = given.put("wide.onnx", make_token_model(77, "a")).string();
  const std::string words = given.put("words.json", "{}").string();
  CHECK(refusal({"clip-image=" + half, "clip-text=" + text, "tokenizer=" + tokenizer}).contains("clip-image"));
  CHECK(refusal({"clip-image=" + text, "clip-text=" + text, "tokenizer=" + tokenizer}).contains("clip-image"));
  CHECK(refusal({"clip-image=" + image, "clip-text=" + image, "tokenizer=" + tokenizer}).contains("clip-text"));
  CHECK(refusal({"clip-image=" + image, "clip-text=" + text, "tokenizer=" + words}).contains("tokenizer"));
  CHECK(refusal({"clip-image=" + image, "clip-text=" + text}).contains("tokenizer"));
  CHECK(refusal({"clip-image=" + image}).contains("go together"));
  CHECK(refusal({"clip-image=/nonexistent", "clip-text=" + text, "tokenizer=" + tokenizer}).contains("is no file"));
  CHECK(refusal({"yolo=" + image}).contains("is none of"));
  CHECK(refusal({"clip-image=" + image, "clip-image=" + image}).contains("twice"));
  CHECK(refusal({"clip-image=" + image, "clip-text=" + text, "tokenizer=" + tokenizer, "normalise=maybe"})
            .contains("half"));
  CHECK(files() == 4);
  CHECK(model_files(configuration).roles.at(Role::clip_image).sha256 == before);
  CHECK(
      add({"clip-image=" + image, "clip-text=" + wide, "tokenizer=" + tokenizer}));  // its one output has another name
}

}  // namespace lightwell::app
