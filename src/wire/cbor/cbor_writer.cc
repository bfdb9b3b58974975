#include "wire/cbor/cbor_writer.h"

#include <bit>
#include <cmath>

#include "base/text.h"
#include "wire/cbor/cbor_input.h"
#include "wire/members.h"
#include "wire/scalar_text.h"

namespace lightwell::wire {
namespace {

constexpr char kFalse = char(0xf4), kTrue = char(0xf5), kNull = char(0xf6), kDouble = char(0xfb);
constexpr int64_t kMicros = 1'000'000;

void append_value(std::string& out, const Shape& shape, const void* value);

void append_bytes(std::string& out, uint64_t number, int count) {
  for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) out += char(number >> shift & 255);
}

void append_head(std::string& out, CborMajor major, uint64_t argument) {
  const int high = int(major) << 5;
  if (argument < 24) {
    out += char(high | int(argument));
    return;
  }
  const int size = argument < 1u << 8 ? 0 : argument < 1u << 16 ? 1 : argument < 1ull << 32 ? 2 : 3;
  out += char(high | (24 + size));
  append_bytes(out, argument, 1 << size);
}

void append_integer(std::string& out, int64_t number) {
  if (number >= 0) return append_head(out, CborMajor::unsigned_integer, uint64_t(number));
  append_head(out, CborMajor::negative_integer, uint64_t(-1 - number));
}

void append_double(std::string& out, double number) {
  out += kDouble;
  append_bytes(out, std::bit_cast<uint64_t>(number), 8);
}

void append_time(std::string& out, Timestamp time) {
  append_head(out, CborMajor::tag, 1);
  const int64_t micros = to_micros(time);
  if (micros % kMicros == 0) return append_integer(out, micros / kMicros);
  append_double(out, double(static_cast<long double>(micros) / kMicros));
}

void append_list(std::string& out, const Shape& shape, const void* list) {
  const size_t size = shape.list->size(list);
  append_head(out, CborMajor::array, size);
  for (size_t i = 0; i < size; ++i) append_value(out, *shape.element, element_at(shape, list, i));
}

void append_map(std::string& out, const Shape& shape, const void* map) {
  append_cbor_map(out, shape.map->size(map));
  for_each_entry(shape, map, [&](const std::string& key, const void* value) {
    append_cbor_text(out, key);
    append_value(out, *shape.element, value);
  });
}

void append_value(std::string& out, const Shape& shape, const void* value) {
  if (value == nullptr) {
    out += kNull;
    return;
  }
  switch (shape.type) {
    case Type::structure: return append_cbor_members(out, shape, value);
    case Type::list: return append_list(out, shape, value);
    case Type::map: return append_map(out, shape, value);
    case Type::string:
    case Type::document: return append_cbor_text(out, *static_cast<const std::string*>(value));
    case Type::boolean: out += *static_cast<const bool*>(value) ? kTrue : kFalse; return;
    case Type::integer: return append_integer(out, *static_cast<const int32_t*>(value));
    case Type::long_integer: return append_integer(out, *static_cast<const int64_t*>(value));
    case Type::floating_point: return append_double(out, *static_cast<const double*>(value));
    case Type::timestamp: return append_time(out, *static_cast<const Timestamp*>(value));
    case Type::blob: {
      const auto& bytes = *static_cast<const std::string*>(value);
      append_head(out, CborMajor::bytes, bytes.size());
      out += bytes;
    }
  }
}

bool travels(const Member& member) { return member.location == Location::body && !member.is_streaming; }

}  // namespace

void append_cbor_map(std::string& out, size_t entries) { append_head(out, CborMajor::map, entries); }

void append_cbor_text(std::string& out, std::string_view text) {
  std::string mended;
  if (!is_utf8(text)) text = mended = mend_utf8(text);
  append_head(out, CborMajor::text, text.size());
  out += text;
}

void append_cbor_members(std::string& out, const Shape& shape, const void* structure) {
  size_t count = 0;
  for (const Member& member : shape.members) count += travels(member) && find_member(structure, member) != nullptr;
  append_cbor_map(out, count);
  for (const Member& member : shape.members) {
    const void* value = travels(member) ? find_member(structure, member) : nullptr;
    if (value == nullptr) continue;
    append_cbor_text(out, member.wire_name);
    append_value(out, *member.shape, value);
  }
}

}  // namespace lightwell::wire
