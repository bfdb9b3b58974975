#include "engines/image/child/sniff.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engines/image/child/tiff_header.h"

namespace lightwell::engines::image {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kReadable =
    "Readable are JPEG, PNG, WebP, GIF, HEIC, AVIF, TIFF and the raw files of cameras.";

struct Known {
  size_t at;
  std::string_view magic;
  Sniffed what;
};
constexpr std::array kKnown = {
    Known{0, "\xFF\xD8\xFF"sv, {ImageType::jpeg, "image/jpeg"}},
    Known{0, "\x89PNG\r\n\x1A\n"sv, {ImageType::png, "image/png"}},
    Known{0, "GIF87a"sv, {ImageType::gif, "image/gif"}},
    Known{0, "GIF89a"sv, {ImageType::gif, "image/gif"}},
    Known{0, "FUJIFILMCCD-RAW "sv, {ImageType::raw, "image/x-fuji-raf"}},
    Known{0, "IIRO"sv, {ImageType::raw, "image/x-olympus-orf"}},
    Known{0, "IIRS"sv, {ImageType::raw, "image/x-olympus-orf"}},
    Known{0, "MMOR"sv, {ImageType::raw, "image/x-olympus-orf"}},
    Known{0, "IIU\0"sv, {ImageType::raw, "image/x-panasonic-rw2"}},
    Known{0, "\0MRM"sv, {ImageType::raw, "image/x-minolta-mrw"}},
    Known{0, "II\x1A\0\0\0HEAPCCDR"sv, {ImageType::raw, "image/x-canon-crw"}},
};

struct Other {
  size_t at;
  std::string_view magic;
  ImageFailure failure;
  std::string_view name;
};
constexpr std::array kOthers = {
    Other{0, "%PDF"sv, ImageFailure::not_an_image, "a PDF document"},
    Other{0, "8BPS"sv, ImageFailure::unsupported, "a Photoshop file"},
    Other{0, "BM"sv, ImageFailure::unsupported, "a BMP picture"},
    Other{0, "\0\0\1\0"sv, ImageFailure::unsupported, "an icon"},
    Other{0, "\xFF\x0A"sv, ImageFailure::unsupported, "a JPEG XL picture"},
    Other{4, "JXL \r\n"sv, ImageFailure::unsupported, "a JPEG XL picture"},
    Other{4, "jP  \r\n"sv, ImageFailure::unsupported, "a JPEG 2000 picture"},
    Other{0, "\xFF\x4F\xFF\x51"sv, ImageFailure::unsupported, "a JPEG 2000 picture"},
    Other{0, "v/1\x01"sv, ImageFailure::unsupported, "an OpenEXR picture"},
    Other{0, "#?RADIANCE"sv, ImageFailure::unsupported, "a Radiance picture"},
    Other{0, "FOVb"sv, ImageFailure::unsupported, "a Sigma raw file"},
    Other{0, "gimp xcf"sv, ImageFailure::unsupported, "a GIMP file"},
    Other{0, "II\xBC"sv, ImageFailure::unsupported, "a JPEG XR picture"},
    Other{0, "PK\3\4"sv, ImageFailure::not_an_image, "a ZIP archive or an office document"},
    Other{0, "\x1F\x8B"sv, ImageFailure::not_an_image, "a compressed archive"},
    Other{0, "7z\xBC\xAF"sv, ImageFailure::not_an_image, "a compressed archive"},
    Other{0, "Rar!"sv, ImageFailure::not_an_image, "a compressed archive"},
    Other{0, "\x1A\x45\xDF\xA3"sv, ImageFailure::not_an_image, "a video"},
    Other{8, "AVI "sv, ImageFailure::not_an_image, "a video"},
    Other{0, "\0\0\1\xBA"sv, ImageFailure::not_an_image, "a video"},
    Other{0, "FLV\1"sv, ImageFailure::not_an_image, "a video"},
    Other{8, "WAVE"sv, ImageFailure::not_an_image, "a sound recording"},
    Other{0, "ID3"sv, ImageFailure::not_an_image, "a sound recording"},
    Other{0, "OggS"sv, ImageFailure::not_an_image, "a sound recording or a video"},
    Other{0, "fLaC"sv, ImageFailure::not_an_image, "a sound recording"},
    Other{0,
          "\x7F"
          "ELF"sv,
          ImageFailure::not_an_image, "a program"},
    Other{0, "MZ"sv, ImageFailure::not_an_image, "a program"},
    Other{0, "SQLite format 3"sv, ImageFailure::not_an_image, "a database"},
};

bool stands_at(std::string_view text, size_t at, std::string_view magic) {
  return text.size() >= at && text.substr(at).starts_with(magic);
}

std::unexpected<Refusal> refuse_as(ImageFailure failure, std::string_view name) {
  return refuse(failure, fmt::format("This is {}, which is not a photo that can be read. {}", name, kReadable));
}

// ISO base media files: the brands in their first box tell HEIC and AVIF from videos.
Look<Sniffed> sniff_brands(std::string_view text) {
  const auto byte = [&](size_t i) { return size_t(static_cast<unsigned char>(text[i])); };
  const size_t box =
      std::min(byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3), std::min<size_t>(text.size(), 256));
  bool heic = false, avif = false, picture = false;
  for (size_t at = 8; at + 4 <= box; at += at == 8 ? 8 : 4) {
    const std::string_view brand = text.substr(at, 4);
    if (brand == "crx ") return Sniffed{ImageType::raw, "image/x-canon-cr3"};
    avif |= brand == "avif" || brand == "avis";
    heic |= brand == "heic" || brand == "heix" || brand == "heim" || brand == "heis" || brand == "hevc" ||
            brand == "hevx" || brand == "hevm" || brand == "hevs";
    picture |= brand == "mif1" || brand == "msf1" || brand == "mif2";
  }
  if (avif) return Sniffed{ImageType::avif, "image/avif"};
  if (heic || picture) return Sniffed{ImageType::heic, heic ? "image/heic" : "image/heif"};
  return refuse_as(ImageFailure::not_an_image, "a video");
}

