#include "wire/query/query_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {
namespace {

constexpr uint64_t kIndexMax = std::numeric_limits<int32_t>::max();
// As AWS says it of a list that is none.
constexpr const char* kTermination = "Unexpected list element termination";

}  // namespace

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

template <class Visit>
void Parameters::each_label(std::string_view name, const Visit& visit) const {
  const std::string prefix = std::string(name) + '.';
  for (auto row = first_under(prefix); row != rows_.end() && row->name.starts_with(prefix); ++row) {
    const std::string_view rest = std::string_view(row->name).substr(prefix.size());
    visit(rest.substr(0, rest.find('.')));
  }
}

Parameters::Indices Parameters::indices(std::string_view name) const {
  Indices out;
  each_label(name, [&](std::string_view label) {
    const auto index = label.starts_with('0') ? std::nullopt : parse_unsigned(label);
    if (index && *index <= kIndexMax) return out.numbers.push_back(*index);
    if (!out.odd) out.odd = label;
  });
  std::ranges::sort(out.numbers);
  const auto repeated = std::ranges::unique(out.numbers);
  out.numbers.erase(repeated.begin(), repeated.end());
  return out;
}

std::optional<std::string_view> Parameters::other_than(std::string_view name, std::string_view wanted) const {
  std::optional<std::string_view> found;
  each_label(name, [&](std::string_view label) {
    if (!found && label != wanted) found = label;
  });
  return found;
}

bool QueryReader::refuse(const std::string& name, std::string_view expected) {
  problem_ = fmt::format("{} must be {}", name, expected);
  return false;
}

bool QueryReader::malformed(std::string problem) {
  problem_ = std::move(problem);
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
  if (shape.type == Type::list) {
    if (is_flattened || flattens_lists_) return read_list(name, shape, value);
    return check_entries(name, shape.element_name) &&
           read_list(fmt::format("{}.{}", name, shape.element_name), shape, value);
  }
  if (shape.type == Type::map) {
    if (is_flattened) return read_map(name, shape, value);
    return check_entries(name, "entry") && read_map(name + ".entry", shape, value);
  }
  const std::string* text = parameters_.find(name);
  if (text == nullptr || !read_scalar(*text, shape, value, TimestampFormat::iso8601)) {
    return refuse(name, describe(shape.type));
  }
  return true;
}

// Names=a or Names.1=a, where Names.member.1=a is meant.
bool QueryReader::check_entries(const std::string& name, std::string_view label) {
  const std::string* text = parameters_.find(name);
  const auto other = parameters_.other_than(name, label);
  if (!other) return text == nullptr || text->empty() || malformed(kTermination);
  const bool is_of_top = parse_unsigned(*other) && !name.contains('.');
  return malformed(is_of_top ? "Top level element may not be treated as a list" : kTermination);
}

bool QueryReader::read_list(const std::string& name, const Shape& shape, void* list) {
  if (++depth_ > limits_.depth_max) return refuse(name, "less deep inside others");
  const auto indices = parameters_.indices(name);
  if (indices.odd) return malformed(fmt::format("{} is not a valid index", *indices.odd));
  const std::string* text = parameters_.find(name);
  if (text != nullptr && !text->empty()) {
    // AttributeName=All: a list of one may go without its number.
    if (!indices.numbers.empty() || !is_scalar(shape.element->type)) return malformed(kTermination);
    const PathStep step(path_, size_t(1));
    if (!read_value(name, *shape.element, append_element(shape, list), false)) return false;
  }
  for (const uint64_t index : indices.numbers) {
    const PathStep step(path_, shape.list->size(list) + 1);
    if (!read_value(fmt::format("{}.{}", name, index), *shape.element, append_element(shape, list), false))
      return false;
  }
  --depth_;
  return true;
}

bool QueryReader::read_map(const std::string& name, const Shape& shape, void* map) {
  if (++depth_ > limits_.depth_max) return refuse(name, "less deep inside others");
  const auto indices = parameters_.indices(name);
  // Attribute.Name=a&Attribute.Value=b: a map of one may go without its number too.
  const bool is_bare = parameters_.has(fmt::format("{}.{}", name, shape.key_name));
  if (is_bare && !indices.numbers.empty()) return malformed(kTermination);
  if (!is_bare && indices.odd) return malformed(fmt::format("{} is not a valid index", *indices.odd));
  std::vector<std::string> entries;
  if (is_bare) entries.push_back(name);
  for (const uint64_t index : indices.numbers) entries.push_back(fmt::format("{}.{}", name, index));
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
