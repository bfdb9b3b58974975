#include "engines/image/image_job.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engines/image/image_engine.h"

namespace lightwell::engines {
namespace {

Error system_error(std::string_view what) {
  return error(lightwell::errors::internal_error).log(fmt::format("{}: {}", what, std::strerror(errno)));
}

// As large as the picture may become; pages that nobody writes take no memory.
Result<std::shared_ptr<const FileHandle>> memory_for(uint32_t side_max) {
  const int descriptor = memfd_create("pixels", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return fail(system_error("memfd_create"));
  auto memory = std::make_shared<const FileHandle>(descriptor);
  if (ftruncate(descriptor, off_t(3) * side_max * side_max) != 0) return fail(system_error("ftruncate"));
  return memory;
}

// Cut to what was written, and kept so: whoever maps it finds every byte there.
Result<std::shared_ptr<const FileHandle>> sealed(const FileHandle& memory, uint64_t bytes) {
  if (ftruncate(memory.descriptor(), off_t(bytes)) != 0) return fail(system_error("ftruncate"));
  if (fcntl(memory.descriptor(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    return fail(system_error("F_ADD_SEALS"));
  }
  const std::string path = fmt::format("/proc/self/fd/{}", memory.descriptor());
  const int readable = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (readable < 0) return fail(system_error(path));
  return std::make_shared<const FileHandle>(readable);
}

Result<Pixels> pixels_of(const protocol::PixelsReply& reply, const FileHandle& memory) {
  Pixels pixels = {.width = reply.width,
                   .height = reply.height,
                   .type = reply.type,
                   .original_width = reply.original_width,
                   .original_height = reply.original_height,
                   .orientation = reply.orientation};
  TRY(pixels.memory, sealed(memory, pixels.bytes()));
  return pixels;
}

ImageFailure failure_of(Loss loss) {
  switch (loss) {
    case Loss::timed_out: return ImageFailure::timed_out;
    case Loss::out_of_memory: return ImageFailure::out_of_memory;
    default: return ImageFailure::engine_crashed;
  }
}

}  // namespace

Error image_lost(Loss loss) { return error(error_kind(failure_of(loss))); }

ImageAsked<ImageReport> ask_report(const ImageOptions& options) {
  return {.request = {.task = protocol::ImageTask::report, .pixels_max = options.pixels_max},
          .reply = protocol::ReplyKind::report,
          .read = [](Bytes body, const auto&) -> protocol::Decoded<Result<ImageReport>> {
            return protocol::decode_report(body);
          }};
}

ImageAsked<Pixels> ask_pixels(const PixelsOptions& options) {
  return {
      .request = {.task = protocol::ImageTask::pixels, .pixels_max = options.pixels_max, .side_max = options.side_max},
      .reply = protocol::ReplyKind::pixels,
      .memory = [side_max = options.side_max] { return memory_for(side_max); },
      .read = [side_max = options.side_max](Bytes body, const auto& memory) -> protocol::Decoded<Result<Pixels>> {
        TRY(const protocol::PixelsReply reply, protocol::decode_pixels(body, side_max));
        return pixels_of(reply, *memory);
      }};
}

ImageAsked<Jpeg> ask_jpeg(const JpegOptions& options) {
  return {.request = {.task = protocol::ImageTask::jpeg,
                      .pixels_max = options.pixels_max,
                      .side_max = options.side_max,
                      .quality = options.quality,
                      .jpeg_bytes_max = options.jpeg_bytes_max,
                      .part = options.part},
          .reply = protocol::ReplyKind::jpeg,
          .read = [options](Bytes body, const auto&) -> protocol::Decoded<Result<Jpeg>> {
            return protocol::decode_jpeg(body, options);
          }};
}

}  // namespace lightwell::engines
