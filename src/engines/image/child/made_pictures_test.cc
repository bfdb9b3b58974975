#include "engines/image/child/made_pictures.h"

#include <doctest/doctest.h>
#include <libheif/heif.h>
#include <vips/vips.h>
#include <zlib.h>

#include <cmath>
#include <memory>

#include "engines/image/child/metadata.h"
#include "engines/image/child/vips_setup.h"

namespace lightwell::engines::image {
namespace {

struct Unref {
  void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

template <class Run>
Image made(Run run) {
  VipsImage* out = nullptr;
  if (run(&out) != 0) FAIL(vips_error_buffer());
  return Image(out);
}

std::string saved(VipsImage* image, const std::string& suffix) {
  void* bytes = nullptr;
  size_t size = 0;
  if (vips_image_write_to_buffer(image, suffix.c_str(), &bytes, &size, nullptr) != 0) FAIL(vips_error_buffer());
  std::string out(static_cast<const char*>(bytes), size);
  g_free(bytes);
  return out;
}

Image quarters(int width, int height, int bands) {
  std::vector<uint8_t> pixels;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const bool left = x < width / 2, top = y < height / 2;
      const Colour& colour = top ? (left ? kRed : kGreen) : (left ? kBlue : kWhite);
      if (bands == 1) pixels.push_back(uint8_t((colour[0] + colour[1] + colour[2]) / 3));
      if (bands >= 3) pixels.insert(pixels.end(), {uint8_t(colour[0]), uint8_t(colour[1]), uint8_t(colour[2])});
      if (bands == 4) pixels.push_back(left ? 0 : 255);
    }
  }
  Image raw(vips_image_new_from_memory_copy(pixels.data(), pixels.size(), width, height, bands, VIPS_FORMAT_UCHAR));
  return made([&](VipsImage** out) {
    return vips_copy(raw.get(), out, "interpretation", bands == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB,
                     nullptr);
  });
}

// What a camera held that way would have stored.
Image turned_back(Image image, int orientation) {
  const auto rotate = [](Image in, VipsAngle angle) {
    return made([&](VipsImage** out) { return vips_rot(in.get(), out, angle, nullptr); });
  };
  const auto flip = [](Image in, VipsDirection direction) {
    return made([&](VipsImage** out) { return vips_flip(in.get(), out, direction, nullptr); });
  };
  switch (orientation) {
    case 2: return flip(std::move(image), VIPS_DIRECTION_HORIZONTAL);
    case 3: return rotate(std::move(image), VIPS_ANGLE_D180);
    case 4: return flip(std::move(image), VIPS_DIRECTION_VERTICAL);
    case 5: return flip(rotate(std::move(image), VIPS_ANGLE_D90), VIPS_DIRECTION_HORIZONTAL);
    case 6: return rotate(std::move(image), VIPS_ANGLE_D270);
    case 7: return flip(rotate(std::move(image), VIPS_ANGLE_D90), VIPS_DIRECTION_VERTICAL);
    case 8: return rotate(std::move(image), VIPS_ANGLE_D90);
    default: return image;
  }
}

Image with_profile(Image image, const Made& wanted) {
  Image copy = made([&](VipsImage** out) { return vips_copy(image.get(), out, nullptr); });
  if (!wanted.profile.empty()) {
    VipsBlob* profile = nullptr;
    REQUIRE(vips_profile_load(wanted.profile.c_str(), &profile, nullptr) == 0);
    size_t size = 0;
    const void* bytes = vips_blob_get(profile, &size);
    vips_image_set_blob_copy(copy.get(), VIPS_META_ICC_NAME, bytes, size);
    vips_area_unref(VIPS_AREA(profile));
  }
  if (wanted.profile_bytes != 0) {
    const std::string nonsense(wanted.profile_bytes, 'x');
    vips_image_set_blob_copy(copy.get(), VIPS_META_ICC_NAME, nonsense.data(), nonsense.size());
  }
  return copy;
}

void put(std::string& out, uint32_t value, int bytes) {
  for (int i = bytes; i-- > 0;) out += char(value >> (8 * i));
}

void put_png_chunk(std::string& out, std::string_view name, std::string_view body) {
  put(out, uint32_t(body.size()), 4);
  const std::string named = std::string(name) + std::string(body);
  out += named;
  put(out, uint32_t(crc32(0, reinterpret_cast<const Bytef*>(named.data()), uInt(named.size()))), 4);
}

heif_error append_to_string(heif_context*, const void* data, size_t size, void* out) {
  static_cast<std::string*>(out)->append(static_cast<const char*>(data), size);
  return {heif_error_Ok, heif_suberror_Unspecified, ""};
}

void check_heif(const heif_error& error) { REQUIRE_MESSAGE(error.code == heif_error_Ok, error.message); }

}  // namespace

