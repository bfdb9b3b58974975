// Reaching the parts of a struct through its table.

#pragma once

#include <bitset>
#include <cstddef>

#include "wire/model.h"

namespace lightwell::wire {

// The member's value, or null where an optional holds nothing.
inline const void* find_member(const void* structure, const Member& member) {
  const void* slot = static_cast<const std::byte*>(structure) + member.offset;
  return member.is_optional ? member.shape->optional->find(slot) : slot;
}

inline void* member_slot(void* structure, const Member& member) {
  return static_cast<std::byte*>(structure) + member.offset;
}

// The member's value, made where there is none yet.
inline void* reach_member(void* structure, const Member& member) {
  void* slot = member_slot(structure, member);
  if (!member.is_optional) return slot;
  const void* value = member.shape->optional->find(slot);
  return value != nullptr ? const_cast<void*>(value) : member.shape->optional->emplace(slot);
}

// A fresh value in the member's place.
inline void* make_member(void* structure, const Member& member) {
  void* slot = member_slot(structure, member);
  if (member.is_optional) return member.shape->optional->emplace(slot);
  if (member.shape->type == Type::list) member.shape->list->clear(slot);
  return slot;
}

inline bool is_scalar(Type type) { return type != Type::structure && type != Type::list && type != Type::map; }

// Which members of a struct a request spoke of. The generator refuses structs with more members than fit.
using Seen = std::bitset<256>;

// Calls visit(key, value) for every entry of a map.
template <class Visit>
void for_each_entry(const Shape& shape, const void* map, Visit visit) {
  shape.map->visit(map, &visit, [](void* context, const std::string& key, const void* value) {
    (*static_cast<Visit*>(context))(key, value);
  });
}

}  // namespace lightwell::wire
