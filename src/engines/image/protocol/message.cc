#include "engines/image/protocol/message.h"

#include <algorithm>
#include <cmath>

#include "engines/protocol/packing.h"
#include "engines/protocol/walker.h"

namespace lightwell::engines::protocol {
namespace {

constexpr uint32_t kVersion = 3;
constexpr uint32_t kMillion = 1'000'000;

uint32_t millionths(double ratio) { return uint32_t(std::lround(std::clamp(ratio, 0.0, 1.0) * kMillion)); }

void walk(auto& io, auto& pixels, uint32_t side_max) {
  io.choice(pixels.type, kImageTypeLast);
  io.number(pixels.width, 1u, side_max);
  io.number(pixels.height, 1u, side_max);
  io.number(pixels.original_width, 1u, kSideMax);
  io.number(pixels.original_height, 1u, kSideMax);
  io.number(pixels.orientation, uint8_t(1), uint8_t(8));
}

void walk(auto& io, auto& jpeg, uint32_t side_max, size_t bytes_max) {
  io.number(jpeg.width, 1u, side_max);
  io.number(jpeg.height, 1u, side_max);
  io.blob(jpeg.bytes, 4, bytes_max);
  io.require(std::string_view(jpeg.bytes).starts_with("\xff\xd8\xff"), "it is no JPEG");
}

}  // namespace

std::array<std::byte, kRequestBytes> encode(const Request& request) {
  Packer packer;
  packer.number(kMagic);
  packer.number(kVersion);
  packer.number(request.offset);
  packer.number(request.length);
  packer.number(request.pixels_max);
  packer.number(uint32_t(request.task));
  packer.number(request.side_max);
  packer.number(request.quality);
  packer.number(request.jpeg_bytes_max);
  const PicturePart& part = request.part;
  for (const double ratio : {part.left, part.top, part.width, part.height}) packer.number(millionths(ratio));
  return exactly<kRequestBytes>(packer.take());
}

std::optional<Request> decode_request(Bytes bytes) {
  Unpacker in(bytes);
  in.require(in.number<uint32_t>() == kMagic && in.number<uint32_t>() == kVersion, "not this protocol");
  Request request;
  request.offset = in.number<uint64_t>();
  request.length = in.number<uint64_t>();
  request.pixels_max = in.number<uint64_t>();
  const uint32_t task = in.number<uint32_t>();
  request.side_max = in.number<uint32_t>();
  request.quality = in.number<uint32_t>();
  request.jpeg_bytes_max = in.number<uint32_t>();
  PicturePart& part = request.part;
  for (double* ratio : {&part.left, &part.top, &part.width, &part.height}) {
    const uint32_t number = in.number<uint32_t>();
    in.require(number <= kMillion, "a part beyond the picture");
    *ratio = double(number) / kMillion;
  }
  in.require(task <= uint32_t(ImageTask::jpeg) && in.at_end(), "not a request");
  if (!in.why().empty()) return std::nullopt;
  request.task = ImageTask(task);
  return request;
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
  in.require(!message.empty() && is_sentence(message), "the message is no text");
  in.require(in.at_end(), "it goes on after its end");
  if (!in.why().empty()) return std::unexpected(in.why());
  return Failure{ImageFailure(kind), std::string(message)};
}

std::string encode(const PixelsReply& pixels) {
  WalkOut out;
  walk(out, pixels, kPixelsSideMax);
  return out.take();
}

Decoded<PixelsReply> decode_pixels(Bytes body, uint32_t side_max) {
  WalkIn in(body);
  PixelsReply pixels;
  walk(in, pixels, side_max);
  if (!in.finish().empty()) return std::unexpected(in.finish());
  return pixels;
}

std::string encode(const Jpeg& jpeg) {
  WalkOut out;
  walk(out, jpeg, kPixelsSideMax, kJpegBytesMax);
  return out.take();
}

Decoded<Jpeg> decode_jpeg(Bytes body, const JpegOptions& asked) {
  WalkIn in(body);
  Jpeg jpeg;
  walk(in, jpeg, asked.side_max, asked.jpeg_bytes_max);
  if (!in.finish().empty()) return std::unexpected(in.finish());
  return jpeg;
}

}  // namespace lightwell::engines::protocol