void start_vips() {
  static const bool started = [] {
    prepare_vips("test");
    prepare_metadata();
    return true;
  }();
  REQUIRE(started);
}

std::string make_picture(const Made& wanted) {
  Image image = turned_back(quarters(wanted.width, wanted.height, wanted.bands), wanted.orientation);
  if (wanted.sixteen_bits) {
    image = made([&](VipsImage** out) { return vips_linear1(image.get(), out, 257, 0, nullptr); });
    image = made([&](VipsImage** out) { return vips_cast_ushort(image.get(), out, nullptr); });
    image = made([&](VipsImage** out) {
      return vips_copy(image.get(), out, "interpretation", VIPS_INTERPRETATION_RGB16, nullptr);
    });
  }
  image = with_profile(std::move(image), wanted);
  if (wanted.orientation != 1) vips_image_set_int(image.get(), VIPS_META_ORIENTATION, wanted.orientation);
  std::string file = saved(image.get(), wanted.suffix);
  if (wanted.suffix.starts_with(".png") && wanted.orientation != 1) {
    // libvips writes no EXIF into a PNG that had none.
    std::string chunk;
    put_png_chunk(chunk, "eXIf", exif_of_orientation(wanted.orientation));
    file.insert(8 + 25, chunk);  // behind the header
  }
  return file;
}

std::string exif_of_orientation(int orientation) {
  std::string exif("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0?\0\0\0\0\0\0\0", 26);
  exif[18] = char(orientation);
  return exif;
}

std::string make_cmyk_jpeg(std::array<int, 4> ink) {
  Image black = made([&](VipsImage** out) { return vips_black(out, 64, 64, "bands", 4, nullptr); });
  const double scale[] = {1, 1, 1, 1};
  const double offset[] = {double(ink[0]), double(ink[1]), double(ink[2]), double(ink[3])};
  Image inked =
      made([&](VipsImage** out) { return vips_linear(black.get(), out, scale, offset, 4, "uchar", TRUE, nullptr); });
  Image cmyk = made([&](VipsImage** out) {
    return vips_copy(inked.get(), out, "interpretation", VIPS_INTERPRETATION_CMYK, nullptr);
  });
  return saved(cmyk.get(), ".jpg[Q=95]");
}

std::string make_noise(int width, int height, const std::string& suffix) {
  std::vector<Image> bands;
  for (int i = 0; i < 3; ++i) {
    Image noise = made([&](VipsImage** out) {
      return vips_gaussnoise(out, width, height, "mean", 128.0, "sigma", 60.0, "seed", 7 + i, nullptr);
    });
    bands.push_back(made([&](VipsImage** out) { return vips_cast_uchar(noise.get(), out, nullptr); }));
  }
  VipsImage* joined[] = {bands[0].get(), bands[1].get(), bands[2].get()};
  Image image = made([&](VipsImage** out) { return vips_bandjoin(joined, out, 3, nullptr); });
  Image colour = made([&](VipsImage** out) {
    return vips_copy(image.get(), out, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr);
  });
  return saved(colour.get(), suffix);
}

