#include "wire/cbor/cbor_input.h"

#include <bit>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace lightwell::wire {
namespace {

constexpr uint8_t kBreak = 0xff;
constexpr uint8_t kIndefinite = 31;

// RFC 8949, appendix D.
double from_half(uint16_t half) {
  const int exponent = half >> 10 & 0x1f;
  const int fraction = half & 0x3ff;
  double value = 0;
  if (exponent == 0) {
    value = std::ldexp(fraction, -24);
  } else if (exponent != 31) {
    value = std::ldexp(fraction + 1024, exponent - 25);
  } else {
    value = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  }
  return (half & 0x8000) != 0 ? -value : value;
}

bool may_be_indefinite(CborMajor major) {
  return major == CborMajor::bytes || major == CborMajor::text || major == CborMajor::array || major == CborMajor::map;
}

}  // namespace

bool CborInput::refuse(std::string problem) {
  if (problem_.empty()) problem_ = std::move(problem);
  return false;
}

bool CborInput::take(uint64_t count, std::string_view& out) {
  if (count > rest_.size()) return refuse("the body ends early");
  out = rest_.substr(0, size_t(count));
  rest_.remove_prefix(size_t(count));
  return true;
}

bool CborInput::head(CborHead& head) {
  std::string_view bytes;
  if (!take(1, bytes)) return false;
  const auto first = uint8_t(bytes[0]);
  head = {.major = CborMajor(first >> 5), .info = uint8_t(first & 31)};
  if (head.info < 24) {
    head.argument = head.info;
    return head.major != CborMajor::simple || head.info >= 20 || refuse("an unassigned simple value");
  }
  if (head.info == kIndefinite) {
    head.is_indefinite = true;
    return may_be_indefinite(head.major) || refuse("a break where there is nothing to end");
  }
  if (head.info > 27) return refuse("a reserved length");
  if (head.major == CborMajor::simple && head.info == 24) return refuse("an unassigned simple value");
  if (!take(1ull << (head.info - 24), bytes)) return false;
  for (const char byte : bytes) head.argument = head.argument << 8 | uint8_t(byte);
  return true;
}

bool CborInput::string(const CborHead& head, std::string& out) {
  std::string_view bytes;
  out.clear();
  if (!head.is_indefinite) {
    if (!take(head.argument, bytes)) return false;
    out = bytes;
  }
  while (head.is_indefinite) {
    if (!rest_.empty() && uint8_t(rest_[0]) == kBreak) {
      rest_.remove_prefix(1);
      break;
    }
    CborHead part;
    if (!this->head(part)) return false;
    if (part.major != head.major || part.is_indefinite) return refuse("a string in parts of another kind");
    if (!take(part.argument, bytes)) return false;
    if (head.major == CborMajor::text && !is_utf8(bytes)) return refuse("text that is not UTF-8");
    out += bytes;
  }
  return head.major != CborMajor::text || is_utf8(out) || refuse("text that is not UTF-8");
}

double CborInput::number(const CborHead& head) {
  if (head.info == 25) return from_half(uint16_t(head.argument));
  if (head.info == 26) return std::bit_cast<float>(uint32_t(head.argument));
  return std::bit_cast<double>(head.argument);
}

bool CborInput::more(const CborHead& head, uint64_t& taken, bool& has_more) {
  if (head.is_indefinite) {
    has_more = rest_.empty() || uint8_t(rest_[0]) != kBreak;
    if (!has_more) rest_.remove_prefix(1);
    return true;
  }
  // An item takes a byte at least: a count that cannot be kept is refused before anything is made for it.
  const uint64_t left = head.argument - taken;
  if (left > rest_.size()) return refuse("the body ends early");
  has_more = left != 0;
  ++taken;
  return true;
}

bool CborInput::skip(const CborHead& head, size_t depth_left) {
  if (depth_left == 0) return refuse("nested too deeply");
  if (head.major == CborMajor::bytes || head.major == CborMajor::text) {
    std::string passed;
    return string(head, passed);
  }
  const bool is_collection = head.major == CborMajor::array || head.major == CborMajor::map;
  if (head.major != CborMajor::tag && !is_collection) return true;
  uint64_t taken = 0;
  for (bool has_more = true; has_more;) {
    if (is_collection && !more(head, taken, has_more)) return false;
    if (!has_more) break;
    for (int part = 0; part < (head.major == CborMajor::map ? 2 : 1); ++part) {
      CborHead inner;
      if (!this->head(inner) || !skip(inner, depth_left - 1)) return false;
    }
    if (!is_collection) break;
  }
  return true;
}

}  // namespace lightwell::wire
