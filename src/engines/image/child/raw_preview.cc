#include "engines/image/child/raw_preview.h"

#include <algorithm>
#include <exiv2/exiv2.hpp>

#include "engines/image/child/sniff.h"
#include "engines/image/child/tiff_header.h"

namespace lightwell::engines::image {
namespace {

constexpr uint32_t kScreenSide = 1440;
constexpr size_t kPreviewBytesMax = size_t(128) << 20;
constexpr size_t kBoxesMax = 4096;
constexpr std::string_view kCanonPreviewUuid = "\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16";

uint64_t big_endian(std::string_view bytes, size_t at, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

struct Box {
  std::string_view type;
  std::string_view body;
};

// The box at the front of `rest`, which moves behind it.
std::optional<Box> next_box(std::string_view& rest) {
  if (rest.size() < 8) return std::nullopt;
  uint64_t size = big_endian(rest, 0, 4);
  size_t head = 8;
  if (size == 1) {
    if (rest.size() < 16) return std::nullopt;
    size = big_endian(rest, 8, 8);
    head = 16;
  } else if (size == 0) {
    size = rest.size();
  }
  if (size < head || size > rest.size()) return std::nullopt;
  const Box box = {rest.substr(4, 4), rest.substr(head, size - head)};
  rest.remove_prefix(size);
  return box;
}

std::optional<std::string> fitting_exiv2_preview(Exiv2::Image& image) {
  Exiv2::PreviewManager manager(image);
  const Exiv2::PreviewPropertiesList list = manager.getPreviewProperties();  // smallest first
  const Exiv2::PreviewProperties* chosen = nullptr;
  for (const Exiv2::PreviewProperties& preview : list) {
    const bool readable = preview.mimeType_ == "image/jpeg" || preview.mimeType_ == "image/tiff";
    if (!readable || size_t(preview.size_) > kPreviewBytesMax) continue;
    chosen = &preview;
    if (std::max<uint64_t>(preview.width_, preview.height_) >= kScreenSide) break;
  }
  if (chosen == nullptr) return std::nullopt;
  const Exiv2::PreviewImage preview = manager.getPreviewImage(*chosen);
  const Bytes file(reinterpret_cast<const std::byte*>(preview.pData()), size_t(preview.size()));
  // exiv2 hands out a JPEG that lies in a folder of tags as a TIFF with these tags.
  return std::string(as_text(chosen->mimeType_ == "image/tiff" ? jpeg_in_tiff(file).value_or(file) : file));
}

}  // namespace

std::optional<std::string> find_cr3_preview(Bytes original) {
  std::string_view rest = as_text(original);
  for (size_t i = 0; i < kBoxesMax; ++i) {
    const auto box = next_box(rest);
    if (!box) return std::nullopt;
    if (box->type != "uuid" || !box->body.starts_with(kCanonPreviewUuid)) continue;
    // 8 bytes of version and count, then the box: 4 of flags, 2 unknown, width, height, 2 unknown, the JPEG's length.
    std::string_view inside = box->body.substr(std::min<size_t>(kCanonPreviewUuid.size() + 8, box->body.size()));
    const auto preview = next_box(inside);
    if (!preview || preview->type != "PRVW" || preview->body.size() < 16) return std::nullopt;
    const uint64_t size = big_endian(preview->body, 12, 4);
    if (size > preview->body.size() - 16) return std::nullopt;
    return std::string(preview->body.substr(16, size));
  }
  return std::nullopt;
}

std::optional<RawPreview> find_raw_preview(Bytes original, const Metadata& metadata) {
  RawPreview found;
  std::optional<std::string> file = find_cr3_preview(original);
  if (metadata.image() != nullptr) {
    try {
      if (!file) file = fitting_exiv2_preview(*metadata.image());
      found.raw_width = uint32_t(std::max<int64_t>(0, metadata.image()->pixelWidth()));
      found.raw_height = uint32_t(std::max<int64_t>(0, metadata.image()->pixelHeight()));
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception&) {
    }
  }
  if (!file) return std::nullopt;
  const auto sniffed = sniff(as_bytes(*file));
  if (!sniffed || (sniffed->type != ImageType::jpeg && sniffed->type != ImageType::tiff)) return std::nullopt;
  found.file = std::move(*file);
  return found;
}

}  // namespace lightwell::engines::image