std::string make_heif(bool avif, int orientation, std::string_view exif) {
  Image image(vips_image_copy_memory(turned_back(quarters(128, 96, 3), orientation).get()));
  const int width = vips_image_get_width(image.get()), height = vips_image_get_height(image.get());
  heif_image* picture = nullptr;
  check_heif(heif_image_create(width, height, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &picture));
  check_heif(heif_image_add_plane(picture, heif_channel_interleaved, width, height, 8));
  int stride = 0;
  uint8_t* plane = heif_image_get_plane(picture, heif_channel_interleaved, &stride);
  for (int y = 0; y < height; ++y) {
    std::copy_n(VIPS_IMAGE_ADDR(image.get(), 0, y), width * 3, plane + ptrdiff_t(y) * stride);
  }
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  check_heif(
      heif_context_get_encoder_for_format(context, avif ? heif_compression_AV1 : heif_compression_HEVC, &encoder));
  heif_encoder_set_lossy_quality(encoder, 90);
  heif_encoding_options* options = heif_encoding_options_alloc();
  options->image_orientation = heif_orientation(orientation);
  heif_image_handle* handle = nullptr;
  check_heif(heif_context_encode_image(context, picture, encoder, options, &handle));
  if (!exif.empty()) check_heif(heif_context_add_exif_metadata(context, handle, exif.data(), int(exif.size())));
  std::string file;
  heif_writer writer = {1, append_to_string};
  check_heif(heif_context_write(context, &writer, &file));
  heif_image_handle_release(handle);
  heif_encoding_options_free(options);
  heif_encoder_release(encoder);
  heif_context_free(context);
  heif_image_release(picture);
  return file;
}

std::string make_png_bomb(uint32_t width, uint32_t height) {
  std::string header;
  put(header, width, 4);
  put(header, height, 4);
  header += std::string("\x08\x06\0\0\0", 5);
  const std::string zeros(1 << 16, '\0');
  std::string packed(compressBound(zeros.size()), '\0');
  uLongf size = packed.size();
  REQUIRE(compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(zeros.data()),
                   zeros.size()) == Z_OK);
  std::string file = "\x89PNG\r\n\x1A\n";
  put_png_chunk(file, "IHDR", header);
  put_png_chunk(file, "IDAT", std::string_view(packed).substr(0, size));
  put_png_chunk(file, "IEND", "");
  return file;
}

std::string make_gif(int width, int height, int frames, int frame_side) {
  const auto little = [](int value) { return std::string{char(value), char(value >> 8)}; };
  std::string file = "GIF89a" + little(width) + little(height) + std::string("\x80\0\0", 3);
  file += std::string("\xE6\x14\x14\x14\xC8\x14", 6);  // two colours
  for (int i = 0; i < frames; ++i) {
    file += std::string("\x21\xF9\x04\0\x0A\0\0\0", 8);
    // One pixel of colour 0: clear, 0, end, in codes of three bits.
    file +=
        "," + std::string(4, '\0') + little(frame_side) + little(frame_side) + std::string("\0\x02\x02\x44\x01\0", 6);
  }
  return file + ";";
}

Colour Pixels::at(double x, double y) const {
  const size_t column = size_t(x * width), row = size_t(y * height);
  const size_t i = (row * size_t(width) + column) * size_t(bands);
  return {bytes[i], bytes[i + 1], bytes[i + 2]};
}

int Pixels::alpha_at(double x, double y) const {
  return bands < 4 ? 255 : bytes[(size_t(y * height) * size_t(width) + size_t(x * width)) * 4 + 3];
}

Pixels decode(std::string_view picture) {
  const Image image(vips_image_new_from_buffer(picture.data(), picture.size(), "", nullptr));
  REQUIRE(image);
  size_t size = 0;
  const std::unique_ptr<void, decltype(&g_free)> bytes(vips_image_write_to_memory(image.get(), &size), &g_free);
  const auto* first = static_cast<const uint8_t*>(bytes.get());
  return {vips_image_get_width(image.get()),
          vips_image_get_height(image.get()),
          vips_image_get_bands(image.get()),
          {first, first + size}};
}

bool near(const Colour& a, const Colour& b, int tolerance) {
  return std::abs(a[0] - b[0]) <= tolerance && std::abs(a[1] - b[1]) <= tolerance && std::abs(a[2] - b[2]) <= tolerance;
}

bool is_upright(std::string_view webp) {
  const Pixels pixels = decode(webp);
  return near(pixels.at(0.25, 0.25), kRed) && near(pixels.at(0.75, 0.25), kGreen) &&
         near(pixels.at(0.25, 0.75), kBlue) && near(pixels.at(0.75, 0.75), kWhite);
}

}  // namespace lightwell::engines::image
