// Reaching the parts of a struct through its table.

#pragma once

#include <bitset>
#include <cstddef>
#include <string>
#include <utility>

#include "wire/model.h"

namespace lightwell::wire {

inline const OptionalAccess& optional_of(const Member& member) {
  return member.optional != nullptr ? *member.optional : *member.shape->optional;
}

// The member's value, or null where an optional holds nothing.
inline const void* find_member(const void* structure, const Member& member) {
  const void* slot = static_cast<const std::byte*>(structure) + member.offset;
  return member.is_optional ? optional_of(member).find(slot) : slot;
}

inline void* member_slot(void* structure, const Member& member) {
  return static_cast<std::byte*>(structure) + member.offset;
}

// The member's value, made where there is none yet.
inline void* reach_member(void* structure, const Member& member) {
  void* slot = member_slot(structure, member);
  if (!member.is_optional) return slot;
  const void* value = optional_of(member).find(slot);
  return value != nullptr ? const_cast<void*>(value) : optional_of(member).emplace(slot);
}

// A fresh value in the member's place.
inline void* make_member(void* structure, const Member& member) {
  void* slot = member_slot(structure, member);
  if (member.is_optional) return optional_of(member).emplace(slot);
  if (member.shape->type == Type::list) member.shape->list->clear(slot);
  return slot;
}

inline bool is_scalar(Type type) { return type != Type::structure && type != Type::list && type != Type::map; }

// Which members of a struct a request spoke of. The generator refuses structs with more members than fit.
using Seen = std::bitset<256>;

// By which of its names a member goes.
enum class Naming : uint8_t { wire, form };

inline bool is_event_stream(const Member& member) { return member.shape->events != nullptr; }

// The name of its form parameter, and of its element in the query protocol's answers.
inline std::string_view form_name(const Member& member) {
  return member.form_name.empty() ? member.wire_name : member.form_name;
}

inline std::string_view name_of(const Member& member, Naming naming) {
  return naming == Naming::form ? form_name(member) : member.wire_name;
}

// A fresh element at a list's end.
inline void* append_element(const Shape& shape, void* list) {
  void* slot = shape.list->append(list);
  return shape.is_sparse ? shape.element->optional->emplace(slot) : slot;
}

// The value of a key, made where there is none yet.
inline void* insert_entry(const Shape& shape, void* map, std::string key) {
  void* slot = shape.map->insert(map, std::move(key));
  if (!shape.is_sparse) return slot;
  const void* value = shape.element->optional->find(slot);
  return value != nullptr ? const_cast<void*>(value) : shape.element->optional->emplace(slot);
}

// An element of a list; null for one that is missing in a sparse list.
inline const void* element_at(const Shape& shape, const void* list, size_t index) {
  const void* slot = shape.list->at(list, index);
  return shape.is_sparse ? shape.element->optional->find(slot) : slot;
}

// Calls visit(key, value) for every entry of a map; the value is null where it is missing in a sparse map.
template <class Visit>
void for_each_entry(const Shape& shape, const void* map, Visit visit) {
  if (shape.is_sparse) {
    const auto unwrapped = [&](const std::string& key, const void* slot) {
      visit(key, shape.element->optional->find(slot));
    };
    return shape.map->visit(map, const_cast<void*>(static_cast<const void*>(&unwrapped)),
                            [](void* context, const std::string& key, const void* value) {
                              (*static_cast<decltype(unwrapped)*>(context))(key, value);
                            });
  }
  shape.map->visit(map, &visit, [](void* context, const std::string& key, const void* value) {
    (*static_cast<Visit*>(context))(key, value);
  });
}

}  // namespace lightwell::wire
