#include "engines/image/protocol/message.h"

#include <algorithm>
#include <cmath>

#include "engines/protocol/packing.h"
#include "engines/protocol/walker.h"

namespace lightwell::engines::protocol {
namespace {

constexpr uint32_t kVersion = 4;
constexpr uint32_t kMillion = 1'000'000;

uint32_t millionths(double ratio) { return uint32_t(std::lround(std::clamp(ratio, 0.0, 1.0) * kMillion)); }

constexpr auto kFailure = [](auto& io, auto& failure) {
  io.choice(failure.kind, kImageFailureLast);
  io.text(failure.message, kMessageBytesMax);
  io.require(!failure.message.empty() && is_sentence(failure.message), "the message is no text");
};

auto pixels_within(uint32_t side_max) {
  return [side_max](auto& io, auto& pixels) {
    io.choice(pixels.type, kImageTypeLast);
    io.number(pixels.width, 1u, side_max);
    io.number(pixels.height, 1u, side_max);
    io.number(pixels.original_width, 1u, kSideMax);
    io.number(pixels.original_height, 1u, kSideMax);
    io.number(pixels.orientation, uint8_t(1), uint8_t(8));
  };
}

auto jpeg_within(uint32_t side_max, size_t bytes_max) {
  return [side_max, bytes_max](auto& io, auto& jpeg) {
    io.number(jpeg.width, 1u, side_max);
    io.number(jpeg.height, 1u, side_max);
    io.blob(jpeg.bytes, 4, bytes_max);
    io.require(std::string_view(jpeg.bytes).starts_with("\xff\xd8\xff"), "it is no JPEG");
  };
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
  return packed(Failure{failure.kind, failure.message.substr(0, kMessageBytesMax)}, kFailure);
}
std::string encode(const PixelsReply& pixels) { return packed(pixels, pixels_within(kPixelsSideMax)); }
std::string encode(const Jpeg& jpeg) { return packed(jpeg, jpeg_within(kPixelsSideMax, kJpegBytesMax)); }

Decoded<Failure> decode_failure(Bytes body) { return unpacked<Failure>(body, kFailure); }
Decoded<PixelsReply> decode_pixels(Bytes body, uint32_t side_max) {
  return unpacked<PixelsReply>(body, pixels_within(side_max));
}
Decoded<Jpeg> decode_jpeg(Bytes body, const JpegOptions& asked) {
  return unpacked<Jpeg>(body, jpeg_within(asked.side_max, asked.jpeg_bytes_max));
}

}  // namespace lightwell::engines::protocol
