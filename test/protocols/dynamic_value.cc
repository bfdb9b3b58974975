#include "protocols/dynamic_value.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "base/text.h"
#include "run/spawn.h"
#include "wire/members.h"

namespace lightwell::protocols {
namespace {

namespace json = boost::json;
using wire::Shape;
using wire::Type;

constexpr Type kTypes[] = {Type::structure, Type::list,    Type::map,          Type::string,
                           Type::boolean,   Type::integer, Type::long_integer, Type::floating_point,
                           Type::timestamp, Type::blob,    Type::document};

template <Type type>
void* part(Node& node) {
  return part_of(node, type);
}
Node& node_of(void* slot) { return *static_cast<Node*>(slot); }
const Node& node_of(const void* slot) { return *static_cast<const Node*>(slot); }
const void* const_part(const Node& node, Type type) { return part_of(const_cast<Node&>(node), type); }

// A slot of a structure holds a node or nothing.
template <Type type>
constexpr wire::OptionalAccess kSlot{
    .emplace = [](void* slot) -> void* {
      auto& held = *static_cast<std::unique_ptr<Node>*>(slot);
      held = std::make_unique<Node>();
      return part_of(*held, type);
    },
    .find = [](const void* slot) -> const void* {
      const auto& held = *static_cast<const std::unique_ptr<Node>*>(slot);
      return held == nullptr ? nullptr : const_part(*held, type);
    },
    .reset = [](void* slot) { static_cast<std::unique_ptr<Node>*>(slot)->reset(); },
};

// An element of a sparse list is a node that may be missing.
template <Type type>
constexpr wire::OptionalAccess kSparse{
    .emplace = [](void* slot) -> void* {
      node_of(slot).is_missing = false;
      return part_of(node_of(slot), type);
    },
    .find = [](const void* slot) -> const void* {
      return node_of(slot).is_missing ? nullptr : const_part(node_of(slot), type);
    },
    .reset = [](void* slot) { node_of(slot).is_missing = true; },
};

template <Type type, bool is_sparse>
constexpr wire::ListAccess kList{
    .append = [](void* list) -> void* {
      Node& node = static_cast<std::deque<Node>*>(list)->emplace_back();
      node.is_missing = is_sparse;
      return is_sparse ? static_cast<void*>(&node) : part_of(node, type);
    },
    .size = [](const void* list) { return static_cast<const std::deque<Node>*>(list)->size(); },
    .at = [](const void* list, size_t index) -> const void* {
      const Node& node = (*static_cast<const std::deque<Node>*>(list))[index];
      return is_sparse ? static_cast<const void*>(&node) : const_part(node, type);
    },
    .clear = [](void* list) { static_cast<std::deque<Node>*>(list)->clear(); },
};

template <Type type, bool is_sparse>
constexpr wire::MapAccess kMap{
    .insert = [](void* map, std::string key) -> void* {
      const auto [place, is_new] = static_cast<std::map<std::string, Node>*>(map)->try_emplace(std::move(key));
      if (is_new) place->second.is_missing = is_sparse;
      return is_sparse ? static_cast<void*>(&place->second) : part_of(place->second, type);
    },
    .size = [](const void* map) { return static_cast<const std::map<std::string, Node>*>(map)->size(); },
    .visit =
        [](const void* map, void* context, wire::MapAccess::Visit visit) {
          for (const auto& [key, node] : *static_cast<const std::map<std::string, Node>*>(map)) {
            visit(context, key, is_sparse ? static_cast<const void*>(&node) : const_part(node, type));
          }
        },
};

template <size_t... is>
const wire::OptionalAccess* pick_slot(Type type, std::index_sequence<is...>) {
  const wire::OptionalAccess* found = nullptr;
  ((kTypes[is] == type ? void(found = &kSlot<kTypes[is]>) : void()), ...);
  return found;
}
template <size_t... is>
const wire::OptionalAccess* pick_sparse(Type type, std::index_sequence<is...>) {
  const wire::OptionalAccess* found = nullptr;
  ((kTypes[is] == type ? void(found = &kSparse<kTypes[is]>) : void()), ...);
  return found;
}
template <bool is_sparse, size_t... is>
const wire::ListAccess* pick_list(Type type, std::index_sequence<is...>) {
  const wire::ListAccess* found = nullptr;
  ((kTypes[is] == type ? void(found = &kList<kTypes[is], is_sparse>) : void()), ...);
  return found;
}
template <bool is_sparse, size_t... is>
const wire::MapAccess* pick_map(Type type, std::index_sequence<is...>) {
  const wire::MapAccess* found = nullptr;
  ((kTypes[is] == type ? void(found = &kMap<kTypes[is], is_sparse>) : void()), ...);
  return found;
}
constexpr auto kEach = std::make_index_sequence<std::size(kTypes)>();

class ToldEvents final : public wire::AnyEvents {
 public:
  ToldEvents(const Shape& stream, json::array events) : stream_(stream), events_(std::move(events)) {}
  Task<Result<bool>> next(void* event) override {
    if (at_ == events_.size()) co_return false;
    from_json(stream_, events_[at_++], event);
    co_return true;
  }

