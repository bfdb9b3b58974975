#include "engines/image/child/tiff_header.h"

#include <array>
#include <string>

namespace lightwell::engines::image {
namespace {

using namespace std::string_view_literals;

constexpr size_t kTagsMax = 512;
constexpr uint16_t kNewSubfileType = 0x00FE;
constexpr uint16_t kMake = 0x010F;
constexpr uint16_t kSubIfds = 0x014A;
constexpr uint16_t kDngVersion = 0xC612;
constexpr uint16_t kPhotometric = 0x0106;
constexpr uint16_t kCompression = 0x0103;
constexpr uint16_t kStripOffsets = 0x0111;
constexpr uint16_t kStripByteCounts = 0x0117;
constexpr uint32_t kJpeg = 7;
constexpr uint32_t kColourFilterArray = 32803;

class Reader {
 public:
  Reader(std::string_view bytes, bool little) : bytes_(bytes), little_(little) {}
  // Zero past the end: a folder that lies outside its file has no tags.
  uint32_t u16(size_t at) const { return number(at, 2); }
  uint32_t u32(size_t at) const { return number(at, 4); }
  std::string_view text(size_t at, size_t size) const { return at < bytes_.size() ? bytes_.substr(at, size) : ""sv; }

 private:
  uint32_t number(size_t at, size_t size) const {
    if (at > bytes_.size() || bytes_.size() - at < size) return 0;
    uint32_t value = 0;
    for (size_t i = 0; i < size; ++i) {
      const auto byte = uint32_t(static_cast<unsigned char>(bytes_[at + (little_ ? size - 1 - i : i)]));
      value = value << 8 | byte;
    }
    return value;
  }
  std::string_view bytes_;
  bool little_;
};

struct FirstFolder {
  std::string make;
  bool dng = false;
  bool sub_folders = false;
  bool reduced = false;  // it describes a thumbnail
  bool mosaic = false;
  bool jpeg = false;
  uint32_t strip_at = 0;  // of a single strip
  uint32_t strip_bytes = 0;
};

FirstFolder read_first_folder(const Reader& in) {
  FirstFolder folder;
  const size_t start = in.u32(4);
  const size_t tags = std::min<size_t>(in.u16(start), kTagsMax);
  for (size_t i = 0; i < tags; ++i) {
    const size_t entry = start + 2 + i * 12;
    const uint32_t count = in.u32(entry + 4);
    switch (in.u16(entry)) {
      case kMake:
        folder.make = in.text(count > 4 ? in.u32(entry + 8) : entry + 8, std::min<uint32_t>(count, 32));
        break;
      case kSubIfds: folder.sub_folders = true; break;
      case kDngVersion: folder.dng = true; break;
      case kNewSubfileType: folder.reduced = (in.u32(entry + 8) & 1) != 0; break;
      case kPhotometric: folder.mosaic = in.u16(entry + 8) == kColourFilterArray; break;
      case kCompression: folder.jpeg = in.u16(entry + 8) == kJpeg; break;
      case kStripOffsets: folder.strip_at = count == 1 ? in.u32(entry + 8) : 0; break;
      case kStripByteCounts: folder.strip_bytes = count == 1 ? in.u32(entry + 8) : 0; break;
      default: break;
    }
  }
  return folder;
}

struct Maker {
  std::string_view prefix;
  std::string_view media_type;
};
constexpr std::array kMakers = {
    Maker{"NIKON", "image/x-nikon-nef"},        Maker{"SONY", "image/x-sony-arw"},
    Maker{"PENTAX", "image/x-pentax-pef"},      Maker{"RICOH", "image/x-pentax-pef"},
    Maker{"SAMSUNG", "image/x-samsung-srw"},    Maker{"Hasselblad", "image/x-hasselblad-3fr"},
    Maker{"KODAK", "image/x-kodak-dcr"},        Maker{"EASTMAN KODAK", "image/x-kodak-dcr"},
    Maker{"Phase One", "image/x-phaseone-iiq"}, Maker{"SEIKO EPSON", "image/x-epson-erf"},
    Maker{"Mamiya", "image/x-mamiya-mef"},      Maker{"LEICA", "image/x-leica-rwl"},
    Maker{"Canon", "image/x-canon-tif"},
};

bool is_little_endian(std::string_view text) { return text.starts_with("II*\0"sv) || text.starts_with("II+\0"sv); }

}  // namespace

std::optional<Bytes> jpeg_in_tiff(Bytes tiff) {
  const FirstFolder folder = read_first_folder(Reader(as_text(tiff), is_little_endian(as_text(tiff))));
  if (!folder.jpeg || folder.strip_at == 0 || folder.strip_at >= tiff.size()) return std::nullopt;
  const Bytes rest = tiff.subspan(folder.strip_at);
  return rest.first(std::min<size_t>(folder.strip_bytes, rest.size()));
}

std::optional<Sniffed> sniff_tiff(Bytes original) {
  const std::string_view text = as_text(original);
  const bool little = is_little_endian(text);
  if (!little && !text.starts_with("MM\0*"sv) && !text.starts_with("MM\0+"sv)) return std::nullopt;
  const Sniffed tiff = {ImageType::tiff, "image/tiff"};
  if (text[little ? 2 : 3] == '+') return tiff;  // BigTIFF; no camera writes it
  if (text.size() > 10 && text.substr(8, 2) == "CR") return Sniffed{ImageType::raw, "image/x-canon-cr2"};

  const FirstFolder folder = read_first_folder(Reader(text, little));
  if (folder.dng) return Sniffed{ImageType::raw, "image/x-adobe-dng"};
  // A camera's folder describes a thumbnail and points to the raw picture; an ordinary TIFF describes its picture.
  const bool raw = folder.mosaic || (folder.sub_folders && folder.reduced);
  for (const Maker& maker : kMakers) {
    if (raw && folder.make.starts_with(maker.prefix)) return Sniffed{ImageType::raw, maker.media_type};
  }
  // Sony and Pentax describe their preview as a full picture; only their raw files have these makers and such folders.
  if (folder.sub_folders && folder.make.starts_with("SONY")) return Sniffed{ImageType::raw, "image/x-sony-arw"};
  if (folder.mosaic) return Sniffed{ImageType::raw, "image/x-raw"};
  return tiff;
}

}  // namespace lightwell::engines::image
