#include "engines/image/child/picture.h"

#include <vips/vips.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include "engines/image/child/halve.h"
#include "engines/image/child/thumbhash.h"
#include "engines/image/child/webp_container.h"
#include "engines/image/protocol/message.h"

namespace lightwell::engines::image {
namespace {

// A monitor's profile has some kilobytes, a printer's up to two megabytes.
constexpr size_t kProfileBytesMax = 8u << 20;
// Of WebP: 80 looks like the original; effort 2 is three times as fast as the default and 3 % larger.
constexpr int kQuality = 80;
constexpr int kEffort = 2;
constexpr int kThumbhashSide = 100;
constexpr int kJpegQualityStep = 15;

struct Unref {
  void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

// Runs one operation of libvips: `run` answers 0 and sets its argument.
template <class Run>
Image made(Run run) {
  VipsImage* out = nullptr;
  return Image(run(&out) == 0 ? out : nullptr);
}

void* bytes_of(Bytes file) { return const_cast<std::byte*>(file.data()); }

constexpr std::string_view kCutOff = "The file is cut off: a part of the picture is missing.";

std::unexpected<Refusal> refuse_by_vips() {
  const std::string words = to_lower(vips_error_buffer());
  vips_error_clear();
  if (words.contains("out of memory") || words.contains("memory allocation") || words.contains("insufficient memory")) {
    return refuse(ImageFailure::out_of_memory, "The picture needs more memory than is allowed for one picture.");
  }
  const bool ends_early = words.contains("premature end") || words.contains("truncated") ||
                          words.contains("end of file") || words.contains("unexpected end") ||
                          words.contains("ended") || words.contains("end-of-file") || words.contains("read error");
  if (ends_early) return refuse(ImageFailure::damaged, std::string(kCutOff));
  return refuse(ImageFailure::damaged, "The file is damaged: its picture cannot be read.");
}

size_t blob_bytes(VipsImage* image, const char* name) {
  const void* data = nullptr;
  size_t size = 0;
  if (vips_image_get_typeof(image, name) == 0 || vips_image_get_blob(image, name, &data, &size) != 0) return 0;
  return size;
}

Image upright(Image image, std::optional<uint8_t> orientation) {
  if (!orientation) return image;
  Image copy = made([&](VipsImage** out) { return vips_copy(image.get(), out, nullptr); });
  if (!copy) return copy;
  vips_image_set_int(copy.get(), VIPS_META_ORIENTATION, *orientation);
  return made([&](VipsImage** out) { return vips_autorot(copy.get(), out, nullptr); });
}

// Previews tell nothing beside the picture. Browsers take one without a profile for sRGB, which it is.
void forget_metadata(VipsImage* image) {
  gchar** fields = vips_image_get_fields(image);
  for (gchar** field = fields; *field != nullptr; ++field) vips_image_remove(image, *field);
  g_strfreev(fields);
}

// 8-bit sRGB with or without alpha, in memory: here the decoder runs.
Image plain(Image image) {
  if (!image) return image;
  image = made([&](VipsImage** out) { return vips_colourspace(image.get(), out, VIPS_INTERPRETATION_sRGB, nullptr); });
  if (image && vips_image_get_bands(image.get()) > 4) {
    image = made([&](VipsImage** out) { return vips_extract_band(image.get(), out, 0, "n", 4, nullptr); });
  }
  if (image) image = made([&](VipsImage** out) { return vips_cast_uchar(image.get(), out, nullptr); });
  if (image) image = Image(vips_image_copy_memory(image.get()));
  if (image) forget_metadata(image.get());
  if (!image || vips_image_get_bands(image.get()) != 4) return image;

  Image alpha = made([&](VipsImage** out) { return vips_extract_band(image.get(), out, 3, nullptr); });
  double least = 0;
  if (!alpha || vips_min(alpha.get(), &least, nullptr) != 0) return nullptr;
  if (least < 255) return image;
  image = made([&](VipsImage** out) { return vips_extract_band(image.get(), out, 0, "n", 3, nullptr); });
  return image ? Image(vips_image_copy_memory(image.get())) : nullptr;
}

// No pixel is decoded.
Image open(Bytes file) {
  return Image(vips_image_new_from_buffer(file.data(), file.size(), "", "access", VIPS_ACCESS_SEQUENTIAL, nullptr));
}

// Converting between profiles costs as much as all the rest; most photos say nothing and mean sRGB.
bool needs_profile(Bytes file) {
  const Image header = open(file);
  return header && (vips_image_get_typeof(header.get(), VIPS_META_ICC_NAME) != 0 ||
                    vips_image_get_interpretation(header.get()) == VIPS_INTERPRETATION_CMYK);
}

enum class Cut { is_refused, is_shown };  // What is decoded of a file that breaks off.

Image load(Bytes file, std::optional<uint8_t> orientation, int side, Cut cut = Cut::is_refused) {
  const char* profile = needs_profile(file) ? "srgb" : nullptr;
  const char* options = cut == Cut::is_refused ? "[fail_on=truncated]" : "[fail_on=none]";
  Image image = made([&](VipsImage** out) {
    return vips_thumbnail_buffer(bytes_of(file), file.size(), out, side, "height", side, "size", VIPS_SIZE_DOWN,
                                 "option_string", options, "no_rotate", orientation ? TRUE : FALSE,
                                 profile != nullptr ? "export_profile" : nullptr, profile, nullptr);
  });
  if (!image) return image;
  return plain(upright(std::move(image), orientation));
}

// libvips' own first step of a large reduction costs as much as half a WebP preview. With alpha a plain mean would let
// colours of what is transparent through.
bool worth_halving(VipsImage* image, int width, int height) {
  return vips_image_get_bands(image) == 3 && vips_image_get_format(image) == VIPS_FORMAT_UCHAR &&
         vips_image_get_width(image) >= 4 * width && vips_image_get_height(image) >= 4 * height;
}

Image half_of(VipsImage* image) {
  const auto width = size_t(vips_image_get_width(image));
  const auto height = size_t(vips_image_get_height(image));
  const auto* pixels = static_cast<const uint8_t*>(vips_image_get_data(image));
  if (pixels == nullptr) return nullptr;
  const std::vector<uint8_t> half = halved({pixels, width * height * 3}, width, height);
  Image made_half(
      vips_image_new_from_memory_copy(half.data(), half.size(), int(width / 2), int(height / 2), 3, VIPS_FORMAT_UCHAR));
  if (made_half) made_half->Type = VIPS_INTERPRETATION_sRGB;
  return made_half;
}

Image shrink(VipsImage* image, int width, int height) {
  if (vips_image_get_width(image) <= width && vips_image_get_height(image) <= height) {
    g_object_ref(image);
    return Image(image);
  }
  const Image half = worth_halving(image, width, height) ? half_of(image) : nullptr;
  if (half) return shrink(half.get(), width, height);
  return plain(made([&](VipsImage** out) {
    return vips_thumbnail_image(image, out, width, "height", height, "size", VIPS_SIZE_FORCE, nullptr);
  }));
}

Image shrink_by(VipsImage* image, double scale) {
  const auto scaled = [scale](int side) { return std::max(1, int(side * scale + 0.5)); };
  return shrink(image, scaled(vips_image_get_width(image)), scaled(vips_image_get_height(image)));
}

Image shrink_to_large(VipsImage* image) {
  const double longer = std::max(vips_image_get_width(image), vips_image_get_height(image));
  return shrink_by(image, std::min(1.0, protocol::kLargeSideMax / longer));
}

// The timeline's rows are about as high as this preview's short side, whatever the picture's shape.
Image shrink_to_small(VipsImage* image) {
  const double width = vips_image_get_width(image);
  const double height = vips_image_get_height(image);
  return shrink_by(image, std::min({1.0, protocol::kSmallShortSideMax / std::min(width, height),
                                    protocol::kSmallLongSideMax / std::max(width, height)}));
}

// Of most pictures the large preview has all that the small one needs; a strip is longer than a screen before it is as
// high as a row.
int side_for_previews(Bytes file) {
  const Image header = open(file);
  if (!header) return int(protocol::kLargeSideMax);
  const double width = vips_image_get_width(header.get());
  const double height = vips_image_get_page_height(header.get());
  const double side = protocol::kSmallShortSideMax * std::max(width, height) / std::max(1.0, std::min(width, height));
  return int(std::clamp<double>(std::ceil(side), protocol::kLargeSideMax, protocol::kSmallLongSideMax));
}

bool save(VipsImage* image, Preview& preview) {
  void* bytes = nullptr;
  size_t size = 0;
  if (vips_webpsave_buffer(image, &bytes, &size, "Q", kQuality, "effort", kEffort, nullptr) != 0) return false;
  preview.webp = without_metadata({static_cast<const char*>(bytes), size});
  g_free(bytes);
  preview.width = uint32_t(vips_image_get_width(image));
  preview.height = uint32_t(vips_image_get_height(image));
  return true;
}

// Models and JPEG know no transparency; on white it looks as on a page.
Image opaque(Image image) {
  if (!image || vips_image_get_bands(image.get()) == 3) return image;
  const std::array<double, 3> white = {255, 255, 255};
  const std::unique_ptr<VipsArrayDouble, void (*)(VipsArrayDouble*)> background(
      vips_array_double_new(white.data(), int(white.size())),
      [](VipsArrayDouble* array) { vips_area_unref(VIPS_AREA(array)); });
  image =
      made([&](VipsImage** out) { return vips_flatten(image.get(), out, "background", background.get(), nullptr); });
  if (image) image = made([&](VipsImage** out) { return vips_cast_uchar(image.get(), out, nullptr); });
  return image ? Image(vips_image_copy_memory(image.get())) : nullptr;
}

Look<Image> load_opaque(Bytes file, std::optional<uint8_t> orientation, uint32_t side_max) {
  Image image = opaque(load(file, orientation, int(side_max)));
  if (!image || vips_image_get_bands(image.get()) != 3) return refuse_by_vips();
  return image;
}

// The part alone, at least one pixel of it, and not larger than `side_max`.
Look<Image> cut_out(const Image& image, const PicturePart& part, uint32_t side_max) {
  const int width = vips_image_get_width(image.get());
  const int height = vips_image_get_height(image.get());
  const int left = std::min(int(part.left * width), width - 1);
  const int top = std::min(int(part.top * height), height - 1);
  const int wide = std::clamp(int(std::lround(part.width * width)), 1, width - left);
  const int high = std::clamp(int(std::lround(part.height * height)), 1, height - top);
  Image cut = made([&](VipsImage** out) { return vips_crop(image.get(), out, left, top, wide, high, nullptr); });
  if (cut) cut = Image(vips_image_copy_memory(cut.get()));
  const double scale = std::min(1.0, double(side_max) / std::max(wide, high));
  if (cut && scale < 1) {
    const auto scaled = [scale](int side) { return std::max(1, int(std::lround(side * scale))); };
    cut = shrink(cut.get(), scaled(wide), scaled(high));
  }
  if (!cut) return refuse_by_vips();
  return cut;
}

// Of an image in memory: hardly a pixel is another than the last, which a file that breaks off left blank.
bool is_blank(VipsImage* image) {
  constexpr size_t kShownPercentMin = 1;
  const auto* pixels = static_cast<const uint8_t*>(vips_image_get_data(image));
  const auto bytes = size_t(vips_image_get_bands(image));
  const size_t count = size_t(vips_image_get_width(image)) * size_t(vips_image_get_height(image));
  if (pixels == nullptr) return true;
  size_t shown = 0;
  for (size_t i = 0; i < count; ++i) shown += std::memcmp(pixels + i * bytes, pixels + (count - 1) * bytes, bytes) != 0;
  return shown * 100 < count * kShownPercentMin;
}

// Of a file that breaks off, what comes before that is worth seeing: decoders leave the rest grey or black.
Look<Image> load_for_previews(Bytes file, std::optional<uint8_t> orientation, bool& is_cut_off) {
  const int side = side_for_previews(file);
  Image image = load(file, orientation, side);
  if (!image) {
    auto refusal = refuse_by_vips();
    if (refusal.error().message != kCutOff) return refusal;
    image = load(file, orientation, side, Cut::is_shown);
    vips_error_clear();
    if (!image || is_blank(image.get())) return refusal;
    is_cut_off = true;
  }
  if (vips_image_get_bands(image.get()) < 3) return refuse_by_vips();
  return image;
}

std::optional<std::string> hash_of(VipsImage* small) {
  const double longer = std::max(vips_image_get_width(small), vips_image_get_height(small));
  Image tiny = shrink_by(small, std::min(1.0, kThumbhashSide / longer));
  if (tiny && vips_image_get_bands(tiny.get()) == 3) {
    tiny = made([&](VipsImage** out) { return vips_bandjoin_const1(tiny.get(), out, 255, nullptr); });
  }
  if (tiny) tiny = made([&](VipsImage** out) { return vips_cast_uchar(tiny.get(), out, nullptr); });
  if (!tiny || vips_image_get_bands(tiny.get()) != 4) return std::nullopt;
  size_t size = 0;
  const std::unique_ptr<void, decltype(&g_free)> pixels(vips_image_write_to_memory(tiny.get(), &size), &g_free);
  if (!pixels) return std::nullopt;
  return thumbhash(size_t(vips_image_get_width(tiny.get())), size_t(vips_image_get_height(tiny.get())),
                   {static_cast<const uint8_t*>(pixels.get()), size});
}

}  // namespace

Look<Header> read_header(Bytes file, uint64_t pixels_max) {
  const Image image = open(file);
  if (!image) return refuse_by_vips();
  Header header = {.width = uint32_t(vips_image_get_width(image.get())),
                   .height = uint32_t(vips_image_get_page_height(image.get())),
                   .orientation = uint8_t(std::clamp(vips_image_get_orientation(image.get()), 1, 8)),
                   .frames = uint32_t(std::max(1, vips_image_get_n_pages(image.get()))),
                   .metadata_bytes = blob_bytes(image.get(), VIPS_META_EXIF_NAME) +
                                     blob_bytes(image.get(), VIPS_META_XMP_NAME) +
                                     blob_bytes(image.get(), VIPS_META_IPTC_NAME)};
  const uint64_t pixels = uint64_t(header.width) * header.height;
  if (pixels > pixels_max || std::max(header.width, header.height) > protocol::kSideMax) {
    return refuse(ImageFailure::too_large,
                  fmt::format("The picture has {} x {} pixels, {:.0f} megapixels; the limit is {:.0f} megapixels.",
                              header.width, header.height, double(pixels) / 1e6, double(pixels_max) / 1e6));
  }
  if (const size_t profile = blob_bytes(image.get(), VIPS_META_ICC_NAME); profile > kProfileBytesMax) {
    return refuse(ImageFailure::too_large,
                  fmt::format("The picture's colour profile has {:.1f} MB; the limit is {:.0f} MB.",
                              double(profile) / 1e6, double(kProfileBytesMax) / 1e6));
  }
  return header;
}

Look<Pictures> make_pictures(Bytes file, std::optional<uint8_t> orientation) {
  Pictures pictures;
  TRY(const Image whole, load_for_previews(file, orientation, pictures.is_cut_off));
  const Image large = shrink_to_large(whole.get());
  const Image small = shrink_to_small(whole.get());
  if (!large || !small || !save(large.get(), pictures.large) || !save(small.get(), pictures.small)) {
    return refuse_by_vips();
  }
  auto hash = hash_of(small.get());
  if (!hash) return refuse_by_vips();
  pictures.thumbhash = std::move(*hash);
  return pictures;
}

Look<Size> decode_pixels(Bytes file, std::optional<uint8_t> orientation, uint32_t side_max,
                         std::span<std::byte> memory) {
  TRY(const Image image, load_opaque(file, orientation, side_max));
  const Size size = {uint32_t(vips_image_get_width(image.get())), uint32_t(vips_image_get_height(image.get()))};
  const size_t bytes = size_t(size.width) * size.height * 3;
  const void* rows = vips_image_get_data(image.get());
  if (rows == nullptr || bytes > memory.size()) return refuse_by_vips();
  std::memcpy(memory.data(), rows, bytes);
  return size;
}

Look<Jpeg> make_jpeg(Bytes file, std::optional<uint8_t> orientation, const JpegOptions& options) {
  const bool is_part = options.part != PicturePart{};
  TRY(Image image, load_opaque(file, orientation, is_part ? kPixelsSideMax : options.side_max));
  if (is_part) {
    TRY(image, cut_out(image, options.part, options.side_max));
  }
  for (int quality = options.quality; quality > 0; quality -= kJpegQualityStep) {
    void* bytes = nullptr;
    size_t size = 0;
    if (vips_jpegsave_buffer(image.get(), &bytes, &size, "Q", quality, "strip", TRUE, nullptr) != 0) {
      return refuse_by_vips();
    }
    Jpeg jpeg = {uint32_t(vips_image_get_width(image.get())), uint32_t(vips_image_get_height(image.get())),
                 std::string(static_cast<const char*>(bytes), size)};
    g_free(bytes);
    if (jpeg.bytes.size() <= options.jpeg_bytes_max) return jpeg;
  }
  return refuse(ImageFailure::too_large,
                fmt::format("The picture cannot be made a JPEG of {} bytes.", options.jpeg_bytes_max));
}

}  // namespace lightwell::engines::image
