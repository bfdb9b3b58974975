#include "engines/image/protocol/message.h"

#include <cstring>

#include "engines/image/protocol/packing.h"

namespace lightwell::engines::protocol {
namespace {

constexpr uint32_t kMagic = 0x4945574C;  // "LWEI"
constexpr size_t kMessageBytesMax = 512;

template <size_t N>
std::array<std::byte, N> exactly(const std::string& packed) {
  std::array<std::byte, N> bytes = {};
  std::memcpy(bytes.data(), packed.data(), std::min(N, packed.size()));
  return bytes;
}

}  // namespace

std::array<std::byte, kRequestBytes> encode(const Request& request) {
  Packer packer;
  packer.number(kMagic);
  packer.number(uint32_t(kVersion));
  packer.number(request.offset);
  packer.number(request.length);
  packer.number(request.pixels_max);
  return exactly<kRequestBytes>(packer.take());
}

std::optional<Request> decode_request(Bytes bytes) {
  Unpacker in(bytes);
  in.require(in.number<uint32_t>() == kMagic && in.number<uint32_t>() == kVersion, "not this protocol");
  Request request = {in.number<uint64_t>(), in.number<uint64_t>(), in.number<uint64_t>()};
  in.require(in.at_end(), "too long");
  if (!in.why().empty()) return std::nullopt;
  return request;
}

std::array<std::byte, kReplyHeaderBytes> encode(const ReplyHeader& header) {
  Packer packer;
  packer.number(kMagic);
  packer.number(kVersion);
  packer.number(uint16_t(header.kind));
  packer.number(header.body_bytes);
  return exactly<kReplyHeaderBytes>(packer.take());
}

std::optional<ReplyHeader> decode_reply_header(Bytes bytes) {
  Unpacker in(bytes);
  in.require(in.number<uint32_t>() == kMagic && in.number<uint16_t>() == kVersion, "not this protocol");
  const uint16_t kind = in.number<uint16_t>();
  const uint32_t body_bytes = in.number<uint32_t>();
  in.require(kind >= uint16_t(ReplyKind::ready) && kind <= uint16_t(ReplyKind::failure), "an unknown kind");
  in.require(body_bytes <= kReplyBodyBytesMax && in.at_end(), "too long");
  if (!in.why().empty()) return std::nullopt;
  return ReplyHeader{ReplyKind(kind), body_bytes};
}

std::string encode(const Ready& ready) { return std::string(1, ready.locked ? '\1' : '\0'); }

Decoded<Ready> decode_ready(Bytes body) {
  Unpacker in(body);
  const uint8_t locked = in.number<uint8_t>();
  in.require(locked <= 1 && in.at_end(), "it is no ready message");
  if (!in.why().empty()) return std::unexpected(in.why());
  return Ready{locked == 1};
}

std::string encode(const Failure& failure) {
  Packer packer;
  packer.number(uint8_t(failure.kind));
  packer.text(std::string_view(failure.message).substr(0, kMessageBytesMax));
  return packer.take();
}

Decoded<Failure> decode_failure(Bytes body) {
  Unpacker in(body);
  const uint8_t kind = in.number<uint8_t>();
  const std::string_view message = in.bytes(kMessageBytesMax);
  in.require(kind <= uint8_t(kImageFailureLast), "an unknown failure");
  in.require(!message.empty() && is_utf8(message), "the message is no text");
  for (const char c : message) in.require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f, "a control character");
  in.require(in.at_end(), "it goes on after its end");
  if (!in.why().empty()) return std::unexpected(in.why());
  return Failure{ImageFailure(kind), std::string(message)};
}

}  // namespace lightwell::engines::protocol
