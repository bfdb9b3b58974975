#include "services/rekognition/taxonomy.h"

#include <algorithm>
#include <string>

namespace lightwell::rekognition {

const LabelEntry* find_label(std::string_view name) {
  const auto table = label_table();
  const auto at = std::ranges::lower_bound(table, name, {}, &LabelEntry::name);
  return at != table.end() && at->name == name ? &*at : nullptr;
}

const LabelEntry* label_of_class(std::string_view class_name) {
  std::string plain;
  for (const char c : class_name.substr(0, class_name.find(','))) {
    plain += c == '_' || c == '-' ? ' ' : c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
  }
  const auto table = class_table();
  const auto at = std::ranges::lower_bound(table, std::string_view(plain), {}, &ClassEntry::class_name);
  return at != table.end() && at->class_name == plain ? find_label(at->label) : nullptr;
}

}  // namespace lightwell::rekognition
