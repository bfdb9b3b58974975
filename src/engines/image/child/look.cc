#include "engines/image/child/look.h"

#include <optional>

#include "engines/image/child/metadata.h"
#include "engines/image/child/picture.h"
#include "engines/image/child/raw_preview.h"
#include "engines/image/child/sniff.h"

namespace lightwell::engines::image {
namespace {

constexpr uint64_t kMetadataBytesMax = 16u << 20;

void turn_size(ImageReport& report) {
  if (report.orientation >= 5) std::swap(report.width, report.height);
}

void put_pictures(ImageReport& report, Pictures pictures) {
  report.small = std::move(pictures.small);
  report.large = std::move(pictures.large);
  report.thumbhash = std::move(pictures.thumbhash);
  report.is_cut_off = pictures.is_cut_off;
}

Look<ImageReport> look_at_picture(Bytes original, uint64_t pixels_max, ImageReport report) {
  TRY(const Header header, read_header(original, pixels_max));
  report.width = header.width;
  report.height = header.height;
  report.orientation = header.orientation;
  turn_size(report);
  const bool moves = report.type == ImageType::gif || report.type == ImageType::webp || report.type == ImageType::png;
  if (moves) report.frames = header.frames;
  if (header.metadata_bytes <= kMetadataBytesMax) {
    const Metadata metadata(original);
    report.facts = metadata.facts();
    if (!metadata.trouble().empty()) report.warnings.push_back(metadata.trouble());
  } else {
    report.warnings.push_back("What is written beside the picture is too large and was not read.");
  }
  TRY(Pictures pictures, make_pictures(original, std::nullopt));
  put_pictures(report, std::move(pictures));
  return report;
}

Look<RawPreview> raw_preview_of(Bytes original, const Metadata& metadata) {
  auto preview = find_raw_preview(original, metadata);
  if (preview) return std::move(*preview);
  return refuse(ImageFailure::unsupported, "This is a camera's raw file without a picture inside that could be shown.");
}

// The orientation in the raw file holds for its preview, which cameras store as the sensor saw it.
Look<ImageReport> look_at_raw(Bytes original, uint64_t pixels_max, ImageReport report) {
  const Metadata metadata(original);
  TRY(const RawPreview preview, raw_preview_of(original, metadata));
  const Bytes file = as_bytes(preview.file);
  TRY(const Header header, read_header(file, pixels_max));
  report.orientation = metadata.orientation().value_or(header.orientation);
  const bool tells_size = uint64_t(preview.raw_width) * preview.raw_height >= uint64_t(header.width) * header.height;
  report.width = tells_size ? preview.raw_width : header.width;
  report.height = tells_size ? preview.raw_height : header.height;
  turn_size(report);
  report.facts = metadata.facts();
  TRY(Pictures pictures, make_pictures(file, report.orientation));
  put_pictures(report, std::move(pictures));
  return report;
}

}  // namespace

Look<ImageReport> look_at(Bytes original, uint64_t pixels_max) {
  TRY(const Sniffed sniffed, sniff(original));
  ImageReport report;
  report.type = sniffed.type;
  report.media_type = sniffed.media_type;
  if (sniffed.type == ImageType::raw) return look_at_raw(original, pixels_max, std::move(report));
  return look_at_picture(original, pixels_max, std::move(report));
}

Look<Shown> find_shown(Bytes original, uint64_t pixels_max) {
  TRY(const Sniffed sniffed, sniff(original));
  Shown shown = {.type = sniffed.type};
  if (sniffed.type == ImageType::raw) {
    const Metadata metadata(original);
    TRY(RawPreview preview, raw_preview_of(original, metadata));
    shown.inner = std::move(preview.file);
    shown.turned = metadata.orientation();
  }
  TRY(shown.header, read_header(shown.file(original), pixels_max));
  return shown;
}

}  // namespace lightwell::engines::image
