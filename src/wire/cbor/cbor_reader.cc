#include "wire/cbor/cbor_reader.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "wire/cbor/cbor_input.h"
#include "wire/path.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {
namespace {

constexpr uint64_t kUnixTimeTag = 1;
// Years 0001 to 9999 in seconds of Unix time: what the other formats can write.
constexpr double kEarliest = -62135596800.0;
constexpr double kLatest = 253402300799.0;

class CborReader {
 public:
  CborReader(std::string_view bytes, Findings* findings, CborLimits limits)
      : input_(bytes), findings_(findings), depth_left_(limits.depth_max) {}

  std::string read(const Shape& shape, void* structure) {
    CborHead head;
    const bool good = input_.head(head) && read_value(head, shape, structure) && is_whole();
    return good ? std::string() : "Could not parse the request body: " + input_.problem();
  }

 private:
  bool is_whole() { return input_.at_end() || input_.refuse("extra data"); }
  bool refuse(const Shape& shape) { return input_.refuse(fmt::format("{} was expected", describe(shape.type))); }
  bool enter() { return --depth_left_ != 0 || input_.refuse("nested too deeply"); }

  bool read_value(const CborHead& head, const Shape& shape, void* value);
  bool read_structure(const CborHead& head, const Shape& shape, void* structure);
  bool read_list(const CborHead& head, const Shape& shape, void* list);
  bool read_map(const CborHead& head, const Shape& shape, void* map);
  bool read_integer(const CborHead& head, const Shape& shape, void* value);
  bool read_number(const CborHead& head, double& number);
  bool read_timestamp(const CborHead& head, const Shape& shape, void* value);
  bool read_key(std::string& key);
  bool read_member(const Member& member, void* structure, bool& is_present);

