#include "gate/intents.h"

#include <algorithm>
#include <functional>

#include "base/digest.h"
#include "base/text.h"
#include "wire/members.h"
#include "wire/sigv4/canonical.h"

namespace lightwell::gate {
namespace {

using wire::Demand;
using wire::Shape;
using wire::Type;
using Keys = std::vector<std::pair<std::string, std::string>>;

// Calls visit(shape, value) for what a path of members leads to; every entry of a list on the way.
template <class Visit>
void walk(const Shape& shape, const void* value, std::string_view path, const Visit& visit) {
  if (shape.type == Type::list) {
    for (size_t i = 0; i < shape.list->size(value); ++i) walk(*shape.element, shape.list->at(value, i), path, visit);
    return;
  }
  if (path.empty()) return visit(shape, value);
  if (shape.type != Type::structure) return;
  const std::string_view head = path.substr(0, path.find('.'));
  path.remove_prefix(std::min(path.size(), head.size() + 1));
  for (const wire::Member& member : shape.members) {
    if (member.name != head || member.is_streaming) continue;
    if (const void* found = wire::find_member(value, member)) walk(*member.shape, found, path, visit);
  }
}

bool holds(const wire::Operation& operation, const void* input, std::string_view path) {
  bool found = false;
  walk(*operation.input, input, path, [&](const Shape&, const void*) { found = true; });
  return found;
}

template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}

// A value as conditions compare it.
std::string text_of(const Shape& shape, const void* value) {
  switch (shape.type) {
    case Type::string: return as<std::string>(value);
    case Type::blob: return to_base64(as_bytes(as<std::string>(value)));
    case Type::boolean: return as<bool>(value) ? "true" : "false";
    case Type::integer: return std::to_string(as<int32_t>(value));
    case Type::long_integer: return std::to_string(as<int64_t>(value));
    case Type::floating_point: return fmt::format("{}", as<double>(value));
    case Type::timestamp: return iso8601_seconds(as<Timestamp>(value));
    default: return {};
  }
}

std::vector<std::string> texts_at(const wire::Operation& operation, const void* input, std::string_view path) {
  std::vector<std::string> texts;
  walk(*operation.input, input, path,
       [&](const Shape& shape, const void* value) { texts.push_back(text_of(shape, value)); });
  return texts;
}

bool is_of_tags(std::string_view key) { return key.ends_with("RequestTag") || key.ends_with("RequestObjectTag"); }

std::string keys_of_tags(std::string_view key) {
  return key == "aws:RequestTag" ? "aws:TagKeys" : std::string(key) + "Keys";
}

// Calls visit(key, value) for the tags in a value: a {Key, Value} struct, a map, or S3's "colour=red&size=1".
template <class Visit>
void each_tag(const Shape& shape, const void* value, const Visit& visit) {
  if (shape.type == Type::map) {
    wire::for_each_entry(
        shape, value, [&](const std::string& key, const void* entry) { visit(key, text_of(*shape.element, entry)); });
  } else if (shape.type == Type::string) {
    for (const std::string_view part : wire::sigv4::split(as<std::string>(value), '&')) {
      const size_t equals = part.find('=');
      const auto key = percent_decode(part.substr(0, equals), true);
      const auto text = percent_decode(equals == part.npos ? "" : part.substr(equals + 1), true);
      if (key && text && !key->empty()) visit(*key, *text);
    }
  } else if (shape.type == Type::structure) {
    std::string key, text;
    for (const wire::Member& member : shape.members) {
      const void* found = wire::find_member(value, member);
      if (found == nullptr || member.shape->type != Type::string) continue;
      const std::string name = to_lower(member.name);
      if (name.ends_with("key")) key = as<std::string>(found);
      if (name.ends_with("value")) text = as<std::string>(found);
    }
    if (!key.empty()) visit(key, text);
  }
}

Keys keys_of(const wire::Operation& operation, const void* input, const Demand& demand) {
  Keys keys;
  for (const wire::DemandKey& row : demand.keys) {
    walk(*operation.input, input, row.member, [&](const Shape& shape, const void* value) {
      if (!is_of_tags(row.name)) return void(keys.emplace_back(row.name, text_of(shape, value)));
      each_tag(shape, value, [&](const std::string& key, const std::string& text) {
        keys.emplace_back(fmt::format("{}/{}", row.name, key), text);
        keys.emplace_back(keys_of_tags(row.name), key);
      });
    });
  }
  return keys;
}

// A template cut up: texts and, between them, what stands in the braces.
struct Piece {
  std::string_view text;
  std::vector<std::string> values;  // empty: the text alone
};

std::vector<Piece> pieces_of(const wire::Operation& operation, const void* input, const Call& call,
                             std::string_view resource) {
  std::vector<Piece> pieces;
  while (!resource.empty()) {
    const size_t open = resource.find('{');
    if (open != 0) pieces.push_back({.text = resource.substr(0, open), .values = {}});
    if (open == resource.npos) break;
    const size_t close = resource.find('}', open);
    const std::string_view place = resource.substr(open + 1, close - open - 1);
    resource.remove_prefix(close + 1);
    const std::string_view name = place.substr(0, place.find('='));
    Piece piece{.text = place.size() > name.size() ? place.substr(name.size() + 1) : "", .values = {}};
    if (name == "account") {
      piece.values = {call.account};
    } else if (name == "region") {
      piece.values = {call.region};
    } else {
      piece.values = texts_at(operation, input, name);
    }
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

// One resource; one for each entry where a list lies on the way of a member.
std::vector<std::string> resources_of(const wire::Operation& operation, const void* input, const Call& call,
                                      std::string_view resource) {
  const std::vector<Piece> pieces = pieces_of(operation, input, call, resource);
  size_t count = 1;
  for (const Piece& piece : pieces) count = std::max(count, piece.values.size());
  std::vector<std::string> out(count);
  for (size_t i = 0; i < count; ++i) {
    for (const Piece& piece : pieces) {
      out[i] +=
          piece.values.empty() ? std::string_view(piece.text) : piece.values[std::min(i, piece.values.size() - 1)];
    }
  }
  return out;
}

void add_intents(std::vector<Intent>& out, const wire::Operation& operation, const void* input, const Call& call,
                 const Demand& demand) {
  if (!demand.when.empty() && !holds(operation, input, demand.when)) return;
  if (!demand.unless.empty() && holds(operation, input, demand.unless)) return;
  const Keys keys = keys_of(operation, input, demand);
  for (std::string& resource : resources_of(operation, input, call, demand.resource)) {
    out.push_back({.action = std::string(demand.action), .resource = std::move(resource), .keys = keys});
  }
}

}  // namespace

std::vector<Intent> intents_of(const wire::Operation& operation, const void* input, const Call& call) {
  std::vector<Intent> out;
  for (const Demand& demand : operation.demands) {
    if (demand.after.empty() && !demand.is_asked_by_service) add_intents(out, operation, input, call, demand);
  }
  return out;
}

std::vector<Intent> intents_after(const wire::Operation& operation, const void* input, const Call& call,
                                  std::string_view error_code) {
  std::vector<Intent> out;
  for (const Demand& demand : operation.demands) {
    if (demand.after == error_code) add_intents(out, operation, input, call, demand);
  }
  return out;
}

bool is_asked_by_service(const wire::Operation& operation) {
  return std::ranges::any_of(operation.demands, &Demand::is_asked_by_service);
}

}  // namespace lightwell::gate
