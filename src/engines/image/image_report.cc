#include "engines/image/image_report.h"

#include <array>

namespace lightwell::engines {
namespace {

// In the order of ImageFailure.
constexpr std::array<ErrorKind, 8> kKinds = {{
    {"EmptyFile", 400, Fault::sender, "The file is empty."},
    {"NotAnImage", 400, Fault::sender, "This is not a picture."},
    {"UnsupportedImage", 400, Fault::sender, "Pictures of this kind cannot be read."},
    {"ImageTooLarge", 400, Fault::sender, "The picture is too large."},
    {"DamagedImage", 400, Fault::sender, "The file is damaged: its picture cannot be read."},
    {"ImageEngineCrashed", 400, Fault::sender,
     "The picture could not be read: it made the reader stop, twice. The file may be damaged."},
    {"ImageTimedOut", 400, Fault::sender, "The picture could not be read in the time that is allowed for one picture."},
    {"ImageOutOfMemory", 400, Fault::sender, "The picture needs more memory than is allowed for one picture."},
}};
constexpr std::array<std::string_view, 8> kFailureNames = {"empty",   "not_an_image",   "unsupported", "too_large",
                                                           "damaged", "engine_crashed", "timed_out",   "out_of_memory"};
constexpr std::array<std::string_view, 8> kTypeNames = {"jpeg", "png", "webp", "gif", "heic", "avif", "tiff", "raw"};
static_assert(kKinds.size() == size_t(kImageFailureLast) + 1 && kTypeNames.size() == size_t(kImageTypeLast) + 1);

}  // namespace

const ErrorKind& error_kind(ImageFailure failure) { return kKinds[size_t(failure)]; }

std::optional<ImageFailure> image_failure(const Error& error) {
  for (size_t i = 0; i < kKinds.size(); ++i) {
    if (error.kind == &kKinds[i]) return ImageFailure(i);
  }
  return std::nullopt;
}

std::string_view name_of(ImageFailure failure) { return kFailureNames[size_t(failure)]; }
std::string_view name_of(ImageType type) { return kTypeNames[size_t(type)]; }

}  // namespace lightwell::engines
