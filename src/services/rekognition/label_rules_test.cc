#include "services/rekognition/label_rules.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "services/rekognition/errors.h"
#include "services/rekognition/taxonomy.h"

namespace lightwell::rekognition {
namespace {

namespace aws = api::rekognition;
namespace vision = engines::vision;

const aws::Label* find(const std::vector<aws::Label>& labels, std::string_view name) {
  const auto at = std::ranges::find_if(labels, [&](const aws::Label& label) { return label.name == name; });
  return at == labels.end() ? nullptr : &*at;
}

template <class List>
std::vector<std::string> names(const List& list) {
  std::vector<std::string> out;
  for (const auto& one : *list) out.push_back(*one.name);
  return out;
}

vision::Sight dog_and_car() {
  vision::Sight sight;
  sight.objects = {{.index = 16, .name = "dog", .confidence = .9f, .box = {.1f, .2f, .3f, .4f}},
                   {.index = 16, .name = "dog", .confidence = .6f, .box = {.5f, .2f, .3f, .4f}},
                   {.index = 2, .name = "car", .confidence = .4f, .box = {.0f, .0f, .1f, .1f}}};
  return sight;
}

}  // namespace

TEST_CASE("an object is a label with its boxes, and all that it is a kind of is there too") {
  const auto labels = labels_of(dog_and_car(), {});
  const aws::Label* dog = find(labels, "Dog");
  REQUIRE(dog != nullptr);
  CHECK(dog->instances->size() == 2);
  CHECK(*dog->instances->front().bounding_box->left == doctest::Approx(.1));
  CHECK(*dog->instances->front().confidence == dog->confidence);
  CHECK(names(dog->parents) == std::vector<std::string>{"Animal", "Canine", "Mammal", "Pet"});
  CHECK(names(dog->categories) == std::vector<std::string>{"Animals and Pets"});
  const aws::Label* animal = find(labels, "Animal");
  REQUIRE(animal != nullptr);
  CHECK(animal->confidence == dog->confidence);
  CHECK(animal->instances->empty());
  CHECK(find(labels, "Car") == nullptr);
}

TEST_CASE("labels come by their confidence, then by their names, as many as asked") {
  LabelQuestion question{.confidence_min = 0};
  const auto labels = labels_of(dog_and_car(), question);
  CHECK(std::ranges::is_sorted(labels, [](const auto& a, const auto& b) {
    return a.confidence != b.confidence ? a.confidence > b.confidence : a.name < b.name;
  }));
  REQUIRE(find(labels, "Car") != nullptr);
  CHECK(names(find(labels, "Car")->aliases) == std::vector<std::string>{"Automobile"});
  question.labels_max = 2;
  CHECK(labels_of(dog_and_car(), question).size() == 2);
}

TEST_CASE("five breeds that share the probability are surely a dog") {
  vision::Sight sight;
  sight.labels.emplace();
  for (const char* breed : {"golden retriever", "Labrador retriever", "beagle", "whippet", "pug"}) {
    sight.labels->push_back({.index = 0, .name = breed, .probability = .15f});
  }
  const auto labels = labels_of(sight, {});
  REQUIRE(find(labels, "Dog") != nullptr);
  CHECK(*find(labels, "Dog")->confidence > 90);
  CHECK(find(labels, "Beagle") == nullptr);
}

TEST_CASE("a face is a person") {
  vision::Sight sight;
  sight.faces.emplace(1).front().confidence = .98f;
  const auto labels = labels_of(sight, {});
  for (const char* name : {"Face", "Head", "Person"}) CHECK(find(labels, name) != nullptr);
  CHECK(names(find(labels, "Person")->aliases) == std::vector<std::string>{"Human"});
}

TEST_CASE("filters choose by name and by category, and exclusion wins") {
  LabelQuestion question{.confidence_min = 0};
  question.filters.label_inclusion_filters = {"Dog", "Vehicle"};
  auto labels = labels_of(dog_and_car(), question);
  CHECK(labels.size() == 2);
  question.filters.label_category_inclusion_filters = {"Vehicles and Automotive"};
  labels = labels_of(dog_and_car(), question);
  CHECK(find(labels, "Car") != nullptr);
  CHECK(find(labels, "Dog") != nullptr);
  CHECK(find(labels, "Animal") == nullptr);
  question.filters.label_exclusion_filters = {"Car"};
  CHECK(find(labels_of(dog_and_car(), question), "Car") == nullptr);
  question.filters = {.label_category_exclusion_filters = {{"Animals and Pets"}}};
  labels = labels_of(dog_and_car(), question);
  CHECK(find(labels, "Dog") == nullptr);
  CHECK(find(labels, "Car") != nullptr);
}

TEST_CASE("settings of what is not asked for are refused") {
  aws::DetectLabelsRequest request;
  CHECK(label_question(request)->general_labels);
  request.features = {"IMAGE_PROPERTIES"};
  CHECK_FALSE(label_question(request)->general_labels);
  request.max_labels = 3;
  REQUIRE_FALSE(label_question(request));
  CHECK(label_question(request).error().kind == &errors::invalid_parameter_exception);
  request.features = {"GENERAL_LABELS"};
  CHECK(label_question(request)->labels_max == 3);
  request.settings.emplace().image_properties.emplace();
  CHECK_FALSE(label_question(request));
}

TEST_CASE("colours are told by hex, CSS name and share") {
  vision::Appearances appearances;
  appearances.whole.quality = {.brightness = 50, .sharpness = 60, .contrast = 70};
  appearances.whole.colours = {
      {.red = 47, .green = 79, .blue = 79, .css_name = "darkslategrey", .simple_name = "grey", .share = .4f},
      {.red = 0, .green = 0, .blue = 0, .css_name = "black", .simple_name = "black", .share = .1f}};
  const auto told = image_properties(appearances, 1);
  REQUIRE(told.dominant_colors->size() == 1);
  CHECK(told.dominant_colors->front().hex_code == "#2f4f4f");
  CHECK(*told.dominant_colors->front().pixel_percent == doctest::Approx(40));
  CHECK(*told.quality->contrast == 70);
  CHECK_FALSE(told.foreground);
}

TEST_CASE("the table of labels is in order, and every parent and class is in it") {
  const auto table = label_table();
  CHECK(std::ranges::is_sorted(table, {}, &LabelEntry::name));
  CHECK(std::ranges::is_sorted(class_table(), {}, &ClassEntry::class_name));
  size_t lost = 0;
  for (const LabelEntry& entry : table) {
    CHECK_FALSE(entry.category.empty());
    for (const std::string_view ancestor : entry.ancestors) lost += find_label(ancestor) == nullptr;
  }
  for (const ClassEntry& entry : class_table()) lost += find_label(entry.label) == nullptr;
  CHECK(lost == 0);
}

TEST_CASE("classes are known however a model writes them, and by number where two share a name") {
  REQUIRE(label_of_class("traffic light", 9) != nullptr);
  CHECK(label_of_class("traffic light", 9)->name == "Traffic Light");
  CHECK(label_of_class("tv", 62)->name == "TV");
  CHECK(label_of_class("Golden_Retriever, a dog", 207)->name == "Golden Retriever");
  CHECK(label_of_class("crane", 134)->name == "Crane Bird");
  CHECK(label_of_class("crane", 517)->name == "Construction Crane");
  CHECK(label_of_class("Automobile", 0)->name == "Car");
  CHECK(label_of_class("no such thing", 0) == nullptr);
}

}  // namespace lightwell::rekognition