std::optional<std::string_view> kind_of_text(std::string_view text) {
  std::string_view head = text.substr(0, 4096);
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return "a text file";
  const auto odd = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f';
  };
  if (std::ranges::any_of(head, odd)) return std::nullopt;
  const std::string lower = to_lower(head);
  if (lower.contains("<svg")) return "an SVG drawing";
  if (lower.contains("<!doctype html") || lower.contains("<html")) return "a web page";
  if (is_utf8(head.substr(0, std::min<size_t>(head.size(), 64))) || is_utf8(head)) return "a text file";
  return std::nullopt;
}

}  // namespace

Look<Sniffed> sniff(Bytes original) {
  const std::string_view text = as_text(original);
  if (text.empty()) return refuse(ImageFailure::empty, "The file is empty.");
  for (const Known& known : kKnown) {
    if (stands_at(text, known.at, known.magic)) return known.what;
  }
  if (text.starts_with("RIFF") && stands_at(text, 8, "WEBP")) return Sniffed{ImageType::webp, "image/webp"};
  if (const auto tiff = sniff_tiff(original)) return *tiff;
  if (text.size() >= 12 && stands_at(text, 4, "ftyp")) return sniff_brands(text);
  if (stands_at(text, 4, "moov") || stands_at(text, 4, "mdat") || stands_at(text, 4, "wide")) {
    return refuse_as(ImageFailure::not_an_image, "a video");
  }
  for (const Other& other : kOthers) {
    if (stands_at(text, other.at, other.magic)) return refuse_as(other.failure, other.name);
  }
  if (const auto kind = kind_of_text(text)) {
    const bool drawing = kind->contains("SVG");
    return refuse_as(drawing ? ImageFailure::unsupported : ImageFailure::not_an_image, *kind);
  }
  return refuse(ImageFailure::not_an_image, fmt::format("This is not a picture of a known kind. {}", kReadable));
}

}  // namespace lightwell::engines::image
