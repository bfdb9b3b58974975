#include "wire/query/query_writer.h"

#include <fmt/format.h>

#include "base/text.h"
#include "wire/members.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {
namespace {

void append_value(std::string& out, const std::string& name, const Shape& shape, const void* value, bool is_flattened) {
  if (shape.type == Type::structure) return append_query_members(out, name, shape, value);
  if (shape.type == Type::list) {
    const size_t size = shape.list->size(value);
    if (size == 0) return append_parameter(out, name, "");
    const std::string prefix = is_flattened ? name : fmt::format("{}.{}", name, shape.element_name);
    for (size_t i = 0; i < size; ++i) {
      append_value(out, fmt::format("{}.{}", prefix, i + 1), *shape.element, shape.list->at(value, i), false);
    }
    return;
  }
  if (shape.type == Type::map) {
    const std::string prefix = is_flattened ? name : name + ".entry";
    size_t index = 0;
    return for_each_entry(shape, value, [&](const std::string& key, const void* each) {
      const std::string entry = fmt::format("{}.{}", prefix, ++index);
      append_parameter(out, fmt::format("{}.{}", entry, shape.key_name), key);
      append_value(out, fmt::format("{}.{}", entry, shape.element_name), *shape.element, each, false);
    });
  }
  std::string text;
  append_scalar(text, shape, value, TimestampFormat::iso8601);
  append_parameter(out, name, text);
}

}  // namespace

void append_parameter(std::string& out, std::string_view name, std::string_view value) {
  if (!out.empty()) out += '&';
  out += percent_encode(name);
  out += '=';
  out += percent_encode(value);
}

void append_query_members(std::string& out, const std::string& prefix, const Shape& shape, const void* structure) {
  for (const Member& member : shape.members) {
    const void* value = find_member(structure, member);
    if (value == nullptr) continue;
    const std::string name =
        prefix.empty() ? std::string(member.wire_name) : fmt::format("{}.{}", prefix, member.wire_name);
    append_value(out, name, *member.shape, value, member.is_flattened);
  }
}

}  // namespace lightwell::wire
