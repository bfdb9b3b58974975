#include "wire/query/query_writer.h"

#include <fmt/format.h>

#include "base/text.h"
#include "wire/members.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {
namespace {

// Writes one value and all within it.
struct FormWriter {
  std::string& out;
  bool is_ec2;

  void value(const std::string& name, const Shape& shape, const void* value, bool is_flattened) const;
  void list(const std::string& name, const Shape& shape, const void* list, bool is_flattened) const;
  void map(const std::string& name, const Shape& shape, const void* map, bool is_flattened) const;
  void members(const std::string& prefix, const Shape& shape, const void* structure) const;
};

void FormWriter::list(const std::string& name, const Shape& shape, const void* list, bool is_flattened) const {
  const size_t size = shape.list->size(list);
  if (size == 0 && !is_ec2) return append_parameter(out, name, "");
  const std::string prefix = is_flattened || is_ec2 ? name : fmt::format("{}.{}", name, shape.element_name);
  for (size_t i = 0; i < size; ++i) {
    value(fmt::format("{}.{}", prefix, i + 1), *shape.element, element_at(shape, list, i), false);
  }
}

void FormWriter::map(const std::string& name, const Shape& shape, const void* map, bool is_flattened) const {
  const std::string prefix = is_flattened ? name : name + ".entry";
  size_t index = 0;
  for_each_entry(shape, map, [&](const std::string& key, const void* each) {
    const std::string entry = fmt::format("{}.{}", prefix, ++index);
    append_parameter(out, fmt::format("{}.{}", entry, shape.key_name), key);
    value(fmt::format("{}.{}", entry, shape.element_name), *shape.element, each, false);
  });
}

void FormWriter::value(const std::string& name, const Shape& shape, const void* value, bool is_flattened) const {
  if (value == nullptr) return append_parameter(out, name, "");  // missing in a sparse list or map
  if (shape.type == Type::structure) return members(name, shape, value);
  if (shape.type == Type::list) return list(name, shape, value, is_flattened);
  if (shape.type == Type::map) return map(name, shape, value, is_flattened);
  std::string text;
  append_scalar(text, shape, value, TimestampFormat::iso8601);
  append_parameter(out, name, text);
}

void FormWriter::members(const std::string& prefix, const Shape& shape, const void* structure) const {
  for (const Member& member : shape.members) {
    const void* held = member.is_streaming ? nullptr : find_member(structure, member);
    if (held == nullptr) continue;
    const std::string_view own = form_name(member);
    value(prefix.empty() ? std::string(own) : fmt::format("{}.{}", prefix, own), *member.shape, held,
          member.is_flattened);
  }
}

}  // namespace

void append_parameter(std::string& out, std::string_view name, std::string_view value) {
  if (!out.empty()) out += '&';
  out += percent_encode(name);
  out += '=';
  out += percent_encode(value);
}

void append_query_members(std::string& out, Protocol protocol, const std::string& prefix, const Shape& shape,
                          const void* structure) {
  FormWriter{.out = out, .is_ec2 = protocol == Protocol::ec2}.members(prefix, shape, structure);
}

}  // namespace lightwell::wire
