#include "engines/vision/model_files.h"

#include <doctest/doctest.h>

#include "engines/vision/colour_names.h"
#include "engines/vision/made_models.h"

namespace lightwell::engines::vision {
namespace {

constexpr std::string_view kList = R"(
version = 1
runtime = { file = "libonnxruntime.so.1", sha256 = "00" }

[objects]
file = "objects.onnx"
sha256 = "ab"
kind = "ssd"
labels = "objects.labels.txt"
input = {name = "image", width = 300, height = 200, colours = "bgr", mean = [127.5], std = [1.0, 2.0, 0.0], fit = "pad"}
outputs = { boxes = "b", scores = "s" }
thresholds = { score = 0.5, overlap_same = 1 }
unclip = 1.6

[image-labels]
file = "labels.onnx"
outputs = { probabilities = "p", features = "f" }

[face-embedding]
file = "face.onnx"
similarity_points = [[0.4, 80.0], [0.25, 0.0]]

[dreams]
file = "dreams.onnx"

[emotion]
kind = "fer"
)";

}  // namespace

TEST_CASE("a list of models says which file plays which role, and how it is fed") {
  ModelFolder folder;
  folder.put("models.toml", kList);
  folder.put("objects.labels.txt", "person\n\ndog\tcanine, hound\tn02084071\r\n");
  const ModelFiles files = ModelFiles::in_folder(folder.path());
  CHECK(files.library == folder.path() / "libonnxruntime.so.1");
  const ModelFile& objects = files.roles.at(Role::objects);
  CHECK(objects.file == folder.path() / "objects.onnx");
  CHECK(objects.form.input.colours == Colours::bgr);
  CHECK(objects.form.input.mean == std::array<float, 3>{127.5f, 127.5f, 127.5f});
  CHECK(objects.form.input.deviation == std::array<float, 3>{1, 2, 1});  // nothing is divided by zero
  CHECK(objects.form.input.fit == Fit::pad);
  CHECK(objects.form.outputs.at("scores") == "s");
  CHECK(objects.form.threshold("overlap_same", 0) == 1);
  CHECK(objects.form.threshold("unclip", 0) == 1.6);
  CHECK(objects.form.threshold("other", 7) == 7);
  REQUIRE(objects.classes.size() == 3);
  CHECK(objects.classes[1].name.empty());
  CHECK(objects.classes[2] == ModelClass{"dog", {"canine", "hound"}, "n02084071"});
  CHECK(files.roles.at(Role::face_embedding).similarity_points[0] == std::array<double, 2>{.25, 0});
  REQUIRE(files.warnings.size() == 2);
  CHECK(files.warnings[0].contains("dreams"));
  CHECK(files.warnings[1].contains("emotion names no file"));
}

TEST_CASE("what a model finds before it decides for a label tells pictures apart") {
  const ModelFiles files = ModelFiles::read("/models", kList);
  REQUIRE(files.roles.contains(Role::image_embedding));
  CHECK(files.roles.at(Role::image_embedding).file == "/models/labels.onnx");
}

TEST_CASE("other models are laid over these, and single files take a role's place") {
  ModelFiles files = ModelFiles::read("/models", kList);
  files.add(ModelFiles::read("/own", "[objects]\nfile = \"mine.onnx\"\nkind = \"ssd\"\n"));
  CHECK(files.roles.at(Role::objects).file == "/own/mine.onnx");
  CHECK(files.library == "/models/libonnxruntime.so.1");
  CHECK(files.replace(Role::image_labels, "/srv/other.onnx"));
  CHECK(files.roles.at(Role::image_labels).file == "/srv/other.onnx");
  CHECK(files.roles.at(Role::image_labels).form.outputs.contains("probabilities"));
  CHECK_FALSE(files.replace(Role::clip_text, "/srv/other.onnx"));
}

TEST_CASE("a list that is none, or is not there, gives no models and says why") {
  const ModelFiles broken = ModelFiles::read("/models", "[objects\n");
  CHECK(broken.roles.empty());
  REQUIRE(broken.warnings.size() == 1);
  CHECK(broken.warnings[0].contains("line 1"));
  const ModelFiles absent = ModelFiles::in_folder("/nonexistent");
  CHECK(absent.roles.empty());
  CHECK(absent.warnings.empty());
}

TEST_CASE("each role has a name of its own") {
  for (size_t i = 0; i < kRoles; ++i) CHECK(role_named(name_of(Role(i))) == Role(i));
  CHECK_FALSE(role_named("dreams"));
}

TEST_CASE("a colour gets the name of the nearest in CSS") {
  CHECK(nearest_name(255, 0, 0).css == "red");
  CHECK(nearest_name(100, 149, 237).css == "cornflowerblue");
  CHECK(nearest_name(100, 149, 237).simple == "blue");
  CHECK(nearest_name(21, 20, 19).simple == "black");  // dark and grey, not a dark blue
  CHECK(nearest_name(130, 130, 128).simple == "grey");
  CHECK(nearest_name(252, 250, 251).simple == "white");
  CHECK(nearest_name(30, 130, 40).simple == "green");
}

}  // namespace lightwell::engines::vision
