// Amazon's labels: how they are spelled, what they are kinds of, and in which category they stand. The table is made
// from models/labels.toml.
// https://docs.aws.amazon.com/rekognition/latest/dg/labels.html

#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace lightwell::rekognition {

struct LabelEntry {
  std::string_view name;  // "Dog"
  std::string_view category;
  std::span<const std::string_view> ancestors;  // all of them, by name
  std::span<const std::string_view> aliases;
};

// Null for a name that is not in the table.
const LabelEntry* find_label(std::string_view name);

// The label of a class that a model names ("dog", "traffic light", "golden retriever"), where it stands in the model's
// list: null where the class is none of Amazon's, nor anything a person would look for. Case, hyphens, underscores and
// what follows a comma do not count.
const LabelEntry* label_of_class(std::string_view class_name, uint32_t index);

// The generated table, by name; and the classes, by their names in lower case.
struct ClassEntry {
  std::string_view class_name;
  std::string_view label;
};
std::span<const LabelEntry> label_table();
std::span<const ClassEntry> class_table();

}  // namespace lightwell::rekognition
