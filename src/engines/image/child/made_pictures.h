// Pictures that the tests make: by libvips, by libheif, and byte by byte where no honest program would write them.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace lightwell::engines::image {

using Colour = std::array<int, 3>;  // red, green, blue, 0 to 255
inline constexpr Colour kRed = {230, 20, 20}, kGreen = {20, 200, 20}, kBlue = {20, 20, 230}, kWhite = {250, 250, 250};

// Once per test program: libvips as the engine uses it.
void start_vips();

struct Made {
  int width = 120;
  int height = 80;
  std::string suffix = ".jpg[Q=95]";  // the form, and libvips' options for it
  int orientation = 1;                // the picture is stored so that it comes out upright
  int bands = 3;                      // 1: grey, 3: colour, 4: with a transparent left half
  bool sixteen_bits = false;
  std::string profile;       // of libvips' own: "p3", "cmyk"
  size_t profile_bytes = 0;  // of nonsense instead
};
// Four quarters: red, green above; blue, white below.
std::string make_picture(const Made& made);
// A TIFF block with this one tag.
std::string exif_of_orientation(int orientation);
// One colour all over, stored as CMYK.
std::string make_cmyk_jpeg(std::array<int, 4> ink);
// Noise: bytes that do not compress, so that a cut hurts.
std::string make_noise(int width, int height, const std::string& suffix);
// The quarters as HEIC or AVIF, turned by a property of the file; orientation 1 to 8. `exif`: a TIFF block.
std::string make_heif(bool avif, int orientation, std::string_view exif);

// A PNG whose header promises this size and whose data is a few bytes.
std::string make_png_bomb(uint32_t width, uint32_t height);
// Frames of frame_side x frame_side pixels, of which only the first pixel is there.
std::string make_gif(int width, int height, int frames, int frame_side = 1);

struct Pixels {
  int width = 0;
  int height = 0;
  int bands = 0;
  std::vector<uint8_t> bytes;
  Colour at(double x, double y) const;  // 0 to 1 from the top left
  int alpha_at(double x, double y) const;
};
Pixels decode(std::string_view picture);
bool near(const Colour& a, const Colour& b, int tolerance = 25);
// Whether the four quarters are where make_picture() put them.
bool is_upright(std::string_view webp);

}  // namespace lightwell::engines::image
