// The picture's brightness (l), two differences of colour (p, q) and transparency (a) are each written as their mean
// and a few terms of a cosine transform, scaled to the largest of them and rounded to four bits.

#include "engines/image/child/thumbhash.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <tuple>
#include <vector>

namespace lightwell::engines::image {
namespace {

// As JavaScript rounds: halves go up.
uint32_t rounded(double value) { return uint32_t(int32_t(std::floor(value + 0.5))); }

struct Planes {
  std::vector<double> l, p, q, a;
  bool has_alpha = false;
};

struct Channel {
  double mean = 0;
  double scale = 0;
  std::vector<double> terms;  // 0 to 1
};

// The transparent parts take the mean colour.
Planes planes_of(std::span<const uint8_t> rgba) {
  const size_t count = rgba.size() / 4;
  double red = 0, green = 0, blue = 0, opaque = 0;
  for (size_t i = 0; i < count; ++i) {
    const double alpha = rgba[4 * i + 3] / 255.0;
    red += alpha / 255 * rgba[4 * i];
    green += alpha / 255 * rgba[4 * i + 1];
    blue += alpha / 255 * rgba[4 * i + 2];
    opaque += alpha;
  }
  if (opaque != 0) {
    red /= opaque;
    green /= opaque;
    blue /= opaque;
  }
  Planes planes;
  planes.has_alpha = opaque < double(count);
  for (size_t i = 0; i < count; ++i) {
    const double alpha = rgba[4 * i + 3] / 255.0;
    const double r = red * (1 - alpha) + alpha / 255 * rgba[4 * i];
    const double g = green * (1 - alpha) + alpha / 255 * rgba[4 * i + 1];
    const double b = blue * (1 - alpha) + alpha / 255 * rgba[4 * i + 2];
    planes.l.push_back((r + g + b) / 3);
    planes.p.push_back((r + g) / 2 - b);
    planes.q.push_back(r - g);
    planes.a.push_back(alpha);
  }
  return planes;
}

double cosine_term(const std::vector<double>& plane, size_t width, size_t height, size_t cx, size_t cy) {
  std::vector<double> along(width);
  for (size_t x = 0; x < width; ++x)
    along[x] = std::cos(std::numbers::pi / double(width) * double(cx) * (double(x) + 0.5));
  double sum = 0;
  for (size_t y = 0; y < height; ++y) {
    const double down = std::cos(std::numbers::pi / double(height) * double(cy) * (double(y) + 0.5));
    for (size_t x = 0; x < width; ++x) sum += plane[x + y * width] * along[x] * down;
  }
  return sum / double(width * height);
}

Channel channel_of(const std::vector<double>& plane, size_t width, size_t height, size_t nx, size_t ny) {
  Channel channel;
  for (size_t cy = 0; cy < ny; ++cy) {
    for (size_t cx = 0; cx * ny < nx * (ny - cy); ++cx) {
      const double term = cosine_term(plane, width, height, cx, cy);
      if (cx == 0 && cy == 0) {
        channel.mean = term;
      } else {
        channel.terms.push_back(term);
        channel.scale = std::max(channel.scale, std::abs(term));
      }
    }
  }
  if (channel.scale != 0) {
    for (double& term : channel.terms) term = 0.5 + 0.5 / channel.scale * term;
  }
  return channel;
}

}  // namespace

std::string thumbhash(size_t width, size_t height, std::span<const uint8_t> rgba) {
  assert(width >= 1 && width <= 100 && height >= 1 && height <= 100 && rgba.size() == width * height * 4);
  const Planes planes = planes_of(rgba);
  const bool alpha = planes.has_alpha;
  const double terms = alpha ? 5 : 7;  // fewer for brightness where transparency needs some
  const double longest = double(std::max(width, height));
  const size_t lx = std::max(1u, rounded(terms * double(width) / longest));
  const size_t ly = std::max(1u, rounded(terms * double(height) / longest));

  std::vector<Channel> channels = {
      channel_of(planes.l, width, height, std::max<size_t>(3, lx), std::max<size_t>(3, ly)),
      channel_of(planes.p, width, height, 3, 3), channel_of(planes.q, width, height, 3, 3)};
  if (alpha) channels.push_back(channel_of(planes.a, width, height, 5, 5));
  const auto& [l, p, q] = std::tie(channels[0], channels[1], channels[2]);

  const bool landscape = width > height;
  const uint32_t head24 = rounded(63 * l.mean) | rounded(31.5 + 31.5 * p.mean) << 6 |
                          rounded(31.5 + 31.5 * q.mean) << 12 | rounded(31 * l.scale) << 18 | uint32_t(alpha) << 23;
  const uint32_t head16 = uint32_t(landscape ? ly : lx) | rounded(63 * p.scale) << 3 | rounded(63 * q.scale) << 9 |
                          uint32_t(landscape) << 15;
  std::string hash = {char(head24 & 255), char(head24 >> 8 & 255), char(head24 >> 16), char(head16 & 255),
                      char(head16 >> 8)};
  if (alpha) hash.push_back(char(rounded(15 * channels[3].mean) | rounded(15 * channels[3].scale) << 4));
  bool high = false;
  for (const Channel& channel : channels) {
    for (const double term : channel.terms) {
      const uint32_t four_bits = rounded(15 * term);
      if (!high) hash.push_back(char(four_bits));
      if (high) hash.back() = char(uint8_t(hash.back()) | four_bits << 4);
      high = !high;
    }
  }
  return hash;
}

}  // namespace lightwell::engines::image