  CborInput input_;
  Findings* findings_;
  size_t depth_left_;
  const PathStep* path_ = nullptr;
};

bool CborReader::read_value(const CborHead& head, const Shape& shape, void* value) {
  switch (shape.type) {
    case Type::structure: return read_structure(head, shape, value);
    case Type::list: return read_list(head, shape, value);
    case Type::map: return read_map(head, shape, value);
    case Type::string:
    case Type::blob: {
      const CborMajor expected = shape.type == Type::string ? CborMajor::text : CborMajor::bytes;
      if (head.major != expected) return refuse(shape);
      return input_.string(head, *static_cast<std::string*>(value));
    }
    case Type::boolean:
      if (!head.is_boolean()) return refuse(shape);
      *static_cast<bool*>(value) = head.info == 21;
      return true;
    case Type::integer:
    case Type::long_integer: return read_integer(head, shape, value);
    case Type::floating_point: return read_number(head, *static_cast<double*>(value)) || refuse(shape);
    case Type::timestamp: return read_timestamp(head, shape, value);
    case Type::document: break;  // the protocol has none
  }
  return refuse(shape);
}

bool CborReader::read_key(std::string& key) {
  CborHead head;
  if (!input_.head(head)) return false;
  if (head.major != CborMajor::text) return input_.refuse("a key that is no text");
  return input_.string(head, key);
}

bool CborReader::read_member(const Member& member, void* structure, bool& is_present) {
  const PathStep step(path_, member.name);
  CborHead head;
  if (!input_.head(head)) return false;
  is_present = !head.is_null();
  return !is_present || read_value(head, *member.shape, make_member(structure, member));
}

bool CborReader::read_structure(const CborHead& head, const Shape& shape, void* structure) {
  if (head.major != CborMajor::map) return refuse(shape);
  if (!enter()) return false;
  Seen seen;
  size_t strangers = 0;
  std::string key;
  uint64_t taken = 0;
  for (bool has_more = true;;) {
    if (!input_.more(head, taken, has_more)) return false;
    if (!has_more) break;
    if (!read_key(key)) return false;
    size_t i = 0;
    while (i < shape.members.size() && (shape.members[i].wire_name != key || shape.members[i].is_streaming)) ++i;
    if (i < shape.members.size()) {
      bool is_present = false;
      if (!read_member(shape.members[i], structure, is_present)) return false;
      if (is_present) seen.set(i);
      continue;
    }
    CborHead passed;
    if (!input_.head(passed) || !input_.skip(passed, depth_left_)) return false;
    strangers += key != "__type" && !passed.is_null() ? 1 : 0;
  }
  if (findings_ != nullptr) {
    if (shape.is_union && seen.count() + strangers != 1) {
      return input_.refuse(fmt::format("{} must have exactly one member set", shape.name));
    }
    findings_->check(shape, structure, seen, [this] { return PathStep::text(path_); });
  }
  ++depth_left_;
  return true;
}

bool CborReader::read_list(const CborHead& head, const Shape& shape, void* list) {
  if (head.major != CborMajor::array) return refuse(shape);
  if (!enter()) return false;
  uint64_t taken = 0;
  for (bool has_more = true;;) {
    if (!input_.more(head, taken, has_more)) return false;
    if (!has_more) break;
    const PathStep step(path_, shape.list->size(list) + 1);
    CborHead element;
    if (!input_.head(element)) return false;
    if (element.is_null()) {
      if (shape.is_sparse) shape.list->append(list);
    } else if (!read_value(element, *shape.element, append_element(shape, list))) {
      return false;
    }
  }
  ++depth_left_;
  return true;
}

bool CborReader::read_map(const CborHead& head, const Shape& shape, void* map) {
  if (head.major != CborMajor::map) return refuse(shape);
  if (!enter()) return false;
  std::string key;
  uint64_t taken = 0;
  for (bool has_more = true;;) {
    if (!input_.more(head, taken, has_more)) return false;
    if (!has_more) break;
    if (!read_key(key)) return false;
    const PathStep step(path_, PathStep::Key{key});
    CborHead value;
    if (!input_.head(value)) return false;
    if (value.is_null()) {
      if (shape.is_sparse) shape.element->optional->reset(shape.map->insert(map, key));
    } else if (!read_value(value, *shape.element, insert_entry(shape, map, key))) {
      return false;
    }
  }
  ++depth_left_;
  return true;
}

bool CborReader::read_integer(const CborHead& head, const Shape& shape, void* value) {
  const bool is_negative = head.major == CborMajor::negative_integer;
  if (!is_negative && head.major != CborMajor::unsigned_integer) return refuse(shape);
  if (head.argument > uint64_t(std::numeric_limits<int64_t>::max())) return refuse(shape);
  const int64_t number = is_negative ? -1 - int64_t(head.argument) : int64_t(head.argument);
  if (shape.type == Type::long_integer) {
    *static_cast<int64_t*>(value) = number;
    return true;
  }
  if (number < std::numeric_limits<int32_t>::min() || number > std::numeric_limits<int32_t>::max()) {
    return refuse(shape);
  }
  *static_cast<int32_t*>(value) = int32_t(number);
  return true;
}

bool CborReader::read_number(const CborHead& head, double& number) {
  if (head.is_float()) {
    number = CborInput::number(head);
  } else if (head.major == CborMajor::unsigned_integer) {
    number = double(head.argument);
  } else if (head.major == CborMajor::negative_integer) {
    number = -1.0 - double(head.argument);
  } else {
    return false;
  }
  return true;
}

bool CborReader::read_timestamp(const CborHead& head, const Shape& shape, void* value) {
  if (head.major != CborMajor::tag || head.argument != kUnixTimeTag) return refuse(shape);
  CborHead inner;
  if (!input_.head(inner)) return false;
  double seconds = 0;
  if (!read_number(inner, seconds) || !(seconds >= kEarliest && seconds <= kLatest)) return refuse(shape);
  // The whole seconds apart, so that a far year keeps its microseconds.
  const double whole = std::floor(seconds);
  *static_cast<Timestamp*>(value) = from_micros(int64_t(whole) * 1'000'000 + std::llround((seconds - whole) * 1e6));
  return true;
}

}  // namespace

std::string read_cbor(std::string_view bytes, const Shape& shape, void* structure, Findings* findings,
                      CborLimits limits) {
  return CborReader(bytes, findings, limits).read(shape, structure);
}

}  // namespace lightwell::wire
