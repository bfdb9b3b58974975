#include "wire/query/query_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {

bool Parameters::add(std::string_view form, QueryLimits limits) {
  while (!form.empty()) {
    const std::string_view pair = form.substr(0, form.find('&'));
    form.remove_prefix(std::min(form.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const size_t equals = pair.find('=');
    auto name = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(equals == pair.npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!name || !value || !is_utf8(*name) || !is_utf8(*value)) return false;
    if (rows_.size() >= limits.parameters_max) return false;
    rows_.push_back({std::move(*name), std::move(*value), rows_.size()});
  }
  return true;
}

void Parameters::seal() {
  std::ranges::sort(rows_, {}, [](const Row& row) { return std::pair(std::string_view(row.name), row.order); });
}

const std::string* Parameters::repeated() const {
  const auto found = std::ranges::adjacent_find(rows_, {}, &Row::name);
  return found == rows_.end() ? nullptr : &found->name;
}

std::vector<Parameters::Row>::const_iterator Parameters::first_under(std::string_view prefix) const {
  return std::ranges::lower_bound(rows_, prefix, {}, [](const Row& row) { return std::string_view(row.name); });
}

const std::string* Parameters::find(std::string_view name) const {
  const auto found = first_under(name);
  return found != rows_.end() && found->name == name ? &found->value : nullptr;
}

bool Parameters::has(std::string_view name) const {
  if (find(name) != nullptr) return true;
  const std::string prefix = std::string(name) + '.';
  const auto found = first_under(prefix);
  return found != rows_.end() && found->name.starts_with(prefix);
}

std::vector<uint64_t> Parameters::indices(std::string_view name) const {
  const std::string prefix = std::string(name) + '.';
  std::vector<uint64_t> out;
  for (auto row = first_under(prefix); row != rows_.end() && row->name.starts_with(prefix); ++row) {
    const std::string_view rest = std::string_view(row->name).substr(prefix.size());
    if (const auto index = parse_unsigned(rest.substr(0, rest.find('.')))) out.push_back(*index);
  }
  std::ranges::sort(out);
  const auto repeated = std::ranges::unique(out);
  out.erase(repeated.begin(), repeated.end());
  return out;
}

bool QueryReader::refuse(const std::string& name, std::string_view expected) {
  problem_ = fmt::format("{} must be {}", name, expected);
  return false;
}

bool QueryReader::read_structure(const std::string& prefix, const Shape& shape, void* structure) {
  if (++depth_ > limits_.depth_max) return refuse(prefix, "less deep inside others");
  Seen seen;
  for (size_t i = 0; i < shape.members.size(); ++i) {
    const Member& member = shape.members[i];
    if (member.is_streaming) continue;
    const std::string name =
        prefix.empty() ? std::string(form_name(member)) : fmt::format("{}.{}", prefix, form_name(member));
    bool present = false;
    if (!read_member(name, member, structure, present)) return false;
    seen.set(i, present);
  }
  if (findings_ != nullptr) findings_->check(shape, structure, seen, [this] { return PathStep::text(path_); });
  --depth_;
  return true;
}

bool QueryReader::read_member(const std::string& name, const Member& member, void* structure, bool& present) {
  present = parameters_.has(name);
  if (!present) return true;
  const PathStep step(path_, member.name);
  return read_value(name, *member.shape, make_member(structure, member), member.is_flattened);
}

bool QueryReader::read_value(const std::string& name, const Shape& shape, void* value, bool is_flattened) {
  if (shape.type == Type::structure) return read_structure(name, shape, value);
  if (shape.type == Type::list)
    return read_list(is_flattened || flattens_lists_ ? name : fmt::format("{}.{}", name, shape.element_name), shape,
                     value);
  if (shape.type == Type::map) return read_map(is_flattened ? name : name + ".entry", shape, value);
  const std::string* text = parameters_.find(name);
  if (text == nullptr || !read_scalar(*text, shape, value, TimestampFormat::iso8601)) {
    return refuse(name, describe(shape.type));
  }
  return true;
}

// AttributeName=All: a list of one may go without its number.
bool QueryReader::read_only_element(const std::string& name, const Shape& shape, void* list) {
  const std::string* text = parameters_.find(name);
  if (text == nullptr || text->empty() || !is_scalar(shape.element->type)) return true;
  const PathStep step(path_, size_t(1));
  return read_value(name, *shape.element, append_element(shape, list), false);
}

bool QueryReader::read_list(const std::string& name, const Shape& shape, void* list) {
  if (++depth_ > limits_.depth_max) return refuse(name, "less deep inside others");
  const auto indices = parameters_.indices(name);
  if (indices.empty() && !read_only_element(name, shape, list)) return false;
  for (const uint64_t index : indices) {
    const PathStep step(path_, shape.list->size(list) + 1);
    if (!read_value(fmt::format("{}.{}", name, index), *shape.element, append_element(shape, list), false))
      return false;
  }
  --depth_;
  return true;
}

bool QueryReader::read_map(const std::string& name, const Shape& shape, void* map) {
  if (++depth_ > limits_.depth_max) return refuse(name, "less deep inside others");
  std::vector<std::string> entries;
  for (const uint64_t index : parameters_.indices(name)) entries.push_back(fmt::format("{}.{}", name, index));
  // Attribute.Name=a&Attribute.Value=b: so may a map of one.
  if (entries.empty() && parameters_.has(fmt::format("{}.{}", name, shape.key_name))) entries.push_back(name);
  for (const std::string& entry : entries) {
    const std::string* key = parameters_.find(fmt::format("{}.{}", entry, shape.key_name));
    const std::string value_name = fmt::format("{}.{}", entry, shape.element_name);
    if (key == nullptr || !parameters_.has(value_name)) return refuse(entry, "a key with its value");
    const PathStep step(path_, PathStep::Key{*key});
    if (!read_value(value_name, *shape.element, insert_entry(shape, map, *key), false)) return false;
  }
  --depth_;
  return true;
}

}  // namespace lightwell::wire