 private:
  const Shape& stream_;
  json::array events_;
  size_t at_ = 0;
};

double number_of(const json::value& value) {
  if (value.is_number()) return value.to_number<double>();
  const auto& text = value.as_string();
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  return text == "Infinity" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
}

json::value json_of(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  return number;
}

json::object struct_to_json(const Shape& shape, const void* structure) {
  json::object out;
  for (const wire::Member& member : shape.members) {
    if (member.is_streaming) continue;
    if (const void* value = wire::find_member(structure, member)) out[member.name] = to_json(*member.shape, value);
  }
  return out;
}

void struct_from_json(const Shape& shape, const json::object& object, void* structure) {
  for (const wire::Member& member : shape.members) {
    const auto* value = object.if_contains(member.name);
    if (value == nullptr || member.is_streaming) continue;
    from_json(*member.shape, *value, wire::make_member(structure, member));
  }
}

}  // namespace

void* part_of(Node& node, Type type) {
  switch (type) {
    case Type::structure:
      if (node.structure == nullptr) node.structure = std::make_unique<Struct>();
      return node.structure.get();
    case Type::list: return &node.list;
    case Type::map: return &node.map;
    case Type::boolean: return &node.flag;
    case Type::integer: return &node.integer;
    case Type::long_integer: return &node.long_integer;
    case Type::floating_point: return &node.number;
    case Type::timestamp: return &node.time;
    default: return &node.text;
  }
}

const wire::OptionalAccess* slot_access(Type type) { return pick_slot(type, kEach); }
const wire::OptionalAccess* sparse_access(Type type) { return pick_sparse(type, kEach); }
const wire::ListAccess* list_access(Type element, bool is_sparse) {
  return is_sparse ? pick_list<true>(element, kEach) : pick_list<false>(element, kEach);
}
const wire::MapAccess* map_access(Type value, bool is_sparse) {
  return is_sparse ? pick_map<true>(value, kEach) : pick_map<false>(value, kEach);
}

const wire::StructAccess kStructAccess{
    .make = []() -> void* { return new Struct(); },
    .destroy = [](void* structure) { delete static_cast<Struct*>(structure); },
};

const wire::EventsAccess kEventsAccess{
    .take = [](void* slot) { return std::move(*static_cast<std::unique_ptr<wire::AnyEvents>*>(slot)); },
    .put =
        [](void* slot, std::unique_ptr<wire::AnyEvents> events) {
          *static_cast<std::unique_ptr<wire::AnyEvents>*>(slot) = std::move(events);
        },
};

json::value to_json(const Shape& shape, const void* value) {
  if (value == nullptr) return nullptr;
  switch (shape.type) {
    case Type::structure: return struct_to_json(shape, value);
    case Type::list: {
      json::array out;
      for (size_t i = 0; i < shape.list->size(value); ++i) {
        out.push_back(to_json(*shape.element, wire::element_at(shape, value, i)));
      }
      return out;
    }
    case Type::map: {
      json::object out;
      wire::for_each_entry(shape, value,
                           [&](const std::string& key, const void* each) { out[key] = to_json(*shape.element, each); });
      return out;
    }
    case Type::boolean: return *static_cast<const bool*>(value);
    case Type::integer: return *static_cast<const int32_t*>(value);
    case Type::long_integer: return *static_cast<const int64_t*>(value);
    case Type::floating_point: return json_of(*static_cast<const double*>(value));
    case Type::timestamp: return to_micros(*static_cast<const Timestamp*>(value));
    case Type::blob: return json::string(to_base64(as_bytes(*static_cast<const std::string*>(value))));
    default: return json::string(*static_cast<const std::string*>(value));
  }
}

void from_json(const Shape& shape, const json::value& told, void* value) {
  switch (shape.type) {
    case Type::structure: return struct_from_json(shape, told.as_object(), value);
    case Type::list:
      for (const auto& each : told.as_array()) {
        if (each.is_null()) {
          shape.list->append(value);
        } else {
          from_json(*shape.element, each, wire::append_element(shape, value));
        }
      }
      return;
    case Type::map:
      for (const auto& [key, each] : told.as_object()) {
        if (each.is_null()) {
          shape.map->insert(value, std::string(key));
        } else {
          from_json(*shape.element, each, wire::insert_entry(shape, value, std::string(key)));
        }
      }
      return;
    case Type::boolean: *static_cast<bool*>(value) = told.as_bool(); return;
    case Type::integer: *static_cast<int32_t*>(value) = told.to_number<int32_t>(); return;
    case Type::long_integer: *static_cast<int64_t*>(value) = told.to_number<int64_t>(); return;
    case Type::floating_point: *static_cast<double*>(value) = number_of(told); return;
    case Type::timestamp: *static_cast<Timestamp*>(value) = from_micros(told.to_number<int64_t>()); return;
    case Type::blob:
      *static_cast<std::string*>(value) = from_base64(std::string_view(told.as_string())).value();
      return;
    default: *static_cast<std::string*>(value) = std::string_view(told.as_string());
  }
}

std::unique_ptr<wire::AnyEvents> events_of(const Shape& stream, const json::array& events) {
  return std::make_unique<ToldEvents>(stream, events);
}

json::array read_events(const Shape& stream, wire::AnyEvents& events) {
  json::array out;
  for (;;) {
    wire::Value event(stream);
    const auto found = sync_wait(events.next(event.data()));
    if (!found) {
      out.push_back(json::object{{"error", found.error().kind->code}, {"message", found.error().message}});
      return out;
    }
    if (!*found) return out;
    out.push_back(to_json(stream, event.data()));
  }
}

}  // namespace lightwell::protocols
