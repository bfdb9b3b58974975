#include "services/rekognition/taxonomy.h"

#include <algorithm>
#include <string>

namespace lightwell::rekognition {
namespace {

const LabelEntry* find_class(std::string_view class_name) {
  const auto table = class_table();
  const auto at = std::ranges::lower_bound(table, class_name, {}, &ClassEntry::class_name);
  return at != table.end() && at->class_name == class_name ? find_label(at->label) : nullptr;
}

}  // namespace

const LabelEntry* find_label(std::string_view name) {
  const auto table = label_table();
  const auto at = std::ranges::lower_bound(table, name, {}, &LabelEntry::name);
  return at != table.end() && at->name == name ? &*at : nullptr;
}

const LabelEntry* label_of_class(std::string_view class_name, uint32_t index) {
  std::string plain;
  for (const char c : class_name.substr(0, class_name.find(','))) {
    plain += c == '_' || c == '-' ? ' ' : c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
  }
  // Two classes of one model may share a name: the crane that flies, and the crane that lifts.
  if (const LabelEntry* exact = find_class(plain + "#" + std::to_string(index))) return exact;
  return find_class(plain);
}

}  // namespace lightwell::rekognition
