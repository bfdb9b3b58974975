#include "wire/constraints.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "wire/pattern.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {
namespace {

constexpr size_t kTextsMax = 20;
constexpr size_t kQuotedBytesMax = 1024;
constexpr std::string_view kMemberMark = "{member}";

// What the model measures: the length of text, bytes and collections, the value of a number.
std::optional<int64_t> measure(const Shape& shape, const void* value) {
  switch (shape.type) {
    case Type::string: return int64_t(code_points(*static_cast<const std::string*>(value)));
    case Type::blob: return int64_t(static_cast<const std::string*>(value)->size());
    case Type::list: return int64_t(shape.list->size(value));
    case Type::map: return int64_t(shape.map->size(value));
    case Type::integer: return *static_cast<const int32_t*>(value);
    case Type::long_integer: return *static_cast<const int64_t*>(value);
    default: return std::nullopt;
  }
}

using Broken = std::vector<BrokenConstraint>;

bool is_number(Type type) { return type == Type::integer || type == Type::long_integer; }

void check_bounds(const Shape& shape, const void* value, Broken& out) {
  const Constraints& bounds = *shape.constraints;
  if (shape.type == Type::floating_point) {
    const double number = *static_cast<const double*>(value);
    if (number < double(bounds.min)) {
      out.push_back({fmt::format("Member must have value greater than or equal to {}", bounds.min)});
    }
    if (number > double(bounds.max)) {
      out.push_back({fmt::format("Member must have value less than or equal to {}", bounds.max)});
    }
    return;
  }
  const auto size = measure(shape, value);
  if (!size) return;
  const std::string_view what = is_number(shape.type) ? "value" : "length";
  if (*size < bounds.min) {
    out.push_back({fmt::format("Member must have {} greater than or equal to {}", what, bounds.min)});
  }
  if (*size > bounds.max) {
    out.push_back({fmt::format("Member must have {} less than or equal to {}", what, bounds.max)});
  }
}

void check_text(const Shape& shape, const std::string& text, Broken& out) {
  const Constraints& rules = *shape.constraints;
  if (!rules.values.empty() && std::ranges::find(rules.values, text) == rules.values.end()) {
    out.push_back({fmt::format("Member must satisfy enum value set: [{}]", fmt::join(rules.values, ", "))});
  }
  if (!rules.pattern.empty() && !matches(rules.pattern, text)) {
    out.push_back({.text = fmt::format("Member must satisfy regular expression pattern: {}", rules.pattern),
                   .own_message = rules.pattern_message});
  }
}

void check_elements(std::string_view whose, const Broken& broken, Broken& out) {
  if (broken.empty()) return;
  std::string texts;
  for (const BrokenConstraint& each : broken) texts.append(texts.empty() ? "" : ", ").append(each.text);
  out.push_back({.text = fmt::format("{} must satisfy constraint: [{}]", whose, texts)});
}

void check_list(const Shape& shape, const void* list, Broken& out) {
  if (shape.element->type == Type::structure) return;
  for (size_t i = 0; i < shape.list->size(list); ++i) {
    const void* element = element_at(shape, list, i);
    if (element == nullptr) continue;
    if (auto broken = broken_constraints(*shape.element, element); !broken.empty()) {
      check_elements("Member", broken, out);
      return;
    }
  }
}

void check_map(const Shape& shape, const void* map, Broken& out) {
  Broken keys, values;
  for_each_entry(shape, map, [&](const std::string& key, const void* value) {
    if (keys.empty()) keys = broken_constraints(*shape.key, &key);
    if (values.empty() && value != nullptr && shape.element->type != Type::structure)
      values = broken_constraints(*shape.element, value);
  });
  check_elements("Map keys", keys, out);
  check_elements("Map value", values, out);
}

}  // namespace

Broken broken_constraints(const Shape& shape, const void* value) {
  Broken out;
  if (shape.constraints != nullptr) {
    check_bounds(shape, value, out);
    if (shape.type == Type::string) check_text(shape, *static_cast<const std::string*>(value), out);
  }
  if (shape.type == Type::list) check_list(shape, value, out);
  if (shape.type == Type::map) check_map(shape, value, out);
  return out;
}

std::string quoted(const Shape& shape, const void* value) {
  std::string out;
  const auto add = [&out](const Shape& inner, const void* element) {
    if (out.size() > kQuotedBytesMax) return;
    if (out.size() > 1) out += ", ";
    out += element == nullptr ? "null" : quoted(inner, element);
  };
  if (shape.is_sensitive) {
    out = "***";
  } else if (shape.type == Type::list) {
    out = "[";
    for (size_t i = 0; i < shape.list->size(value); ++i) add(*shape.element, element_at(shape, value, i));
    out += "]";
  } else if (shape.type == Type::map) {
    out = "{";
    for_each_entry(shape, value, [&](const std::string& key, const void* element) {
      add(*shape.key, &key);
      if (out.size() <= kQuotedBytesMax) out += "=" + (element == nullptr ? "null" : quoted(*shape.element, element));
    });
    out += "}";
  } else if (shape.type == Type::structure) {
    out = shape.name;
  } else if (shape.type == Type::blob) {
    out = "java.nio.HeapByteBuffer";
  } else if (shape.type == Type::document) {
    out = *static_cast<const std::string*>(value);
  } else {
    append_scalar(out, shape, value, TimestampFormat::iso8601);
  }
  return out;
}

std::string lower_first(std::string_view name) {
  std::string out(name);
  if (!out.empty() && out[0] >= 'A' && out[0] <= 'Z') out[0] = char(out[0] - 'A' + 'a');
  return out;
}

std::string Findings::path_of(std::string_view place, const Member& member) const {
  std::string out = root_;
  if (!place.empty()) out.append(out.empty() ? "" : ".").append(place);
  return out.append(out.empty() ? "" : ".").append(lower_first(member.name));
}

void Findings::add_missing(std::string_view place, const Member& member) {
  if (++count_ > kTextsMax) return;
  texts_.push_back(
      fmt::format("Value null at '{}' failed to satisfy constraint: Member must not be null", path_of(place, member)));
}

void Findings::add(std::string_view place, const Member& member, const void* value, BrokenConstraint broken) {
  if (own_message_.empty() && !broken.own_message.empty()) {
    own_message_ = broken.own_message;
    if (const size_t at = own_message_.find(kMemberMark); at != own_message_.npos) {
      own_message_.replace(at, kMemberMark.size(), lower_first(member.name));
    }
  }
  if (++count_ > kTextsMax) return;
  const std::string shown = member.shape->is_sensitive ? "" : fmt::format(" '{}'", quoted(*member.shape, value));
  texts_.push_back(
      fmt::format("Value{} at '{}' failed to satisfy constraint: {}", shown, path_of(place, member), broken.text));
}

std::string Findings::message() const {
  if (!own_message_.empty()) return own_message_;
  return fmt::format("{} validation error{} detected: {}", count_, count_ == 1 ? "" : "s", fmt::join(texts_, "; "));
}

}  // namespace lightwell::wire
